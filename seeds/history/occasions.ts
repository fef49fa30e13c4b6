import { addDays } from '../../src/domain/calendar.ts';
import { yuan } from './amounts.ts';
import { type Draft, type Fields, openCase } from './case.ts';
import { closingDay, officeDay, yearOfDay } from './days.ts';
import { type Enterprise, enterpriseOf, partyOf } from './enterprises.ts';
import { madeUscc } from './identifiers.ts';
import { BANKS, EXCHANGE, GUARANTORS, INSURERS, type Institution } from './institutions.ts';
import { admit, compensate } from './pools.ts';
import { makeRights, type Right } from './rights.ts';
import type { World } from './world.ts';

/**
 * Single cases that every demonstration has, whatever its seed and scale: reports before and after the closing of each
 * year, mistakes of closed years, loans that failed, a park that is new, parties without a name, and a handful of
 * findings on purpose.
 */

interface PledgeWanted {
  readonly name: string;
  readonly on: string;
  readonly pledgor: Enterprise;
  readonly rights: readonly Right[];
  readonly more?: Partial<Fields<'pledge.registered'>>;
  readonly recordedAfterDays?: number;
}

const bankAt = (number: number): Institution => BANKS[number % BANKS.length] as Institution;

const occasionsOf = (world: World) => {
  let made = 0;
  const next = () => {
    made += 1;
    return { number: made, random: world.random('occasion', 4, made) };
  };
  const rightsOf = (year: number, count = 1): readonly Right[] => {
    const { number, random } = next();
    return makeRights('patent', { serial: world.serialsEnd + number, year, count }, random);
  };
  /** A pledge of five million yuan at one of the banks. */
  const pledge = ({ name, on, pledgor, rights, more, recordedAfterDays }: PledgeWanted) => {
    const { number, random } = next();
    const pledgee = bankAt(number);
    const book = openCase({ random, line: 'pledge', poster: pledgee.uscc, name });
    const terms: Fields<'pledge.registered'> = {
      register: 'patent',
      registrationNumber: `DEMO-Y${on.slice(0, 4)}-${name}`,
      rights: [...rights],
      pledgor,
      pledgee,
      securedKind: 'fixed',
      securedAmount: yuan(5_000_000),
      securityMix: 'ipOnly',
      debtUntil: `${Number.parseInt(on.slice(0, 4), 10) + 1}${on.slice(4)}`,
      ...more,
    };
    const registered = book.post('pledge.registered', on, terms, { delay: recordedAfterDays ?? 2 });
    return { book, terms, registered };
  };
  return { next, rightsOf, pledge };
};

type Occasions = ReturnType<typeof occasionsOf>;

/** Reported in January and after the closing: the first is in the figure that is closed, the second revises it. */
const lateReports = (world: World, { pledge, rightsOf }: Occasions): readonly Draft[] =>
  (['2018-12-18', '2019-12-17', '2020-12-16', '2021-12-15'] as const).flatMap((on, index) => {
    const year = yearOfDay(on);
    const before = pledge({
      name: `L${year}-1`,
      on,
      pledgor: enterpriseOf(world, 60 + index),
      rights: rightsOf(year),
      recordedAfterDays: 38,
    });
    const after = pledge({
      name: `L${year}-2`,
      on: officeDay(addDays(on, -20)),
      pledgor: enterpriseOf(world, 70 + index),
      rights: rightsOf(year),
      recordedAfterDays: 122,
    });
    return [...before.book.drafts, ...after.book.drafts];
  });

/** Of each closed year one amount corrected and one duplicate withdrawn, with the bureau's approval. */
const mistakesOfClosedYears = (world: World, { pledge, rightsOf }: Occasions): readonly Draft[] =>
  (['2018-10-16', '2019-10-15', '2020-10-14', '2021-10-13'] as const).flatMap((on, index) => {
    const year = yearOfDay(on);
    const typed = { securedAmount: yuan(30_000_000) };
    const wrong = pledge({
      name: `M${year}-1`,
      on,
      pledgor: enterpriseOf(world, 80 + index),
      rights: rightsOf(year),
      more: typed,
    });
    const double = pledge({
      name: `M${year}-2`,
      on,
      pledgor: enterpriseOf(world, 90 + index),
      rights: rightsOf(year),
    });
    const found = addDays(closingDay(year), 14);
    const fields = { ...wrong.terms, securedAmount: yuan(3_000_000) };
    if (wrong.registered)
      wrong.book.request(wrong.registered, found, {
        reason: '担保金额多录一位（虚构）',
        fields,
        approved: true,
      });
    if (double.registered)
      double.book.request(double.registered, found, { reason: '重复录入（虚构）', approved: true });
    return [...wrong.book.drafts, ...double.book.drafts];
  });

/** A park with a code of its own from October 2021, a sole trader and an inventor: of neither is there a name. */
const unusualParties = (world: World, { pledge, rightsOf }: Occasions): readonly Draft[] => {
  const enterprise = { ...enterpriseOf(world, 101), division: '441900404000' };
  const soleTrader = {
    uscc: madeUscc('92', '441900', 'MA0Y8001'),
    division: '441900113000',
    size: 'micro',
  } as const;
  const inventor = { individual: true, division: '441900004000' } as const;
  const debtor = enterpriseOf(world, 102);
  return [
    pledge({ name: 'U2021-1', on: '2021-11-16', pledgor: enterprise, rights: rightsOf(2021, 2) }),
    pledge({ name: 'U2019-1', on: '2019-05-14', pledgor: soleTrader, rights: rightsOf(2019) }),
    pledge({
      name: 'U2020-1',
      on: '2020-06-16',
      pledgor: inventor,
      rights: rightsOf(2020),
      more: { debtor },
    }),
  ].flatMap(({ book }) => book.drafts);
};

const licenseOf = (
  { next }: Occasions,
  wanted: {
    readonly name: string;
    readonly on: string;
    readonly rights: readonly Right[];
    readonly sides: readonly [Enterprise, Enterprise];
    readonly rescindedOn?: string;
  },
): readonly Draft[] => {
  const { random } = next();
  const book = openCase({ random, line: 'deal', poster: EXCHANGE.uscc, name: wanted.name });
  const [from, to] = wanted.sides;
  book.post('deal.signed', wanted.on, {
    kind: 'license',
    licenseScope: 'exclusive',
    rights: [...wanted.rights],
    from,
    to,
    price: yuan(200_000),
    priceKind: 'lumpSum',
    venue: EXCHANGE,
    until: `${Number.parseInt(wanted.on.slice(0, 4), 10) + 3}${wanted.on.slice(4)}`,
  });
  if (wanted.rescindedOn !== undefined)
    book.post('deal.rescinded', wanted.rescindedOn, { ground: '合同因欺诈被撤销（虚构）' });
  return book.drafts;
};

/** A license of 2019, void from the start after the year was closed: it revises the closed figure. */
const rescinded = (world: World, occasions: Occasions): readonly Draft[] =>
  licenseOf(occasions, {
    name: 'R2019-1',
    on: '2019-03-12',
    rights: occasions.rightsOf(2019),
    sides: [enterpriseOf(world, 123), enterpriseOf(world, 124)],
    rescindedOn: '2020-06-16',
  });

/** A right under two pledges, a license of it, two exclusive licenses of one right, a wrong kind, a missing financing. */
const conflicts = (world: World, occasions: Occasions): readonly Draft[] => {
  const { pledge, rightsOf, next } = occasions;
  const [first, second, third] = [
    enterpriseOf(world, 111),
    enterpriseOf(world, 112),
    enterpriseOf(world, 113),
  ];
  const shared = rightsOf(2020);
  const licensed = rightsOf(2020);
  // The number is of one sort of patent, the kind says another.
  const [model] = rightsOf(2019);
  const wrongKind: Right = {
    kind: model?.kind === 'design' ? 'invention' : 'design',
    number: model?.number ?? '',
    title: '示例专利（虚构）',
  };
  const { random } = next();
  const insurer = INSURERS[0] as Institution;
  const policy = openCase({ random, line: 'policy', poster: insurer.uscc, name: 'X2020-9' });
  const party = partyOf(first);
  policy.post('policy.bound', '2020-09-15', {
    kind: 'pledgeLoan',
    policyNumber: 'DEMO-X2020-9',
    insurer,
    enterprise: first,
    applicant: party,
    insured: party,
    rights: [],
    sumInsured: yuan(1_000_000),
    premium: yuan(25_000),
    from: '2020-09-16',
    until: '2021-09-15',
    financing: `pledge/${bankAt(0).uscc}.demo-not-recorded`,
  });
  return [
    ...pledge({ name: 'X2020-1', on: '2020-04-14', pledgor: first, rights: shared }).book.drafts,
    ...pledge({ name: 'X2020-2', on: '2020-08-18', pledgor: first, rights: shared }).book.drafts,
    ...pledge({ name: 'X2019-3', on: '2019-07-16', pledgor: second, rights: [wrongKind] }).book.drafts,
    ...licenseOf(occasions, { name: 'X2020-4', on: '2020-10-13', rights: shared, sides: [first, third] }),
    ...licenseOf(occasions, { name: 'X2020-5', on: '2020-11-17', rights: licensed, sides: [second, third] }),
    ...licenseOf(occasions, { name: 'X2021-6', on: '2021-04-13', rights: licensed, sides: [second, first] }),
    ...policy.drafts,
  ];
};

const DRAW = { drawId: 'D1' } as const;

/** A loan for which the guarantor and a pool stand in, so that there always is one. */
const guaranteed = (world: World, { pledge, rightsOf, next }: Occasions): readonly Draft[] => {
  const { book, registered } = pledge({
    name: 'G2020-1',
    on: '2020-01-14',
    pledgor: enterpriseOf(world, 121),
    rights: rightsOf(2020),
    more: { securityMix: 'ipAndGuarantee' },
  });
  if (!registered) return book.drafts;
  const guarantor = GUARANTORS[0] as Institution;
  const maturity = '2021-01-14';
  book.post('loan.disbursed', '2020-01-17', {
    ...DRAW,
    principal: yuan(4_000_000),
    annualRateBp: 470,
    maturity,
  });
  const admission = admit(book, 0, next().random, registered);
  book.post('loan.classified', '2020-07-15', { ...DRAW, riskClass: 'specialMention' });
  book.post('loan.defaulted', '2020-08-19', DRAW);
  book.post('guarantee.subrogated', '2020-10-21', { ...DRAW, principal: yuan(4_000_000), guarantor });
  if (admission)
    compensate(book, admission, { on: '2020-11-18', unpaid: 4_000_000, clawedBackOn: '2021-05-19' });
  book.post('loan.recovered', '2021-05-12', { ...DRAW, principal: yuan(1_200_000) });
  return book.drafts;
};

/** A loan that ends in the sale of the pledged rights and a loss. */
const soldAtAuction = (world: World, { pledge, rightsOf }: Occasions): readonly Draft[] => {
  const { book } = pledge({
    name: 'G2018-1',
    on: '2018-03-13',
    pledgor: enterpriseOf(world, 122),
    rights: rightsOf(2018, 4),
  });
  const maturity = '2019-03-13';
  book.post('loan.disbursed', '2018-03-20', {
    ...DRAW,
    principal: yuan(5_000_000),
    annualRateBp: 520,
    maturity,
  });
  book.post('loan.defaulted', '2018-10-16', DRAW);
  book.post('loan.classified', '2019-01-15', { ...DRAW, riskClass: 'doubtful' });
  book.post('pledge.realized', '2019-06-18', { way: 'auction', toPledgee: yuan(2_100_000), toPledgor: '0' });
  book.post('loan.repaid', '2019-06-18', { ...DRAW, principal: yuan(2_100_000) });
  book.post('loan.classified', '2019-07-09', { ...DRAW, riskClass: 'loss' });
  book.post('loan.writtenOff', '2019-08-20', { ...DRAW, principal: yuan(2_900_000) });
  book.post('pledge.cancelled', '2019-08-27', { reason: 'realized' });
  book.post('loan.recovered', '2020-05-19', { ...DRAW, principal: yuan(150_000) });
  return book.drafts;
};

export const occasionDrafts = (world: World): readonly Draft[] => {
  const occasions = occasionsOf(world);
  return [
    ...lateReports(world, occasions),
    ...mistakesOfClosedYears(world, occasions),
    ...guaranteed(world, occasions),
    ...soldAtAuction(world, occasions),
    ...rescinded(world, occasions),
    ...unusualParties(world, occasions),
    ...conflicts(world, occasions),
  ];
};
