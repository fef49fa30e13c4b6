import type { DataOf } from '../../src/domain/catalogue.ts';
import { yuan } from './amounts.ts';
import { type Case, type Draft, openCase } from './case.ts';
import { type Enterprise, enterpriseOf } from './enterprises.ts';
import { madeUscc } from './identifiers.ts';
import { FUND_MANAGERS } from './institutions.ts';
import type { World } from './world.ts';

/**
 * The operation fund of the key industries, with four projects by the end of 2020 and ten by the end of 2021, and an
 * older fund of another purpose that has been liquidated. Their number does not grow with the scale.
 */

type Partner = DataOf<'fund.committed'>['partner'];

const partner = (number: number, name: string): Partner => ({
  uscc: madeUscc('91', '441900', `MA0Y${7000 + number}`),
  name: `${name}（虚构）`,
});

interface Commitment {
  readonly partner: Partner;
  readonly partnerKind: DataOf<'fund.committed'>['partnerKind'];
  /** Whole yuan, and what of it is called on each of the fund's days of capital. */
  readonly amount: number;
  readonly calls: readonly number[];
}

const MILLION = 1_000_000;
const CALLED_ON = ['2019-12-12', '2020-11-10', '2021-06-15'] as const;
/** Leverage 3.6 at first, 3.5 at the end: all partners over the two fiscal ones. */
const COMMITMENTS: readonly Commitment[] = [
  {
    partner: partner(1, '示例中央专项引导资金'),
    partnerKind: 'fiscalCentral',
    amount: 30,
    calls: [10, 10, 10],
  },
  { partner: partner(2, '示例市级引导基金'), partnerKind: 'fiscalLocal', amount: 30, calls: [10, 10, 10] },
  { partner: partner(3, '示例国有投资公司'), partnerKind: 'stateOwned', amount: 60, calls: [22, 18, 20] },
  { partner: partner(4, '示例产业资本公司'), partnerKind: 'social', amount: 60, calls: [20, 20, 20] },
  { partner: partner(5, '示例民营创投公司'), partnerKind: 'social', amount: 30, calls: [10, 10, 10] },
];

/** First closings: project, key industry, day, million yuan. Project 3 was rescinded and closed anew. */
const CLOSINGS = [
  [1, 3, '2020-05-20', 12],
  [2, 1, '2020-07-15', 10],
  [3, 8, '2020-08-18', 14],
  [4, 4, '2020-11-26', 9],
  [5, 5, '2021-01-21', 11],
  [6, 9, '2021-03-18', 12],
  [7, 6, '2021-05-13', 10],
  [8, 10, '2021-08-19', 13],
  [9, 2, '2021-10-21', 12],
  [10, 7, '2021-12-16', 10],
] as const;
const RESCINDED = { project: 3, on: '2020-10-22', againOn: '2020-12-17', amount: 12 } as const;
const FOLLOW_ONS = [
  [1, '2021-07-08', 6],
  [2, '2021-09-09', 5],
  [4, '2021-11-18', 4],
] as const;

const projectId = (number: number): string => `DEMO-K${String(number).padStart(2, '0')}`;

const KEY_INDUSTRIES = 10;
/** Apart from the enterprises that most cases are about. */
const FIRST_NUMBER = 20;

/** The first enterprise of the city, from a number on, that states this key industry. */
const enterpriseIn = (world: World, keyIndustry: number, project: number): Enterprise => {
  for (let number = FIRST_NUMBER + project; ; number += KEY_INDUSTRIES) {
    const found = enterpriseOf(world, number);
    if (found.keyIndustry === keyIndustry) return found;
  }
};

const raise = (book: Case): void => {
  for (const { partner: who, partnerKind, amount } of COMMITMENTS)
    book.post('fund.committed', '2019-11-28', { partner: who, partnerKind, amount: yuan(amount * MILLION) });
};

const call = (book: Case, round: number): void => {
  const on = CALLED_ON[round];
  if (on === undefined) return;
  for (const { partner: who, calls } of COMMITMENTS)
    book.post('fund.paidIn', on, { partner: who, amount: yuan((calls[round] ?? 0) * MILLION) });
};

const close = (
  book: Case,
  world: World,
  project: number,
  keyIndustry: number,
  on: string,
  amount: number,
): void => {
  const enterprise = enterpriseIn(world, keyIndustry, project);
  book.post('investment.closed', on, {
    projectId: projectId(project),
    enterprise,
    keyIndustry,
    amount: yuan(amount * MILLION),
  });
};

/** What the fund does, in the order of its days. */
const eventsOf = (book: Case, world: World): readonly (readonly [on: string, act: () => void])[] => {
  const reserved = CLOSINGS.map(([project, keyIndustry, on]) => {
    const day = `${on.slice(0, 8)}05`;
    const fields = () => ({
      projectId: projectId(project),
      enterprise: enterpriseIn(world, keyIndustry, project),
      keyIndustry,
    });
    return [day, () => void book.post('project.reserved', day, fields())] as const;
  });
  const closings = CLOSINGS.map(
    ([project, keyIndustry, on, amount]) =>
      [on, () => close(book, world, project, keyIndustry, on, amount)] as const,
  );
  const followOns = FOLLOW_ONS.map(
    ([project, on, amount]) =>
      [
        on,
        () =>
          void book.post('investment.followedOn', on, {
            projectId: projectId(project),
            amount: yuan(amount * MILLION),
          }),
      ] as const,
  );
  const again = CLOSINGS.find(([project]) => project === RESCINDED.project);
  return [
    ...CALLED_ON.map((on, round) => [on, () => call(book, round)] as const),
    ...reserved,
    ...closings,
    ...followOns,
    [
      RESCINDED.on,
      () =>
        void book.post('investment.rescinded', RESCINDED.on, {
          projectId: projectId(RESCINDED.project),
          ground: '核心专利权属争议，投资协议自始撤销（虚构）',
        }),
    ],
    [
      RESCINDED.againOn,
      () => close(book, world, RESCINDED.project, again?.[1] ?? 0, RESCINDED.againOn, RESCINDED.amount),
    ],
    [
      '2021-11-25',
      () =>
        void book.post('exit.made', '2021-11-25', {
          projectId: projectId(1),
          proceeds: yuan(8 * MILLION),
          way: 'transfer',
          full: false,
        }),
    ],
    ['2021-12-09', () => void book.post('fund.distributed', '2021-12-09', { amount: yuan(5 * MILLION) })],
  ];
};

const operationFund = (world: World): readonly Draft[] => {
  const [manager] = FUND_MANAGERS;
  const random = world.random('occasion', 0, 1);
  const book = openCase({ random, line: 'fund', poster: manager.uscc, name: 'F2019-1' });
  book.post('fund.established', '2019-11-26', {
    name: '示例重点产业知识产权运营基金（虚构）',
    manager,
    targetSize: yuan(210 * MILLION),
    form: 'limitedPartnership',
    ipOperationFund: true,
  });
  raise(book);
  const events = [...eventsOf(book, world)].sort(([a], [b]) => (a < b ? -1 : Number(a > b)));
  for (const [, act] of events) act();
  return book.drafts;
};

const ANGEL = partner(11, '示例天使投资公司');

/** Not of the key industries: none of its projects counts. */
const angelFund = (world: World): readonly Draft[] => {
  const manager = FUND_MANAGERS[1];
  const random = world.random('occasion', 0, 2);
  const book = openCase({ random, line: 'fund', poster: manager.uscc, name: 'F2018-1' });
  const project = { projectId: 'DEMO-A01' };
  book.post('fund.established', '2018-04-18', {
    name: '示例天使创业基金（虚构）',
    manager,
    targetSize: yuan(20 * MILLION),
    form: 'company',
    ipOperationFund: false,
  });
  book.post('fund.committed', '2018-04-18', {
    partner: ANGEL,
    partnerKind: 'social',
    amount: yuan(12 * MILLION),
  });
  // All natural persons of a fund are one partner, of whom nothing is recorded.
  book.post('fund.committed', '2018-04-18', {
    partner: { individual: true },
    partnerKind: 'social',
    amount: yuan(8 * MILLION),
  });
  book.post('fund.paidIn', '2018-05-10', { partner: ANGEL, amount: yuan(12 * MILLION) });
  book.post('fund.paidIn', '2018-05-10', { partner: { individual: true }, amount: yuan(8 * MILLION) });
  book.post('investment.closed', '2018-09-13', {
    ...project,
    enterprise: enterpriseOf(world, 3),
    keyIndustry: 0,
    amount: yuan(15 * MILLION),
  });
  book.post('exit.made', '2021-03-24', {
    ...project,
    proceeds: yuan(19 * MILLION),
    way: 'buyback',
    full: true,
  });
  book.post('fund.distributed', '2021-05-20', { amount: yuan(24 * MILLION) });
  book.post('fund.liquidated', '2021-06-30', {});
  return book.drafts;
};

export const fundDrafts = (world: World): readonly Draft[] => [...angelFund(world), ...operationFund(world)];
