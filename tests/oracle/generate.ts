/**
 * Random histories over all lines for a demonstration ledger opened on 2018-01-01. The same seed gives the same
 * history. Most facts keep the rules, about one in ten breaks one; few contracts get many events, of the same
 * days, late, corrected, withdrawn, revoked in part and from the start.
 */
import { judge, patentCheck, usccCheck, type Verdict } from './accepts.ts';
import { fen } from './exact.ts';
import { DIVISIONS, INDICATORS } from './plan.ts';
import {
  businessOrder,
  CONTRACT_LINES,
  type Data,
  dayOf,
  factStates,
  instant,
  isRecord,
  type Json,
  lineOf,
  optionalText,
  type PostableFact,
  type RecordedEvent,
  record,
  records,
  type StandingFact,
  standingFacts,
  startOfDay,
  text,
} from './reading.ts';
import { OPENED_ON, openingEvents, recorded } from './recording.ts';

export type GenerateOptions = {
  readonly seed: number;
  /** How many facts to post, those that break a rule included. */
  readonly facts: number;
  /** How many contracts to spread them over. */
  readonly contracts: number;
  /** The share of facts that break a rule; 0.1 unless told. */
  readonly brokenShare?: number;
  /** When the ledger was opened; the years that began before it may be observed. */
  readonly openedOn?: string;
};

export type History = {
  /** To be posted in this order. */
  readonly facts: readonly PostableFact[];
  /** What the independent rules say about each of them, at its place. */
  readonly verdicts: readonly Verdict[];
  /** The opening events and the facts that were taken. */
  readonly events: readonly RecordedEvent[];
};

type Random = {
  readonly below: (limit: number) => number;
  readonly between: (least: number, most: number) => number;
  readonly chance: (probability: number) => boolean;
  readonly pick: <T>(items: readonly T[]) => T;
};

/** Mulberry32. */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    below,
    between: (least, most) => least + below(most - least + 1),
    chance: (probability) => next() < probability,
    pick: (items) => {
      const item = items[below(items.length)];
      if (item === undefined) throw new Error('nothing to pick from');
      return item;
    },
  };
}

const ORGANIZATION_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2];

/** A code with both check characters right, of the kind of body that `prefix` and the place say. */
export function madeUscc(prefix: string, place: string, serial: number): string {
  const body = `MA${String(serial).padStart(6, '0')}`;
  const sum = [...body].reduce(
    (total, letter, index) => total + Number.parseInt(letter, 36) * (ORGANIZATION_WEIGHTS[index] ?? 0),
    0,
  );
  const rest = 11 - (sum % 11);
  const check = rest === 10 ? 'X' : rest === 11 ? '0' : String(rest);
  const first17 = `${prefix}${place}${body}${check}`;
  return `${first17}${usccCheck(first17)}`;
}

export function madePatent(year: number, kind: '1' | '2' | '3', serial: number): string {
  const digits = `${year}${kind}${String(serial).padStart(7, '0')}`;
  return `${digits}.${patentCheck(digits)}`;
}

const TOWNS = DIVISIONS.map(([code]) => code).filter((code) => code !== '441900404000');
const ELSEWHERE = ['440305', '440106', '110108', 'overseas'];

const institutions = (kind: string, first: number, count: number): Data[] =>
  Array.from({ length: count }, (_, index) => ({
    uscc: madeUscc('91', '441900', first + index),
    name: `示例机构${first + index}`,
    kind,
  }));

const BANKS = [
  ...institutions('bank', 100, 4),
  ...institutions('guarantor', 110, 1),
  ...institutions('pawnbroker', 115, 1),
];
const INSURERS = institutions('insurer', 120, 3);
const VENUES = institutions('ipExchange', 130, 2);
const MANAGERS = institutions('fund', 140, 2);
const ORIGINATORS = institutions('lessor', 150, 2);
const BUREAU = madeUscc('11', '441900', 999);

const daysAfter = (day: string, days: number): string =>
  dayOf(startOfDay(day) + BigInt(days) * 86_400_000_000n);

const earliest = (a: string, b: string): string => (a < b ? a : b);
const latest = (a: string, b: string): string => (a > b ? a : b);

/** What a line's maker of facts sees of the contract it writes to. */
type Scene = {
  readonly random: Random;
  readonly today: string;
  readonly serial: number;
  readonly facts: readonly StandingFact[];
  readonly first: StandingFact;
  /** A day for the next event: mostly recent, at times late, at times the day of another event. */
  readonly day: string;
};

type Draft = { readonly type: string; readonly data: Data };

const yuan = (random: Random, least: number, most: number): string => {
  const whole = random.between(least, most) * random.pick([1, 100, 10_000]);
  return random.chance(0.3) ? `${whole}.${random.pick(['5', '05', '50', '99'])}` : String(whole);
};

const asYuan = (amount: bigint): string =>
  `${amount / 100n}${amount % 100n === 0n ? '' : `.${String(amount % 100n).padStart(2, '0')}`}`;

/** A part of an amount, often all of it, at least one fen. */
function partOf(random: Random, amount: bigint): string {
  if (amount <= 1n || random.chance(0.3)) return asYuan(amount > 0n ? amount : 1n);
  const part = (amount * BigInt(random.between(1, 99))) / 100n;
  return asYuan(part > 0n ? part : 1n);
}

const maybe = (random: Random, probability: number, data: Data): Data =>
  random.chance(probability) ? data : {};

function enterpriseOf(random: Random): Data {
  const inside = random.chance(0.82);
  const more: Data = {
    ...maybe(random, 0.7, { size: random.pick(['large', 'medium', 'small', 'micro']) }),
    ...maybe(random, 0.6, { stage: random.pick(['startup', 'growth', 'mature']) }),
    ...maybe(random, 0.6, { keyIndustry: random.between(1, 10) }),
  };
  const division = inside ? random.pick(TOWNS) : random.pick(ELSEWHERE);
  if (random.chance(0.04)) return { individual: true, division, ...more };
  if (division === 'overseas' || random.chance(0.03)) {
    const registration = `REG-${random.between(1, 4)}`;
    return {
      foreign: { country: random.pick(['US', 'JP', 'DE']), registration },
      name: 'Example Ltd',
      division,
      ...more,
    };
  }
  const serial = random.between(200, 215);
  if (random.chance(0.05)) return { uscc: madeUscc('92', '441900', serial), division, ...more };
  return { uscc: madeUscc('91', '441900', serial), name: `示例企业${serial}`, division, ...more };
}

function partyOf(random: Random): Data {
  const {
    division: _division,
    size: _size,
    stage: _stage,
    keyIndustry: _key,
    ...party
  } = enterpriseOf(random);
  return party as Data;
}

function rightOf(random: Random, register: string): Data {
  const serial = random.between(1, 60);
  switch (register) {
    case 'patent': {
      const [kind, digit] = random.pick([
        ['invention', '1'],
        ['utilityModel', '2'],
        ['design', '3'],
      ] as const);
      return { kind, number: madePatent(random.between(2010, 2017), digit, serial) };
    }
    case 'trademark':
      return {
        kind: 'trademark',
        number: String(20_000_000 + serial),
        ...maybe(random, 0.5, { niceClass: 9 }),
      };
    case 'copyright':
      return { kind: 'copyright', number: `2016SR${String(serial).padStart(6, '0')}` };
    default: {
      const kind = random.pick(['layoutDesign', 'geographicalIndication', 'plantVariety']);
      return { kind, number: `BS.${serial}`, ...maybe(random, 0.3, { title: '示例权利' }) };
    }
  }
}

const rightsOf = (random: Random, register: string): Data[] => {
  const rights = Array.from({ length: random.between(1, 3) }, () => rightOf(random, register));
  return rights.filter((one, index) => rights.findIndex((other) => other.number === one.number) === index);
};

const ofType = (facts: readonly StandingFact[], ...types: readonly string[]): StandingFact[] =>
  facts.filter((fact) => types.includes(fact.type));

const sumOf = (facts: readonly StandingFact[], field: string): bigint =>
  facts.reduce((sum, fact) => sum + fen(optionalText(fact.data, field) ?? '0'), 0n);

type Maker = (scene: Scene) => Draft;

const pledgeDraft: Maker = ({ random, facts, first, day, serial }) => {
  const number = (prefix: string): string => `${prefix}${serial}`;
  const drawIds = ofType(facts, 'loan.disbursed').map((fact) => text(fact.data, 'drawId'));
  const registrations = ofType(facts, 'pledge.registered', 'pledge.registrationAdded');
  const secured = fen(
    text(
      ofType(facts, 'pledge.amended').findLast((fact) => fact.data.securedAmount)?.data ?? first.data,
      'securedAmount',
    ),
  );
  const cancelled = ofType(facts, 'pledge.cancelled').length > 0;
  const drawn = (type: string): Draft => {
    if (drawIds.length === 0) return disbursed();
    const drawId = random.pick(drawIds);
    const own = facts.filter((fact) => fact.data.drawId === drawId);
    const lost = ofType(own, 'loan.writtenOff', 'guarantee.subrogated');
    const rest =
      sumOf(ofType(own, 'loan.disbursed'), 'principal') -
      sumOf(ofType(own, 'loan.repaid'), 'principal') -
      sumOf(lost, 'principal');
    const principal = partOf(
      random,
      type === 'loan.recovered'
        ? sumOf(lost, 'principal') - sumOf(ofType(own, 'loan.recovered'), 'principal')
        : rest,
    );
    switch (type) {
      case 'loan.repaid':
        return random.chance(0.15)
          ? { type, data: { drawId, principal: '0', interest: yuan(random, 1, 50) } }
          : { type, data: { drawId, principal, ...maybe(random, 0.4, { interest: '12.50' }) } };
      case 'loan.extended': {
        const before = own.findLast((fact) => fact.data.maturity)?.data ?? {};
        return {
          type,
          data: { drawId, maturity: daysAfter(text(before, 'maturity'), random.between(1, 300)) },
        };
      }
      case 'loan.classified':
        return {
          type,
          data: {
            drawId,
            riskClass: random.pick(['pass', 'specialMention', 'substandard', 'doubtful', 'loss']),
          },
        };
      case 'loan.defaulted':
        return { type, data: { drawId } };
      case 'guarantee.subrogated':
        return { type, data: { drawId, principal, guarantor: BANKS[4] ?? {} } };
      default:
        return { type, data: { drawId, principal } };
    }
  };
  const disbursed = (): Draft => ({
    type: 'loan.disbursed',
    data: {
      drawId: number('D'),
      principal: partOf(random, secured),
      maturity: daysAfter(day, random.between(30, 900)),
      ...maybe(random, 0.5, { annualRateBp: random.between(0, 900) }),
      ...maybe(random, 0.2, { newMoney: random.chance(0.3) }),
    },
  });
  const choice = random.pick([
    ...['added', 'added', 'amount', 'amount', 'amount', 'until', 'pledgee', 'pledgee', 'released'],
    ...['cancelled', 'revoked', 'revoked', 'realized', 'disbursed', 'disbursed', 'disbursed', 'loan.repaid'],
    ...[
      'loan.repaid',
      'loan.repaid',
      'loan.extended',
      'loan.classified',
      'loan.classified',
      'loan.defaulted',
    ],
    ...['loan.writtenOff', 'guarantee.subrogated', 'loan.recovered'],
  ]);
  switch (choice) {
    case 'added': {
      const register = random.pick(['patent', 'trademark', 'trademark', 'copyright', 'other']);
      return {
        type: 'pledge.registrationAdded',
        data: { register, registrationNumber: number('R'), rights: rightsOf(random, register) },
      };
    }
    case 'amount': {
      const changed = (secured * BigInt(random.between(40, 220))) / 100n;
      const amount = { securedAmount: asYuan(changed) };
      return {
        type: 'pledge.amended',
        data: { ...amount, ...maybe(random, 0.15, { pledgee: random.pick(BANKS) }) },
      };
    }
    case 'until':
      return { type: 'pledge.amended', data: { debtUntil: daysAfter(day, random.between(100, 1500)) } };
    case 'pledgee':
      return { type: 'pledge.amended', data: { pledgee: random.pick(BANKS) } };
    case 'released': {
      const rights = records(random.pick(registrations).data, 'rights');
      const { kind = '', number: of = '' } = random.pick(rights);
      return { type: 'pledge.rightsReleased', data: { rights: [{ kind, number: of }] } };
    }
    case 'cancelled': {
      const one = { registrationNumber: text(random.pick(registrations).data, 'registrationNumber') };
      const reason = random.pick(['performed', 'prepaid', 'realized', 'waived', 'contractVoid', 'other']);
      return { type: 'pledge.cancelled', data: { reason, ...maybe(random, 0.5, one) } };
    }
    case 'revoked': {
      const one = { registrationNumber: text(random.pick(registrations).data, 'registrationNumber') };
      const part = registrations.length > 1 ? 0.9 : 0.2;
      return { type: 'pledge.revoked', data: { ground: '登记被撤销', ...maybe(random, part, one) } };
    }
    case 'realized':
      if (cancelled) return disbursed();
      return {
        type: 'pledge.realized',
        data: {
          way: random.pick(['agreement', 'auction', 'sale', 'court']),
          toPledgee: yuan(random, 0, 90),
          toPledgor: random.pick(['0', '0.01', '12.5']),
        },
      };
    case 'disbursed':
      return disbursed();
    default:
      return drawn(choice);
  }
};

const policyDraft: Maker = ({ random, facts, first, day, serial }) => {
  const from = text(first.data, 'from');
  const until = text(first.data, 'until');
  const claims = ofType(facts, 'claim.notified').map((fact) => text(fact.data, 'claimId'));
  const settled = ofType(facts, 'claim.paid', 'claim.rejected').map((fact) => fact.data.claimId);
  const sum = fen(text(first.data, 'sumInsured'));
  const choice = random.pick([
    ...[
      'endorsed',
      'endorsed',
      'endorsed',
      'premium',
      'premium',
      'surrendered',
      'voided',
      'notified',
      'notified',
    ],
    ...['paid', 'paid', 'rejected'],
  ]);
  switch (choice) {
    case 'endorsed': {
      const sign = random.chance(0.3) ? '-' : '';
      return {
        type: 'policy.endorsed',
        data: {
          sumInsuredChange: `${sign}${asYuan((sum * BigInt(random.between(5, 60))) / 100n)}`,
          ...maybe(random, 0.3, { premiumChange: `${sign}1.00` }),
        },
      };
    }
    case 'surrendered':
      return { type: 'policy.surrendered', data: { refund: random.pick(['0', '0.01', '1']) } };
    case 'voided':
      return random.chance(0.5)
        ? { type: 'policy.voided', data: { ground: '未如实告知' } }
        : { type: 'policy.premiumPaid', data: { amount: '0.01' } };
    case 'notified': {
      const last = earliest(day, until);
      const begin = latest(from, first.effectiveOn);
      const lossOn = random.chance(0.5) ? begin : last;
      return { type: 'claim.notified', data: { claimId: `K${serial}`, lossOn, amount: partOf(random, sum) } };
    }
    case 'paid':
    case 'rejected': {
      const open = choice === 'rejected' ? claims.filter((claim) => !settled.includes(claim)) : claims;
      if (open.length === 0)
        return {
          type: 'policy.premiumPaid',
          data: { amount: partOf(random, fen(text(first.data, 'premium'))) },
        };
      const claimId = random.pick(open);
      return choice === 'paid'
        ? { type: 'claim.paid', data: { claimId, amount: partOf(random, sum / 2n) } }
        : { type: 'claim.rejected', data: { claimId, reason: '除外责任' } };
    }
    default:
      return {
        type: 'policy.premiumPaid',
        data: { amount: partOf(random, fen(text(first.data, 'premium'))) },
      };
  }
};

const dealDraft: Maker = ({ random, facts, first, day, serial }) => {
  const price = fen(text(first.data, 'price'));
  const terminated = ofType(facts, 'deal.terminated')[0];
  switch (
    random.pick([
      'amended',
      'amended',
      'amended',
      'royalty',
      'royalty',
      'royalty',
      'paid',
      'registered',
      'terminated',
      'rescinded',
    ])
  ) {
    case 'amended': {
      const change = (price * BigInt(random.between(1, 80))) / 100n + 100n;
      return {
        type: 'deal.amended',
        data: { priceChange: `${random.chance(0.3) ? '-' : ''}${asYuan(change)}` },
      };
    }
    case 'royalty': {
      const until =
        terminated === undefined || random.chance(0.2) ? day : earliest(day, terminated.effectiveOn);
      const data = {
        amount: yuan(random, 1, 900),
        periodFrom: daysAfter(until, -random.between(0, 90)),
        periodUntil: until,
      };
      return { type: 'deal.royaltySettled', data };
    }
    case 'registered':
      return { type: 'deal.registered', data: { registrationNumber: `X${serial}` } };
    case 'terminated':
      return { type: 'deal.terminated', data: { reason: '协商解除' } };
    case 'rescinded':
      return { type: 'deal.rescinded', data: { ground: '合同被撤销' } };
    default:
      return { type: 'deal.paid', data: { amount: yuan(random, 1, 900) } };
  }
};

const fundDraft: Maker = ({ random, facts, serial }) => {
  const committed = ofType(facts, 'fund.committed');
  const paidIn = ofType(facts, 'fund.paidIn');
  const closings = ofType(facts, 'investment.closed');
  const projectIds = [...new Set(closings.map((fact) => text(fact.data, 'projectId')))];
  const cash =
    sumOf(paidIn, 'amount') -
    sumOf(ofType(facts, 'investment.closed', 'investment.followedOn', 'fund.distributed'), 'amount') +
    sumOf(ofType(facts, 'exit.made'), 'proceeds');
  const commit = (): Draft => {
    const kind = random.pick(['fiscalCentral', 'fiscalLocal', 'stateOwned', 'social', 'social']);
    const partner: Data =
      kind === 'social' && random.chance(0.5)
        ? partyOf(random)
        : { uscc: madeUscc('11', '441900', 300 + kind.length), name: `示例出资人${kind}` };
    return { type: 'fund.committed', data: { partner, partnerKind: kind, amount: yuan(random, 100, 900) } };
  };
  const closed = (): Draft => {
    const again = projectIds.length > 0 && random.chance(0.3);
    const projectId = again ? random.pick(projectIds) : `P${serial}`;
    return {
      type: 'investment.closed',
      data: {
        projectId,
        enterprise: enterpriseOf(random),
        keyIndustry: random.chance(0.2) ? 0 : random.between(1, 10),
        amount: partOf(random, cash / 3n),
      },
    };
  };
  if (committed.length === 0) return commit();
  const usual = random.pick([
    ...[
      'commit',
      'commit',
      'pay',
      'pay',
      'pay',
      'pay',
      'reserve',
      'close',
      'close',
      'close',
      'close',
      'follow',
    ],
    ...['follow', 'rescind', 'rescind', 'exit', 'distribute', 'liquidate'],
  ]);
  const choice = cash <= 0n && random.chance(0.7) ? 'pay' : usual;
  switch (choice) {
    case 'commit':
      return commit();
    case 'pay': {
      const promise = random.pick(committed).data;
      const data = {
        partner: record(promise, 'partner'),
        amount: partOf(random, fen(text(promise, 'amount'))),
      };
      return { type: 'fund.paidIn', data };
    }
    case 'reserve':
      return {
        type: 'project.reserved',
        data: {
          projectId: `P${serial}`,
          enterprise: enterpriseOf(random),
          keyIndustry: random.between(1, 10),
        },
      };
    case 'distribute':
      return { type: 'fund.distributed', data: { amount: partOf(random, cash / 5n) } };
    case 'liquidate':
      return random.chance(0.15) ? { type: 'fund.liquidated', data: {} } : closed();
    case 'close':
      return closed();
    default: {
      const reserved = ofType(facts, 'project.reserved').map((fact) => text(fact.data, 'projectId'));
      if (projectIds.length === 0) return closed();
      const projectId = random.pick(random.chance(0.05) && reserved.length > 0 ? reserved : projectIds);
      if (choice === 'follow')
        return { type: 'investment.followedOn', data: { projectId, amount: partOf(random, cash / 4n) } };
      if (choice === 'rescind') {
        const exited = ofType(facts, 'exit.made').some((fact) => fact.data.projectId === projectId);
        if (exited) return closed();
        const own = facts.filter((fact) => fact.data.projectId === projectId);
        const after = own.reduce((last, fact) => latest(last, fact.effectiveOn), '1985-04-01');
        return {
          type: 'investment.rescinded',
          data: { projectId, ground: '协议被撤销', effectiveOn: after },
        };
      }
      const way = random.pick(['transfer', 'listing', 'buyback', 'liquidation', 'other']);
      const data = { projectId, proceeds: yuan(random, 0, 500), way, full: random.chance(0.5) };
      return { type: 'exit.made', data };
    }
  }
};

const securitizationDraft: Maker = ({ random, facts, first, day, serial }) => {
  const tranches = ofType(facts, 'tranche.issued');
  const tranche = tranches.length === 0 ? undefined : random.pick(tranches);
  if (tranche !== undefined && random.chance(0.3)) {
    return {
      type: 'tranche.repaid',
      data: {
        trancheId: text(tranche.data, 'trancheId'),
        principal: partOf(random, fen(text(tranche.data, 'amount')) / 2n),
      },
    };
  }
  if (random.chance(0.1)) return { type: 'programme.creditEvent', data: { text: '评级下调' } };
  return {
    type: 'tranche.issued',
    data: {
      trancheId: `T${serial}`,
      seniority: random.pick(['senior', 'mezzanine', 'subordinated']),
      amount: partOf(random, fen(text(first.data, 'shelfAmount')) / 4n),
      couponBp: random.between(0, 700),
      maturity: daysAfter(day, 900),
      enterprises: [madeUscc('91', '441900', 201), madeUscc('91', '441900', 202)],
    },
  };
};

const riskPoolDraft: Maker = ({ random, facts, serial }) => {
  const admitted = ofType(facts, 'riskPool.admitted');
  const compensated = ofType(facts, 'compensation.paid');
  const balance = sumOf(ofType(facts, 'riskPool.funded'), 'amount') - sumOf(compensated, 'amount');
  const choice = random.pick(['fund', 'admit', 'pay', 'pay', 'pay', 'back']);
  if (choice === 'fund') return firstDraft('riskPool', { random, day: '', serial });
  if (choice === 'pay' && admitted.length > 0) {
    const admission = random.pick(admitted).data;
    const amount = partOf(random, balance / 3n);
    const unpaid =
      (fen(amount) * 10_000n) / BigInt(Number(admission.lossShareBp)) + BigInt(random.between(0, 5));
    return {
      type: 'compensation.paid',
      data: { financing: text(admission, 'financing'), unpaidPrincipal: asYuan(unpaid), amount },
    };
  }
  if (choice === 'back' && compensated.length > 0) {
    const payment = random.pick(compensated).data;
    const amount = partOf(random, fen(text(payment, 'amount')));
    return { type: 'compensation.clawedBack', data: { financing: text(payment, 'financing'), amount } };
  }
  const financing = `pledge/example-${random.between(1, 30)}`;
  return { type: 'riskPool.admitted', data: { financing, lossShareBp: random.between(1000, 8000) } };
};

const budgetDraft: Maker = ({ random, facts, serial }) => {
  const paid = ofType(facts, 'subsidy.paid');
  const left = sumOf(ofType(facts, 'budget.appropriated'), 'amount') - sumOf(paid, 'amount');
  if (random.chance(0.15)) return firstDraft('budget', { random, day: '', serial });
  if (paid.length > 0 && random.chance(0.3)) {
    const payment = random.pick(paid);
    return {
      type: 'subsidy.returned',
      data: { payment: payment.id, amount: partOf(random, fen(text(payment.data, 'amount'))) },
    };
  }
  return {
    type: 'subsidy.paid',
    data: {
      beneficiary: enterpriseOf(random),
      purpose: random.pick(['interest', 'premium', 'appraisal', 'other']),
      amount: partOf(random, left / 6n),
      ...maybe(random, 0.3, { financing: `pledge/example-${random.between(1, 30)}` }),
    },
  };
};

const NEXT: { readonly [line: string]: Maker } = {
  pledge: pledgeDraft,
  policy: policyDraft,
  deal: dealDraft,
  fund: fundDraft,
  securitization: securitizationDraft,
  riskPool: riskPoolDraft,
  budget: budgetDraft,
};

/** The first event of a contract of a line. */
function firstDraft(
  line: string,
  { random, day, serial }: { random: Random; day: string; serial: number },
): Draft {
  switch (line) {
    case 'pledge': {
      const register = random.pick([
        'patent',
        'patent',
        'patent',
        'trademark',
        'trademark',
        'copyright',
        'other',
      ]);
      return {
        type: 'pledge.registered',
        data: {
          register,
          registrationNumber: `Y${serial}`,
          rights: rightsOf(random, register),
          pledgor: enterpriseOf(random),
          ...maybe(random, 0.25, { debtor: enterpriseOf(random) }),
          pledgee: random.pick(BANKS),
          securedKind: random.pick(['fixed', 'maximum']),
          securedAmount: yuan(random, 10, 900),
          securityMix: random.pick(['ipOnly', 'ipOnly', 'ipAndGuarantee', 'ipAndOther']),
          debtUntil: daysAfter(day, random.between(200, 1500)),
          ...maybe(random, 0.3, { debtFrom: day }),
          ...maybe(random, 0.3, { appraisedValue: yuan(random, 10, 900), appraiser: VENUES[0] ?? {} }),
        },
      };
    }
    case 'policy': {
      const from = daysAfter(day, random.pick([-20, 0, 0, 1, 10, 45]));
      const sum = random.between(100, 9000);
      const names = partyOf(random);
      return {
        type: 'policy.bound',
        data: {
          kind: random.pick([
            'patentEnforcement',
            'infringementLiability',
            'pledgeLoan',
            'overseasInfringement',
            'legalExpense',
            'trademarkEnforcement',
            'geographicalIndication',
            'other',
          ]),
          policyNumber: `B${serial}`,
          insurer: random.pick(INSURERS),
          enterprise: enterpriseOf(random),
          applicant: names,
          insured: names,
          rights: random.chance(0.5) ? [] : rightsOf(random, 'patent'),
          sumInsured: String(sum * 100),
          premium: String(sum * random.between(1, 9)),
          from,
          until: random.chance(0.05) ? '9999-12-31' : daysAfter(from, random.pick([0, 60, 364, 364, 729])),
          ...maybe(random, 0.2, { renews: `policy/example-${random.between(1, 9)}` }),
          ...maybe(random, 0.2, { financing: `pledge/example-${random.between(1, 30)}` }),
        },
      };
    }
    case 'deal': {
      const kind = random.pick([
        'assignment',
        'applicationAssignment',
        'license',
        'license',
        'sublicense',
        'openLicense',
        'crossLicense',
        'contributionInKind',
      ]);
      const licensed = kind.toLowerCase().endsWith('license');
      return {
        type: 'deal.signed',
        data: {
          kind,
          ...(licensed ? { licenseScope: random.pick(['exclusive', 'sole', 'ordinary']) } : {}),
          rights: rightsOf(random, random.pick(['patent', 'trademark'])),
          from: enterpriseOf(random),
          to: enterpriseOf(random),
          price: random.chance(0.1) ? '0' : yuan(random, 1, 900),
          priceKind: random.pick(['lumpSum', 'instalments', 'royalty', 'entryFeeAndRoyalty', 'royalty']),
          ...maybe(random, 0.5, { venue: random.pick(VENUES) }),
          ...maybe(random, 0.3, { until: daysAfter(day, 700), relatedParties: random.chance(0.5) }),
        },
      };
    }
    case 'fund':
      return {
        type: 'fund.established',
        data: {
          name: `示例基金${serial}`,
          manager: random.pick(MANAGERS),
          targetSize: '100000000',
          form: random.pick(['limitedPartnership', 'company']),
          ipOperationFund: random.chance(0.8),
        },
      };
    case 'securitization':
      return {
        type: 'programme.approved',
        data: {
          shelfAmount: yuan(random, 500, 900),
          originator: random.pick(ORIGINATORS),
          poolKind: random.pick(['leaseBack', 'secondaryLicense', 'factoring', 'pledgeLoan']),
        },
      };
    case 'riskPool':
      return {
        type: 'riskPool.funded',
        data: {
          contributor: `示例出资${serial}`,
          contributorKind: random.pick([
            'fiscalCentral',
            'fiscalLocal',
            'bank',
            'insurer',
            'guarantor',
            'other',
          ]),
          amount: yuan(random, 100, 900),
        },
      };
    default:
      return {
        type: 'budget.appropriated',
        data: {
          level: random.pick(['central', 'local']),
          programme: `示例专项${serial}`,
          amount: yuan(random, 100, 900),
        },
      };
  }
}

const replaceAt = (data: Data, path: readonly string[], value: Json): Data => {
  const [name, ...rest] = path;
  if (name === undefined) return data;
  const inner = data[name];
  return {
    ...data,
    [name]: rest.length === 0 ? value : replaceAt(isRecord(inner) ? inner : {}, rest, value),
  };
};

/** The data of a fact as a correction would have it: another day, amount, town, kind or enterprise. */
function correctedData(random: Random, fact: StandingFact, today: string): Data {
  const { data } = fact;
  const changes: Data[] = [];
  const shift = random.pick([-500, -366, -40, -5, -1, 1, 5, 40, 366]);
  const moved = earliest(daysAfter(fact.effectiveOn, shift), today);
  changes.push({ ...data, effectiveOn: moved });
  for (const name of [
    'securedAmount',
    'principal',
    'sumInsured',
    'price',
    'amount',
    'priceChange',
    'sumInsuredChange',
  ]) {
    const value = data[name];
    if (typeof value === 'string') {
      const changed = (fen(value) * BigInt(random.pick([10, 50, 90, 110, 200, 300]))) / 100n;
      if (changed > 0n) changes.push({ ...data, [name]: asYuan(changed) });
    }
  }
  for (const name of ['pledgor', 'debtor', 'enterprise', 'from', 'to', 'beneficiary']) {
    if (!isRecord(data[name])) continue;
    changes.push(replaceAt(data, [name, 'division'], random.pick([...TOWNS, '440305'])));
    changes.push({ ...data, [name]: enterpriseOf(random) });
  }
  if (typeof data.keyIndustry === 'number') changes.push({ ...data, keyIndustry: random.between(0, 10) });
  if (fact.type === 'policy.bound') changes.push({ ...data, from: daysAfter(text(data, 'from'), shift) });
  if (fact.type === 'fund.established')
    changes.push({ ...data, ipOperationFund: data.ipOperationFund !== true });
  if (fact.type === 'pledge.registered') changes.push({ ...data, pledgee: random.pick(BANKS) });
  if (fact.type === 'tranche.issued') changes.push({ ...data, seniority: 'mezzanine' });
  if (fact.type === 'investment.rescinded' || fact.type === 'fund.liquidated')
    return { ...data, effectiveOn: today };
  return random.pick(changes);
}

/** The same fact with one thing wrong that no ledger should take. */
function spoiled(random: Random, fact: PostableFact, today: string): PostableFact {
  const { data } = fact;
  const amounts = [
    'securedAmount',
    'principal',
    'sumInsured',
    'price',
    'amount',
    'shelfAmount',
    'targetSize',
  ];
  const amount = amounts.find((name) => typeof data[name] === 'string');
  const party = ['pledgor', 'enterprise', 'beneficiary', 'from', 'partner', 'pledgee', 'manager'].find(
    (name) => isRecord(data[name]) && typeof record(data, name).uscc === 'string',
  );
  const spoil: Data[] = [
    { ...data, effectiveOn: daysAfter(today, random.between(2, 40)) },
    { ...data, effectiveOn: '1985-03-31' },
    { ...data, effectiveOn: '2019-02-30' },
    { ...data, remark: 'x' },
  ];
  if (amount !== undefined) {
    spoil.push({ ...data, [amount]: random.pick(['-1', '1.234', '01', '1e3', '100000000000.01', '']) });
    spoil.push({ ...data, [amount]: 12 });
    spoil.push({ ...data, [amount]: '99999999999' });
  }
  if (party !== undefined) {
    const code = text(record(data, party), 'uscc');
    spoil.push(replaceAt(data, [party, 'uscc'], `${code.slice(0, 17)}${code.endsWith('1') ? '2' : '1'}`));
  }
  for (const name of ['ground', 'reason', 'programme', 'contributor']) {
    if (data[name] !== undefined) spoil.push({ ...data, [name]: '联系 13812345678' });
  }
  for (const name of [
    'drawId',
    'claimId',
    'projectId',
    'trancheId',
    'financing',
    'payment',
    'registrationNumber',
  ]) {
    if (data[name] !== undefined && data.register === undefined) {
      spoil.push({ ...data, [name]: name === 'financing' ? 'pledge/unknown' : 'unknown' });
    }
  }
  return { ...fact, data: random.pick(spoil) };
}

/** Numbers of the rows that the ledger derives. */
const DERIVED: readonly number[] = [5, 6, 7, 8, 18];

const INSTITUTION_FIELDS = ['pledgee', 'insurer', 'venue', 'manager', 'originator'];

/** Who posts the first event of a contract: its institution, or the bureau. */
function posterOf(data: Data): string {
  const name = INSTITUTION_FIELDS.find((field) => isRecord(data[field]));
  return `urn:uscc:${name === undefined ? BUREAU : text(record(data, name), 'uscc')}`;
}

const LINE_WEIGHTS = [
  ...[
    'pledge',
    'pledge',
    'pledge',
    'pledge',
    'pledge',
    'policy',
    'policy',
    'deal',
    'deal',
    'fund',
    'fund',
    'fund',
  ],
  ...['securitization', 'riskPool', 'budget'],
];

export function generate({
  seed,
  facts: wanted,
  contracts,
  brokenShare = 0.1,
  openedOn = OPENED_ON,
}: GenerateOptions): History {
  const random = seeded(seed);
  const facts: PostableFact[] = [];
  const verdicts: Verdict[] = [];
  const events: RecordedEvent[] = openingEvents(openedOn);
  const subjects: string[] = [];
  const sources = new Map<string, string>();
  const queue: PostableFact[] = [];
  const begin = instant('2018-01-02T09:00:00+08:00');
  const step = (4n * 365n * 86_400_000_000n) / BigInt(wanted + 1);
  let clock = begin;
  let serial = 1000;
  let broken = 0;

  const timeOf = (moment: bigint): string =>
    `${new Date(Number(moment / 1000n) + 28_800_000).toISOString().slice(0, 23)}+08:00`;

  const emit = (fact: PostableFact, verdict: Verdict): void => {
    facts.push(fact);
    verdicts.push(verdict);
    if (verdict.accepted) events.push(recorded(events, fact));
    else broken += 1;
    clock += (step * BigInt(random.between(1, 199))) / 100n + 1000n;
  };

  const make = (subject: string, source: string, { type, data }: Draft): PostableFact => {
    serial += 1;
    const recordedtime = timeOf(clock);
    return { specversion: '1.0', id: `F${serial}`, source, type, subject, recordedtime, data };
  };

  const approval = (request: PostableFact): PostableFact =>
    make(request.subject, request.source, {
      type: 'change.approved',
      data: { effectiveOn: dayOf(clock), request: { source: request.source, id: request.id } },
    });

  /** Whether an approval right after the request would be taken. */
  const grantable = (request: PostableFact): boolean => {
    const after = [...events, recorded(events, request)];
    const decision = { ...approval(request), recordedtime: timeOf(clock + 1000n) };
    return judge(events, request).accepted && judge(after, decision).accepted;
  };

  /** The change itself, or a request for it. */
  const change = (subject: string, draft: Draft, requested: boolean): PostableFact => {
    const source = sources.get(subject) ?? `urn:uscc:${BUREAU}`;
    if (!requested) return make(subject, source, draft);
    const { type, data } = draft;
    return make(subject, source, {
      type: 'change.requested',
      data: { effectiveOn: dayOf(clock), type, data, reason: '需经复核' },
    });
  };

  const changeOf = (subject: string, today: string): PostableFact | null => {
    const states = factStates(events.filter((event) => event.subject === subject)).filter(
      ({ direct, event, data }) =>
        direct && (data !== null || random.chance(0.1)) && event.source !== 'urn:ledger',
    );
    if (states.length === 0) return null;
    const { event, data: now } = random.pick(states);
    const supersedes = { source: event.source, id: event.id };
    const fact = standingFacts([
      { sequence: 0, event, data: now ?? event.data, changedAt: [], direct: true },
    ])[0];
    if (fact === undefined) return null;
    const draft: Draft = random.chance(0.75)
      ? {
          type: 'fact.corrected',
          data: {
            effectiveOn: today,
            supersedes,
            data: correctedData(random, fact, today),
            reason: '录入错误',
          },
        }
      : { type: 'fact.withdrawn', data: { effectiveOn: today, supersedes, reason: '误报' } };
    const closed = events.some(({ type }) => type === 'period.closed');
    return change(subject, draft, random.chance(closed ? 0.25 : 0.1));
  };

  const bureau = (today: string): PostableFact => {
    const source = `urn:uscc:${BUREAU}`;
    const year = Number(today.slice(0, 4));
    const row = random.pick(
      random.chance(0.4) ? INDICATORS.filter(({ number }) => DERIVED.includes(number)) : INDICATORS,
    );
    const derived = DERIVED.includes(row.number);
    const lastObservable = Number(openedOn.slice(0, 4)) - (openedOn.endsWith('-01-01') ? 1 : 0);
    const choice = random.pick(['observed', 'observed', 'observed', 'target', 'closed', 'closed']);
    if (choice === 'closed') {
      const month = daysAfter(`${today.slice(0, 7)}-01`, -random.between(1, 200)).slice(0, 7);
      const period = random.chance(0.2) ? String(year - 1) : month;
      return make(`period/${period}`, source, {
        type: 'period.closed',
        data: { effectiveOn: today, period },
      });
    }
    if (choice === 'target') {
      const floor = row.required === null ? {} : { required: row.required };
      const data = {
        effectiveOn: today,
        indicator: row.code,
        year: random.between(2018, 2022),
        ...floor,
        target: String(random.between(1, 60)),
      };
      return change(`target/${row.code}`, { type: 'target.set', data }, random.chance(0.7));
    }
    const value = derived
      ? {
          year: random.between(2016, lastObservable + (random.chance(0.1) ? 1 : 0)),
          value: String(random.between(0, 900)),
        }
      : {
          year: random.between(2017, year),
          value: row.number === 12 ? `${random.between(20, 45)}.25` : String(random.between(0, 3000)),
        };
    const data = {
      effectiveOn: today,
      indicator: row.code,
      ...value,
      ...maybe(random, 0.25, { division: random.pick(TOWNS.slice(0, 4)) }),
      source: '统计年报',
    };
    const subject = `observation/${row.code}`;
    if (random.chance(0.25)) {
      const edited = changeOf(subject, today);
      if (edited !== null) return edited;
    }
    return make(subject, source, { type: 'indicator.observed', data });
  };

  const opened = (today: string): PostableFact => {
    const line = random.pick(subjects.length < CONTRACT_LINES.length ? CONTRACT_LINES : LINE_WEIGHTS);
    const lag = random.pick([0, 0, 1, 3, 10, 10, 40, 120, 400, 700]);
    const day = daysAfter(today, -random.between(0, lag));
    const draft = firstDraft(line, { random, day, serial });
    const source = posterOf(draft.data);
    const subject = `${line}/${source.slice(9)}.${serial}`;
    return make(subject, source, { ...draft, data: { effectiveOn: day, ...draft.data } });
  };

  const followed = (subject: string, today: string): PostableFact | null => {
    const own = businessOrder(standingFacts(factStates(events.filter((event) => event.subject === subject))));
    const source = sources.get(subject) ?? '';
    const first = own[0];
    const line = lineOf(subject);
    if (first === undefined) {
      const again = firstDraft(line, { random, day: today, serial });
      return make(subject, source, { ...again, data: { effectiveOn: today, ...again.data } });
    }
    if (own.length > 1 && random.chance(0.18)) return changeOf(subject, today);
    const recent = latest(first.effectiveOn, daysAfter(today, -random.between(0, 20)));
    const span = Number((startOfDay(today) - startOfDay(first.effectiveOn)) / 86_400_000_000n);
    const anywhere = daysAfter(first.effectiveOn, random.between(0, Math.max(0, span)));
    const day = random.pick([recent, recent, recent, anywhere, random.pick(own).effectiveOn]);
    const maker = NEXT[line] ?? pledgeDraft;
    const draft = maker({ random, today, serial, facts: own, first, day });
    return make(subject, source, { ...draft, data: { effectiveOn: day, ...draft.data } });
  };

  const propose = (today: string): PostableFact | null => {
    if (random.chance(0.09)) return bureau(today);
    const missing = contracts - subjects.length;
    const due = missing > 0 && random.chance(Math.min(0.6, (2 * contracts) / wanted));
    if (subjects.length === 0 || due) return opened(today);
    const hot = subjects.slice(-Math.max(3, Math.ceil(contracts / 4)));
    return followed(random.pick(random.chance(0.5) ? hot : subjects), today);
  };

  while (facts.length < wanted) {
    const today = dayOf(clock);
    const decision = queue.shift();
    if (decision !== undefined) {
      const timed = { ...decision, recordedtime: timeOf(clock) };
      emit(timed, judge(events, timed));
      continue;
    }
    const proposed = propose(today);
    if (proposed === null) continue;
    if (proposed.type === 'change.requested' && !grantable(proposed)) continue;
    const spoil = random.chance(brokenShare / 3);
    const fact = spoil ? spoiled(random, proposed, today) : proposed;
    const verdict = judge(events, fact);
    // A fact that breaks a rule is dropped while enough of them are in the history.
    if (!verdict.accepted && broken + 1 > brokenShare * (facts.length + 1)) continue;
    emit(fact, verdict);
    if (!verdict.accepted) continue;
    if (fact.type === 'change.requested') {
      const decided = approval(fact);
      const reject = { ...decided, type: 'change.rejected', data: { ...decided.data, reason: '不同意' } };
      queue.push(random.chance(0.85) ? decided : reject);
    }
    if ((CONTRACT_LINES as readonly string[]).includes(lineOf(fact.subject)) && !sources.has(fact.subject)) {
      subjects.push(fact.subject);
      sources.set(fact.subject, fact.source);
    }
  }
  return { facts, verdicts, events };
}
