/** Sheets of facts and what their rows are refused with: interfaces.md, CSV and XLSX. Each is one row unless it ends early. */
export interface Sheet {
  readonly sentence: string;
  readonly cells: Readonly<Record<string, string>>;
  readonly refusals: readonly string[];
}

const DEAL_PAID = {
  id: 'E1',
  source: 'urn:uscc:91441900MA00BK01X6',
  subject: 'deal/91441900MA00BK01X6.D1',
  type: 'deal.paid',
  effectiveOn: '2020-04-01',
  amount: '500000',
};
const REGISTERED = {
  id: 'E2',
  source: 'urn:uscc:91441900MA00BK01X6',
  subject: 'pledge/91441900MA00BK01X6.P1',
  type: 'pledge.registered',
  effectiveOn: '2019-03-01',
  register: 'patent',
  registrationNumber: 'Y1',
  rights: 'invention:201510001000.8',
  'pledgor.uscc': '91441900MA00CD016B',
  'pledgor.name': '示例',
  'pledgor.division': '441900003000',
  'pledgee.uscc': '91441900MA00BK01X6',
  'pledgee.name': '示例银行',
  'pledgee.kind': 'bank',
  securedKind: 'fixed',
  securedAmount: '1000000',
  securityMix: 'ipOnly',
  debtUntil: '2025/3/1',
};

type Cells = Readonly<Record<string, string>>;

const sheet = (sentence: string, cells: Cells, ...refusals: readonly string[]): Sheet => ({
  sentence,
  cells,
  refusals,
});
/** A sheet with a column under another name. */
const renamed = (cells: Cells, from: string, to: string): Cells =>
  Object.fromEntries(Object.entries(cells).map(([name, cell]) => [name === from ? to : name, cell]));
const without = (cells: Cells, name: string): Cells => {
  const { [name]: _gone, ...rest } = cells;
  return rest;
};

export const SHEETS: readonly Sheet[] = [
  sheet(
    'an amount with thousands separators',
    { ...DEAL_PAID, amount: '"500,000.00"' },
    'MONEY_FORM /data/amount',
  ),
  sheet('an amount with its unit', { ...DEAL_PAID, amount: '50万元' }, 'MONEY_FORM /data/amount'),
  sheet('an amount with an exponent', { ...DEAL_PAID, amount: '5E+05' }, 'MONEY_FORM /data/amount'),
  sheet('an amount of three decimals', { ...DEAL_PAID, amount: '1.005' }, 'MONEY_FORM /data/amount'),
  sheet('an amount of nothing', { ...DEAL_PAID, amount: '0' }, 'MONEY_RANGE /data/amount'),
  sheet('an amount left empty', { ...DEAL_PAID, amount: '' }, 'FIELD_MISSING /data/amount'),
  sheet('a column in ten thousands of yuan', renamed(DEAL_PAID, 'amount', 'amount（万元）'), 'VALUE_FORM '),
  sheet(
    'a column misspelt',
    renamed(DEAL_PAID, 'amount', 'amuont'),
    'FIELD_MISSING /data/amount',
    'FIELD_UNKNOWN /data/amuont',
  ),
  sheet('no column for the amount', without(DEAL_PAID, 'amount'), 'FIELD_MISSING /data/amount'),
  sheet(
    'a date that does not exist',
    { ...DEAL_PAID, effectiveOn: '2019/2/29' },
    'DATE_FORM /data/effectiveOn',
  ),
  sheet(
    'a date with the day first',
    { ...DEAL_PAID, effectiveOn: '31/3/2020' },
    'DATE_FORM /data/effectiveOn',
  ),
  sheet('a date as a serial number', { ...DEAL_PAID, effectiveOn: '43922' }, 'DATE_FORM /data/effectiveOn'),
  sheet('a right without its number', { ...REGISTERED, rights: 'invention' }, 'VALUE_FORM /data/rights/0'),
  sheet(
    'a right of an unknown kind',
    { ...REGISTERED, rights: 'patent:201510001000.8' },
    'VALUE_NOT_ALLOWED /data/rights/0/kind',
  ),
  sheet(
    'a right with a wrong check digit',
    { ...REGISTERED, rights: 'utilityModel:201520001001.8;invention:201910123456.0' },
    'PATENT_NUMBER /data/rights/1/number',
  ),
  sheet('no rights', { ...REGISTERED, rights: '' }, 'FIELD_MISSING /data/rights'),
  sheet(
    'a party with a wrong check character',
    { ...REGISTERED, 'pledgor.uscc': '91110000600037341N' },
    'USCC_CHECK /data/pledgor/uscc',
  ),
  sheet(
    'a party’s field misspelt',
    renamed(REGISTERED, 'pledgor.name', 'pledgor.nmae'),
    'FIELD_MISSING /data/pledgor/name',
    'FIELD_UNKNOWN /data/pledgor/nmae',
  ),
  sheet(
    'a code in a list misspelt',
    { ...REGISTERED, securedKind: '最高额' },
    'VALUE_NOT_ALLOWED /data/securedKind',
  ),
  sheet('a type misspelt', { ...DEAL_PAID, type: 'deal.pay' }, 'TYPE_UNKNOWN /type'),
  sheet('a payment where nothing is signed', DEAL_PAID, 'NOT_OPENED /type'),
];
