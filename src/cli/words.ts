import type { StatusLetter } from '../../projections/figures.ts';
import type { GrowthCode } from '../../projections/growth.ts';
import type { Message } from '../domain/refusal.ts';

/** Words of the command line in its two languages. */

export type Language = 'zh' | 'en';
export const LANGUAGES = ['zh', 'en'] as const satisfies readonly Language[];

/** The text of the chosen language. */
export type Translate = (zh: string, en: string) => string;

export const translator =
  (language: Language): Translate =>
  (zh, en) =>
    language === 'zh' ? zh : en;

/** The language of the environment's locale. */
export const languageOf = (environment: NodeJS.ProcessEnv): Language =>
  environment.LANG?.startsWith('zh') ? 'zh' : 'en';

/** Why there is no growth, short enough for a cell. */
export const GROWTH_WORDS: Readonly<Record<GrowthCode, Message>> = {
  VALUE_MISSING: { zh: '无数据', en: 'no value' },
  NOT_ANNUAL: { zh: '非全年', en: 'not annual' },
  BASE_YEAR: { zh: '基年', en: 'base year' },
  BASE_NOT_MONTHLY: { zh: '基期无月度', en: 'base not monthly' },
  BASE_MISSING: { zh: '无基数', en: 'no base' },
  BASE_ZERO: { zh: '基数为零', en: 'base is 0' },
  BOTH_ZERO: { zh: '均为零', en: 'both 0' },
};

export const STATUS_WORDS: Readonly<Record<StatusLetter, Message>> = {
  P: { zh: '暂定', en: 'provisional' },
  A: { zh: '已关账', en: 'closed' },
  R: { zh: '已修订', en: 'revised' },
  M: { zh: '缺失', en: 'missing' },
};

/** Units of the annex table that a translation has a word for: measure words of things counted. */
const COUNTED: ReadonlySet<string> = new Set(['家', '个', '件']);
export const unitText = (unit: string, language: Language): string =>
  language === 'en' && COUNTED.has(unit) ? 'count' : unit;
