import divisions from '../seeds/divisions.json' with { type: 'json' };
import industries from '../seeds/industries.json' with { type: 'json' };
import type { Message } from '../src/domain/refusal.ts';
import type { Dimension } from './measures.ts';

/** The names of the parts of a figure: the values of the dimensions of domain.md §5, in the order to show them in. */

/** Names by key; an institution's is looked up by its USCC. */
export type NameResolver = (key: string) => Message | undefined;

const name = (zh: string, en: string): Message => ({ zh, en });

const NONE = name('无', 'None');
const UNKNOWN = name('未列明', 'Not stated');

/** Of all lines; where two lines share a value it means the same in both. */
const KINDS: Readonly<Record<string, Message>> = {
  patent: name('专利', 'Patent'),
  trademark: name('商标', 'Trademark'),
  mixed: name('混合质押', 'Mixed pledge'),
  patentEnforcement: name('专利执行保险', 'Patent enforcement'),
  infringementLiability: name('侵权责任保险', 'Infringement liability'),
  pledgeLoan: name('质押融资保证保险', 'Pledge loan guarantee'),
  overseasInfringement: name('海外侵权责任保险', 'Overseas infringement liability'),
  legalExpense: name('法律费用保险', 'Legal expense'),
  trademarkEnforcement: name('商标维权保险', 'Trademark enforcement'),
  geographicalIndication: name('地理标志保险', 'Geographical indication'),
  assignment: name('转让', 'Assignment'),
  license: name('许可', 'License'),
  senior: name('优先级', 'Senior'),
  mezzanine: name('中间级', 'Mezzanine'),
  subordinated: name('次级', 'Subordinated'),
  fiscalCentral: name('中央财政', 'Central fiscal money'),
  fiscalLocal: name('地方财政', 'Local fiscal money'),
  stateOwned: name('国有资本', 'State-owned capital'),
  social: name('社会资本', 'Private capital'),
  central: name('中央', 'Central'),
  local: name('地方', 'Local'),
  interest: name('贴息', 'Interest'),
  premium: name('保费补贴', 'Premium'),
  appraisal: name('评估费补贴', 'Appraisal'),
  other: name('其他', 'Other'),
  none: NONE,
};

const INSTITUTION_KINDS: Readonly<Record<string, Message>> = {
  bank: name('银行', 'Bank'),
  guarantor: name('担保机构', 'Guarantor'),
  pawnbroker: name('典当行', 'Pawnbroker'),
  insurer: name('保险公司', 'Insurer'),
  securities: name('证券公司', 'Securities firm'),
  trust: name('信托公司', 'Trust company'),
  fund: name('基金管理机构', 'Fund manager'),
  lessor: name('融资租赁公司', 'Lessor'),
  microlender: name('小额贷款公司', 'Microlender'),
  ipExchange: name('知识产权交易机构', 'IP exchange'),
  ipService: name('知识产权服务机构', 'IP service institution'),
  government: name('政府部门', 'Government'),
  none: NONE,
};

const SIZES: Readonly<Record<string, Message>> = {
  large: name('大型', 'Large'),
  medium: name('中型', 'Medium'),
  small: name('小型', 'Small'),
  micro: name('微型', 'Micro'),
  unknown: UNKNOWN,
  none: NONE,
};

const STAGES: Readonly<Record<string, Message>> = {
  startup: name('初创期', 'Start-up'),
  growth: name('成长期', 'Growth'),
  mature: name('成熟期', 'Mature'),
  unknown: UNKNOWN,
  none: NONE,
};

type NameTable = ReadonlyMap<string, Message>;

const TABLES: Readonly<Record<Exclude<Dimension, 'institution'>, NameTable>> = {
  division: new Map([
    ...divisions.map(({ code, zh, en }): [string, Message] => [code, name(zh, en)]),
    ['unknown', UNKNOWN],
    ['none', NONE],
  ]),
  keyIndustry: new Map([
    ...industries.map(({ number, zh, en }): [string, Message] => [`${number}`, name(zh, en)]),
    ['0', UNKNOWN],
    ['none', NONE],
  ]),
  kind: new Map(Object.entries(KINDS)),
  institutionKind: new Map(Object.entries(INSTITUTION_KINDS)),
  size: new Map(Object.entries(SIZES)),
  stage: new Map(Object.entries(STAGES)),
};

/** The name of a part; what has none is named by its key. */
export const nameOfPart = (dimension: Dimension, key: string, institutionName?: NameResolver): Message => {
  const found =
    dimension === 'institution'
      ? key === 'none'
        ? NONE
        : institutionName?.(key)
      : TABLES[dimension].get(key);
  return found ?? { zh: key, en: key };
};

const ranksOf = (table: NameTable): ReadonlyMap<string, number> =>
  new Map([...table.keys()].map((key, rank) => [key, rank]));

const RANKS: ReadonlyMap<string, ReadonlyMap<string, number>> = new Map(
  Object.entries(TABLES).map(([dimension, table]) => [dimension, ranksOf(table)]),
);

/** Order of two parts of a dimension: as in its table, what is not in it last, by its key. */
export const comparePartKeys = (dimension: Dimension, a: string, b: string): number => {
  const ranks = RANKS.get(dimension);
  const [rankA, rankB] = [ranks?.get(a) ?? Infinity, ranks?.get(b) ?? Infinity];
  if (rankA !== rankB) return rankA - rankB;
  return a < b ? -1 : a > b ? 1 : 0;
};
