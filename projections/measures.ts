/**
 * The measures of domain.md §5: what the postings of a contract are counted in. `unit` says whether a posting's
 * amount is in fen or a number of things; a stock is the sum of all months up to a date, a flow of those of a period.
 */
export const MEASURES = {
  'pledge.registeredAmount': { unit: 'fen', stock: false },
  'pledge.count': { unit: 'count', stock: false },
  'pledge.otherRegisteredAmount': { unit: 'fen', stock: false },
  'pledge.otherCount': { unit: 'count', stock: false },
  'pledge.disbursed': { unit: 'fen', stock: false },
  'pledge.outstanding': { unit: 'fen', stock: true },
  'pledge.nonPerforming': { unit: 'fen', stock: true },
  'insurance.sumInsured': { unit: 'fen', stock: false },
  'insurance.premium': { unit: 'fen', stock: false },
  'insurance.claimsPaid': { unit: 'fen', stock: false },
  'insurance.inForce': { unit: 'fen', stock: true },
  'deal.amount': { unit: 'fen', stock: false },
  'deal.count': { unit: 'count', stock: false },
  'fund.projects': { unit: 'count', stock: false },
  'fund.committed': { unit: 'fen', stock: false },
  'fund.paidIn': { unit: 'fen', stock: false },
  'fund.fiscalPaidIn': { unit: 'fen', stock: false },
  // Capital of the funds of row 18 alone, for its leverage (R13).
  'fund.paidInOfRow18': { unit: 'fen', stock: false },
  'fund.fiscalPaidInOfRow18': { unit: 'fen', stock: false },
  'fund.invested': { unit: 'fen', stock: false },
  'fund.reserved': { unit: 'count', stock: false },
  'securitization.issued': { unit: 'fen', stock: false },
  'riskPool.balance': { unit: 'fen', stock: true },
  'riskPool.compensated': { unit: 'fen', stock: false },
  'budget.appropriated': { unit: 'fen', stock: false },
  'subsidy.paid': { unit: 'fen', stock: false },
} as const satisfies Record<string, { unit: 'fen' | 'count'; stock: boolean }>;

export type Measure = keyof typeof MEASURES;
export const MEASURE_NAMES = Object.keys(MEASURES) as readonly Measure[];

export const DIMENSIONS = [
  'division',
  'keyIndustry',
  'kind',
  'institutionKind',
  'institution',
  'size',
  'stage',
] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** The dimension values of a posting; where there is no enterprise or institution the value is `none`. */
export type Dimensions = Readonly<Record<Dimension, string>>;
