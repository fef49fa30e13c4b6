import seeds from '../../seeds/divisions.json' with { type: 'json' };
import type { Message } from './refusal.ts';

/** Where an enterprise is (domain.md §2): a code of the city, of a county-level division elsewhere, or `overseas`. */

interface Division {
  readonly code: string;
  readonly zh: string;
  readonly en: string;
  /** First and last day on which the code is valid, YYYY-MM-DD; `null` while it is. */
  readonly validFrom: string;
  readonly validUntil: string | null;
}

/** What the codes of the city begin with (R9). */
export const CITY_PREFIX = '4419';
/** In the city, town not stated. */
export const CITY_DIVISION = '441900000000';
/** Outside the mainland, so Hong Kong, Macao and Taiwan too. */
export const OVERSEAS = 'overseas';

const CITY_DIVISIONS: ReadonlyMap<string, Division> = new Map(
  (seeds satisfies readonly Division[] as readonly Division[]).map((division) => [division.code, division]),
);

/** Province-level divisions of the mainland by the first two digits of their codes (GB/T 2260). */
const PROVINCES: ReadonlyMap<string, Message> = new Map(
  Object.entries({
    11: { zh: '北京市', en: 'Beijing' },
    12: { zh: '天津市', en: 'Tianjin' },
    13: { zh: '河北省', en: 'Hebei' },
    14: { zh: '山西省', en: 'Shanxi' },
    15: { zh: '内蒙古自治区', en: 'Inner Mongolia' },
    21: { zh: '辽宁省', en: 'Liaoning' },
    22: { zh: '吉林省', en: 'Jilin' },
    23: { zh: '黑龙江省', en: 'Heilongjiang' },
    31: { zh: '上海市', en: 'Shanghai' },
    32: { zh: '江苏省', en: 'Jiangsu' },
    33: { zh: '浙江省', en: 'Zhejiang' },
    34: { zh: '安徽省', en: 'Anhui' },
    35: { zh: '福建省', en: 'Fujian' },
    36: { zh: '江西省', en: 'Jiangxi' },
    37: { zh: '山东省', en: 'Shandong' },
    41: { zh: '河南省', en: 'Henan' },
    42: { zh: '湖北省', en: 'Hubei' },
    43: { zh: '湖南省', en: 'Hunan' },
    44: { zh: '广东省', en: 'Guangdong' },
    45: { zh: '广西壮族自治区', en: 'Guangxi' },
    46: { zh: '海南省', en: 'Hainan' },
    50: { zh: '重庆市', en: 'Chongqing' },
    51: { zh: '四川省', en: 'Sichuan' },
    52: { zh: '贵州省', en: 'Guizhou' },
    53: { zh: '云南省', en: 'Yunnan' },
    54: { zh: '西藏自治区', en: 'Tibet' },
    61: { zh: '陕西省', en: 'Shaanxi' },
    62: { zh: '甘肃省', en: 'Gansu' },
    63: { zh: '青海省', en: 'Qinghai' },
    64: { zh: '宁夏回族自治区', en: 'Ningxia' },
    65: { zh: '新疆维吾尔自治区', en: 'Xinjiang' },
  }),
);

/** A province's own code (`..0000`) and a prefecture's (`....00`) are of no county-level division. */
const COUNTY_LEVEL = /^\d{2}(?!00)\d{2}(?!00)\d{2}$/;
/** Prefecture-level cities without county-level divisions, which stand for themselves: 中山, 儋州, 嘉峪关. */
const WITHOUT_COUNTIES: ReadonlySet<string> = new Set(['442000', '460400', '620200']);

/**
 * The province of a code outside the city that has the form of a county-level one. Only the form is judged: their list
 * changes every year, and no figure depends on which county it is.
 */
const provinceElsewhere = (code: string): Message | undefined =>
  (COUNTY_LEVEL.test(code) || WITHOUT_COUNTIES.has(code)) && !isInCity(code)
    ? PROVINCES.get(code.slice(0, 2))
    : undefined;

/** Whether an enterprise there is in the city. */
export const isInCity = (code: string): boolean => code.startsWith(CITY_PREFIX);

/** What is wrong with a code on a date (YYYY-MM-DD): it is unknown, not valid then, or nothing. */
export const divisionProblem = (code: string, on: string): 'unknown' | 'notValid' | undefined => {
  const division = CITY_DIVISIONS.get(code);
  if (division === undefined)
    return code === OVERSEAS || provinceElsewhere(code) !== undefined ? undefined : 'unknown';
  const isValid = division.validFrom <= on && (division.validUntil === null || on <= division.validUntil);
  return isValid ? undefined : 'notValid';
};

/** Name of a division; elsewhere in the mainland that of the province with the code, and of `none` that there is none. */
export const divisionName = (code: string): Message => {
  const division = CITY_DIVISIONS.get(code);
  if (division) return { zh: division.zh, en: division.en };
  if (code === OVERSEAS) return { zh: '境外及港澳台', en: 'Overseas, Hong Kong, Macao and Taiwan' };
  if (code === 'none') return { zh: '无', en: 'None' };
  const province = provinceElsewhere(code);
  return province
    ? { zh: `${province.zh}（${code}）`, en: `${province.en} (${code})` }
    : { zh: code, en: code };
};
