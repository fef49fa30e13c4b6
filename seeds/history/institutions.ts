import type { DataOf } from '../../src/domain/catalogue.ts';
import { madeUscc } from './identifiers.ts';
import type { Weighted } from './random.ts';

/** The institutions of the demonstration. None of them exists; each name says so. */

export type Institution = DataOf<'pledge.registered'>['pledgee'];

const CITY = '441900';

/** Organization codes with a `Y` in the fourth place; those of enterprises have digits only. */
const institution = (number: number, kind: Institution['kind'], name: string): Institution => ({
  uscc: madeUscc('91', CITY, `MA0Y${String(number).padStart(4, '0')}`),
  name: `${name}（虚构）`,
  kind,
});

const BANK_NAMES = [
  '示例银行东莞分行',
  '示例商业银行东莞分行',
  '示例农村商业银行',
  '示例城市银行东莞支行',
  '示例科技银行松山湖支行',
  '示例邮储银行东莞分行',
  '示例股份制银行东莞分行',
  '示例村镇银行',
];
export const BANKS = BANK_NAMES.map((name, index) => institution(101 + index, 'bank', name));
export const GUARANTORS = [
  institution(201, 'guarantor', '示例科技融资担保有限公司'),
  institution(202, 'guarantor', '示例融资担保有限公司'),
];
const PAWNBROKER = institution(251, 'pawnbroker', '示例典当有限公司');
const MICROLENDER = institution(261, 'microlender', '示例科技小额贷款有限公司');
export const INSURERS = [
  institution(301, 'insurer', '示例财产保险东莞分公司'),
  institution(302, 'insurer', '示例责任保险东莞中心支公司'),
  institution(303, 'insurer', '示例信用保险东莞分公司'),
];
export const EXCHANGE = institution(401, 'ipExchange', '示例知识产权交易中心');
export const AGENCIES = [
  institution(411, 'ipService', '示例知识产权运营有限公司'),
  institution(412, 'ipService', '示例专利代理有限公司'),
];
export const APPRAISER = institution(421, 'ipService', '示例资产评估有限公司');
export const FUND_MANAGERS = [
  institution(501, 'fund', '示例知识产权基金管理有限公司'),
  institution(502, 'fund', '示例创业投资管理有限公司'),
] as const;
export const LESSOR = institution(601, 'lessor', '示例融资租赁有限公司');

/** The bureau; nobody's name but its own code stands in the facts. */
export const BUREAU = { uscc: madeUscc('11', CITY, 'MA0Y9001') };

/** Pledgees and their shares of the pledges. */
export const PLEDGEES: readonly Weighted<Institution>[] = [
  ...BANKS.map((bank, index) => [bank, [20, 15, 18, 10, 12, 5, 6, 3][index] ?? 1] as const),
  [GUARANTORS[0] as Institution, 5],
  [GUARANTORS[1] as Institution, 2],
  [PAWNBROKER, 2],
  [MICROLENDER, 2],
];
