import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { claimsOf, crossFindings, type FindingCode, ownFindings } from '../../projections/findings.ts';
import type { LoggedEvent } from '../../src/domain/envelope.ts';
import { readHistory } from '../../src/domain/history.ts';
import { isContractLine, splitSubject } from '../../src/domain/subject.ts';
import { transaction } from '../../src/journal/database.ts';
import {
  concernsFindings,
  FINDING_TABLES,
  type FindingsFold,
  type FindingsJournal,
  findingState,
  findingSubjects,
  findingsFold,
  listFindings,
} from '../../src/readmodel/findings.ts';
import {
  facts,
  type Overrides,
  PARTIES,
  type Posted,
  RIGHTS,
  SOURCE,
  SUBJECT,
  USCC,
} from '../support/facts.ts';
import { type Scenario, scenario } from '../support/scenario.ts';

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const item of open.splice(0)) await item.close();
});

const newScenario = async (options: Parameters<typeof scenario>[0] = {}): Promise<Scenario> => {
  const book = await scenario(options);
  open.push(book);
  return book;
};

const newDatabase = (): DatabaseSync => {
  const database = new DatabaseSync(':memory:');
  open.push(database);
  database.exec(FINDING_TABLES);
  return database;
};

const eventsOf = (book: Scenario): LoggedEvent[] =>
  Array.from({ length: book.size }, (_, sequence) => ({ sequence, event: book.event(sequence) }));

/** A journal that is ahead of what the fold has taken, as it always is within a batch. */
const journalOf = (events: readonly LoggedEvent[]): FindingsJournal => ({
  at: (sequence) => ({ sequence, recordedAt: 0, text: JSON.stringify(events[sequence]?.event) }),
  ofSubject: (subject, below = Number.MAX_SAFE_INTEGER) =>
    events.filter(({ sequence, event }) => event.subject === subject && sequence < below),
});

/** Takes all events, with a new batch at each of these sizes; `restarts` by a new process, which moves claims early. */
const project = (
  events: readonly LoggedEvent[],
  batches: ReadonlySet<number> = new Set(),
  restarts = false,
): DatabaseSync => {
  const database = newDatabase();
  const start = (): FindingsFold =>
    findingsFold(database, journalOf(events), restarts ? { youngMax: 1 } : {});
  let fold = start();
  for (const logged of events) {
    if (concernsFindings(logged.event.type)) fold.take(logged);
    if (!batches.has(logged.sequence + 1)) continue;
    fold.flush();
    if (restarts) fold = start();
  }
  fold.flush();
  return database;
};

/** Posts facts and gives the findings that stand after each of them: code, the ids of its events, sequence of appearance. */
const timeline = async (posted: readonly Posted[], options: Parameters<typeof scenario>[0] = {}) => {
  const book = await newScenario(options);
  const before = book.size;
  await book.given(...posted);
  const database = project(eventsOf(book));
  return posted.map((_, index) =>
    listFindings(database, { size: before + index + 1 }).map(({ code, events, sequence }) =>
      [code, ...events.map(({ id }) => id), `#${sequence}`].join(' '),
    ),
  );
};

const OTHER_SOURCE = `urn:uscc:${USCC.otherBank}`;
const OTHER_PLEDGE = `pledge/${USCC.otherBank}.P2`;
const IN_SHENZHEN = '91440300MA00TT012X';
const BUYER = { uscc: IN_SHENZHEN, name: '示例买方', division: '440305' };

/** P1 of a bank and P2 of another one, in their own names; with the invention unless other rights are given. */
const one = (data: Overrides = {}): Posted =>
  facts.pledgeRegistered({ debtor: undefined, rights: [RIGHTS.invention], ...data }, { id: 'one' });
const two = (data: Overrides = {}, envelope: Overrides = {}): Posted =>
  facts.pledgeRegistered(
    {
      debtor: undefined,
      rights: [RIGHTS.invention],
      effectiveOn: '2020-01-01',
      registrationNumber: 'Y2',
      pledgee: PARTIES.otherBank,
      ...data,
    },
    { id: 'two', source: OTHER_SOURCE, subject: OTHER_PLEDGE, ...envelope },
  );
const deal = (data: Overrides = {}, envelope: Overrides = {}): Posted =>
  facts.dealSigned({ to: BUYER, ...data }, envelope);
const policy = (data: Overrides = {}): Posted =>
  facts.policyBound({ financing: undefined, renews: undefined, ...data });
const withdrawn = (of: Posted): Posted =>
  facts.factWithdrawn(
    { supersedes: { source: of.source, id: of.id } },
    { id: `withdrawn ${of.id}`, source: of.source, subject: of.subject },
  );
const corrected = (of: Posted, data: Overrides, id = `corrected ${of.id}`): Posted =>
  facts.factCorrected(
    { supersedes: { source: of.source, id: of.id }, data: { ...of.data, ...data } },
    { id, source: of.source, subject: of.subject },
  );

const TWICE = 'RIGHT_PLEDGED_TWICE one two #2';

describe('a right pledged twice', () => {
  test('is found with the second pledge, in every prefix from then on', async () => {
    expect(await timeline([one(), two(), facts.loanDisbursed()])).toEqual([[], [TWICE], [TWICE]]);
  });

  test('vanishes when the first pledge turns out to have been cancelled by then', async () => {
    const late = facts.pledgeCancelled({ effectiveOn: '2020-01-01', registrationNumber: undefined });
    expect(await timeline([one(), two(), late])).toEqual([[], [TWICE], []]);
  });

  test('is found by each of many pledges, also of those that a process before has seen', async () => {
    const pledges = ['one', 'two', 'three', 'four'].map((id) =>
      facts.pledgeRegistered(
        { debtor: undefined, rights: [RIGHTS.invention], registrationNumber: `Y-${id}` },
        { id, subject: `pledge/${USCC.bank}.${id}` },
      ),
    );
    const book = await newScenario();
    const before = book.size;
    await book.given(...pledges);
    const events = eventsOf(book);
    const database = newDatabase();
    for (const part of [events.slice(0, before + 3), events.slice(before + 3)]) {
      const fold = findingsFold(database, journalOf(events));
      for (const logged of part) if (concernsFindings(logged.event.type)) fold.take(logged);
      fold.flush();
    }
    const found = listFindings(database, { size: before + 4 });
    expect(found.map((finding) => finding.events.map(({ id }) => id).join(' ')).sort()).toEqual([
      'four one',
      'four three',
      'four two',
      'one three',
      'one two',
      'three two',
    ]);
  });

  test('is told from another right that is filed under the same number', async () => {
    const [a, b] = ['201510005772.9', '201510020146.7'].map((number) => ({ kind: 'invention', number }));
    expect(await timeline([one({ rights: [a] }), two({ rights: [b] })])).toEqual([[], []]);
    expect(await timeline([one({ rights: [a] }), two({ rights: [b, a] })])).toEqual([[], [TWICE]]);
  });

  test('stays when the first pledge is cancelled only later', async () => {
    const cancelled = facts.pledgeCancelled({ effectiveOn: '2020-01-02', registrationNumber: undefined });
    expect(await timeline([one(), two(), cancelled])).toEqual([[], [TWICE], [TWICE]]);
  });

  test('vanishes with a release of the right before the second pledge', async () => {
    const first = one({ rights: [RIGHTS.invention, RIGHTS.utilityModel] });
    const released = facts.pledgeRightsReleased({
      rights: [{ kind: 'invention', number: RIGHTS.invention.number }],
    });
    expect(await timeline([first, two(), released])).toEqual([[], [TWICE], []]);
  });

  test('vanishes with the revocation of a pledge or of the registration that has the right', async () => {
    const revoked = facts.pledgeRevoked({ registrationNumber: undefined });
    expect(await timeline([one(), two(), revoked])).toEqual([[], [TWICE], []]);
    const ofOne = facts.pledgeRevoked();
    expect(await timeline([one(), two(), facts.pledgeRegistrationAdded(), ofOne])).toEqual([
      [],
      [TWICE],
      [TWICE],
      [],
    ]);
  });

  test('vanishes with a withdrawal and comes back with a pledge posted anew', async () => {
    const again = two({}, { id: 'again' });
    expect(await timeline([one(), two(), withdrawn(two()), again])).toEqual([
      [],
      [TWICE],
      [],
      ['RIGHT_PLEDGED_TWICE one again #4'],
    ]);
  });

  test('vanishes with a correction, and comes back with another as the same finding', async () => {
    const other = corrected(two(), { rights: [RIGHTS.utilityModel] });
    const back = corrected(two(), {}, 'back');
    expect(await timeline([one(), two(), other, back])).toEqual([
      [],
      [TWICE],
      [],
      ['RIGHT_PLEDGED_TWICE one two #4'],
    ]);
  });

  test('is found when a correction makes it so', async () => {
    const other = two({ rights: [RIGHTS.utilityModel] });
    expect(await timeline([one(), other, corrected(other, { rights: [RIGHTS.invention] })])).toEqual([
      [],
      [],
      ['RIGHT_PLEDGED_TWICE one two #3'],
    ]);
  });

  test('stands while one of several rights is pledged twice', async () => {
    const rights = [RIGHTS.invention, RIGHTS.utilityModel];
    const released = facts.pledgeRightsReleased();
    const late = facts.pledgeCancelled({ effectiveOn: '2019-12-31', registrationNumber: undefined });
    expect(await timeline([one({ rights }), two({ rights }), released, late])).toEqual([
      [],
      [TWICE],
      [TWICE],
      [],
    ]);
  });

  test('is found for each pair of three pledges', async () => {
    const three = two({ effectiveOn: '2021-01-01' }, { id: 'three', subject: `pledge/${USCC.otherBank}.P3` });
    expect((await timeline([one(), two(), three]))[2]).toEqual([
      TWICE,
      ...['RIGHT_PLEDGED_TWICE three two #3', 'RIGHT_PLEDGED_TWICE one three #3'],
    ]);
  });
});

describe('deals', () => {
  const assigned = (data: Overrides = {}) =>
    deal({ kind: 'assignment', licenseScope: undefined, until: undefined, ...data });

  test('an assignment of a pledged right is found, also by a pledge reported late', async () => {
    const found = 'DEAL_ON_PLEDGED_RIGHT deal.signed one';
    expect(await timeline([one(), assigned()])).toEqual([[], [`${found} #2`]]);
    expect(await timeline([assigned(), one(), facts.dealRescinded()])).toEqual([[], [`${found} #2`], []]);
    expect(await timeline([one(), assigned(), corrected(assigned(), { effectiveOn: '2019-02-01' })])).toEqual(
      [[], [`${found} #2`], []],
    );
  });

  test('an exclusive license and another in its time are found until one of them ended before', async () => {
    const other = deal(
      { licenseScope: 'ordinary', effectiveOn: '2022-01-01' },
      { id: 'other', subject: `deal/${USCC.bank}.D2` },
    );
    const found = 'EXCLUSIVE_LICENSE_OVERLAP deal.signed other #2';
    expect(await timeline([deal(), other, facts.dealTerminated()])).toEqual([[], [found], []]);
    expect(
      await timeline([deal(), other, facts.dealPaid(), facts.dealTerminated({ effectiveOn: '2022-01-02' })]),
    ).toEqual([[], [found], [found], [found]]);
  });
});

describe('a contract that is named', () => {
  const insured = policy({ financing: SUBJECT.pledge });
  const subsidized = facts.subsidyPaid();

  test('is found missing until it is recorded, and again once it is withdrawn', async () => {
    expect(
      await timeline([
        insured,
        facts.budgetAppropriated(),
        subsidized,
        one(),
        withdrawn(one()),
        { ...one(), id: 'again' },
      ]),
    ).toEqual([
      ['FINANCING_NOT_RECORDED policy.bound #1'],
      ['FINANCING_NOT_RECORDED policy.bound #1'],
      ['FINANCING_NOT_RECORDED policy.bound #1', 'FINANCING_NOT_RECORDED subsidy.paid #3'],
      [],
      ['FINANCING_NOT_RECORDED policy.bound #5', 'FINANCING_NOT_RECORDED subsidy.paid #5'],
      [],
    ]);
  });
  test('is recorded though it is void', async () => {
    const revoked = facts.pledgeRevoked({ registrationNumber: undefined });
    expect(await timeline([one(), revoked, insured])).toEqual([[], [], []]);
  });

  test('may be named by a pool, which may withdraw that', async () => {
    const admitted = facts.riskPoolAdmitted();
    expect(await timeline([facts.riskPoolFunded(), admitted, withdrawn(admitted)])).toEqual([
      [],
      ['FINANCING_NOT_RECORDED riskPool.admitted #2'],
      [],
    ]);
  });

  test('may be an earlier policy, or by mistake the policy itself', async () => {
    const earlier = policy({ renews: `policy/${USCC.bank}.A0` });
    expect(await timeline([earlier, corrected(earlier, { renews: SUBJECT.policy })])).toEqual([
      ['POLICY_NOT_RECORDED policy.bound #1'],
      [],
    ]);
    const own = policy({ renews: SUBJECT.policy });
    expect(await timeline([own, withdrawn(own)])).toEqual([[], []]);
  });

  test('is no longer named by a policy that is void', async () => {
    expect(await timeline([insured, facts.policyVoided()])).toEqual([
      ['FINANCING_NOT_RECORDED policy.bound #1'],
      [],
    ]);
  });

  test('a correction that names another missing contract leaves the finding as it is', async () => {
    const other = corrected(insured, { financing: OTHER_PLEDGE });
    expect(await timeline([insured, other, one(), two()])).toEqual([
      ['FINANCING_NOT_RECORDED policy.bound #1'],
      ['FINANCING_NOT_RECORDED policy.bound #1'],
      ['FINANCING_NOT_RECORDED policy.bound #1'],
      ['RIGHT_PLEDGED_TWICE one two #4'],
    ]);
  });
});

describe('inside one contract', () => {
  test('debt beyond the term appears by amendment and vanishes with the release of the right', async () => {
    const first = one({ rights: [RIGHTS.invention, RIGHTS.utilityModel] });
    const amended = facts.pledgeAmended({ debtUntil: '2026-01-01', pledgee: undefined });
    expect(await timeline([first, amended, facts.pledgeRightsReleased()])).toEqual([
      [],
      ['DEBT_BEYOND_TERM one pledge.amended #2'],
      [],
    ]);
  });

  test('an unusual premium appears by endorsement and vanishes with the void policy', async () => {
    const endorsed = facts.policyEndorsed({ sumInsuredChange: '90000000', premiumChange: undefined });
    expect(await timeline([policy(), endorsed, facts.policyVoided()])).toEqual([
      [],
      ['PREMIUM_UNUSUAL policy.bound policy.endorsed #2'],
      [],
    ]);
  });

  test('what is wrong with a number, a code or a division vanishes with its correction', async () => {
    const model = { kind: 'utilityModel', number: RIGHTS.invention.number };
    const wrong = one({
      rights: [model],
      pledgor: { ...PARTIES.company, division: '440305' },
      appraiser: { uscc: '91441900MA00BD0114', name: '示例', kind: 'ipService' },
    });
    const { rights, pledgor, appraiser } = one().data;
    const lines = await timeline([
      wrong,
      corrected(wrong, { rights }, 'first'),
      corrected(wrong, { rights, pledgor }, 'second'),
      corrected(wrong, { rights, pledgor, appraiser }, 'third'),
    ]);
    expect(lines.map((line) => line.toSorted())).toEqual([
      ['DIVISION_CONTRADICTS_USCC one #1', 'ORGANIZATION_CODE_INVALID one #1', 'PATENT_KIND_MISMATCH one #1'],
      ['DIVISION_CONTRADICTS_USCC one #1', 'ORGANIZATION_CODE_INVALID one #1'],
      ['ORGANIZATION_CODE_INVALID one #1'],
      [],
    ]);
  });

  test('of a fund, a programme and a budget the findings are of each fact', async () => {
    const outside = { ...PARTIES.company, division: '440305' };
    const paid = (id: string) => facts.subsidyPaid({ beneficiary: outside, financing: undefined }, { id });
    expect(
      await timeline([facts.budgetAppropriated(), paid('p1'), paid('p2'), withdrawn(paid('p1'))]),
    ).toEqual([
      [],
      ['DIVISION_CONTRADICTS_USCC p1 #2'],
      ['DIVISION_CONTRADICTS_USCC p1 #2', 'DIVISION_CONTRADICTS_USCC p2 #3'],
      ['DIVISION_CONTRADICTS_USCC p2 #3'],
    ]);
  });

  test('a correction by approval takes effect with the approval', async () => {
    const wrong = one({ pledgor: { ...PARTIES.company, division: '440305' } });
    const requested = facts.changeRequested(
      {
        type: 'fact.corrected',
        data: corrected(wrong, { pledgor: PARTIES.company }).data,
      },
      { subject: SUBJECT.pledge },
    );
    const approved = facts.changeApproved({}, { subject: SUBJECT.pledge });
    const found = 'DIVISION_CONTRADICTS_USCC one #1';
    expect(await timeline([wrong, requested, approved], { demonstration: true })).toEqual([
      [found],
      [found],
      [],
    ]);
  });
});

describe('queries', () => {
  test('findings are listed by size, code and contract', async () => {
    const book = await newScenario();
    await book.given(one(), two(), facts.policyBound());
    const database = project(eventsOf(book));
    const twice = {
      id: '9fc4a8b8444119af',
      code: 'RIGHT_PLEDGED_TWICE',
      events: [
        { source: SOURCE, id: 'one' },
        { source: OTHER_SOURCE, id: 'two' },
      ],
      subjects: [SUBJECT.pledge, OTHER_PLEDGE],
      sequence: 2,
    };
    const renewed = {
      id: 'af1b72d9d2a38374',
      code: 'POLICY_NOT_RECORDED',
      events: [{ source: SOURCE, id: 'policy.bound' }],
      subjects: [SUBJECT.policy],
      sequence: 3,
    };
    expect(listFindings(database, { size: 4 })).toEqual([twice, renewed]);
    expect(listFindings(database, { size: 3 })).toEqual([twice]);
    expect(listFindings(database, { size: 2 })).toEqual([]);
    expect(listFindings(database, { size: 4, code: 'POLICY_NOT_RECORDED' })).toEqual([renewed]);
    expect(listFindings(database, { size: 4, subject: OTHER_PLEDGE })).toEqual([twice]);
    expect(listFindings(database, { size: 4, subject: OTHER_PLEDGE, code: 'POLICY_NOT_RECORDED' })).toEqual(
      [],
    );
    expect(listFindings(database, { size: 2, subject: OTHER_PLEDGE })).toEqual([]);
  });

  test('a finding is known from its appearance on, also when it has vanished', async () => {
    const book = await newScenario();
    await book.given(one(), two(), withdrawn(two()));
    const database = project(eventsOf(book));
    expect(listFindings(database, { size: 4 })).toEqual([]);
    expect(findingSubjects(database, '9fc4a8b8444119af')).toEqual([SUBJECT.pledge, OTHER_PLEDGE]);
    expect(findingSubjects(database, '0123456789abcdef')).toBeUndefined();
  });

  test('its state is what was said about it', async () => {
    const book = await newScenario({ findings: ['0123456789abcdef'] });
    await book.given(
      facts.findingExplained(),
      facts.findingResolved(),
      facts.findingExplained({ text: '补充说明' }, { id: 'more' }),
    );
    const events = eventsOf(book).filter(({ event }) => event.subject === SUBJECT.finding);
    const explained = {
      state: 'explained',
      text: '两笔质押系同一最高额合同',
      effectiveOn: '2024-01-01',
      source: SOURCE,
      id: 'finding.explained',
      sequence: 1,
    };
    expect(findingState([])).toEqual({ state: 'open', statements: [] });
    expect(findingState(events.slice(0, 1))).toEqual({ state: 'explained', statements: [explained] });
    expect(findingState(events.slice(0, 2))).toEqual({
      state: 'resolved',
      statements: [
        explained,
        {
          state: 'resolved',
          text: '已核实',
          effectiveOn: '2024-01-02',
          source: SOURCE,
          id: 'finding.resolved',
          sequence: 2,
        },
      ],
    });
    expect(findingState(events).state).toBe('resolved');
    expect(findingState(events).statements).toHaveLength(3);
  });
});

describe('any history', () => {
  const RIGHT = [
    RIGHTS.invention,
    RIGHTS.utilityModel,
    { kind: 'design', number: '201530001002.8' },
    // Of another kind than its number says.
    { kind: 'invention', number: '201590001006.9' },
  ];
  const NUMBER = ['Y1', 'Y2'];
  const ENTERPRISE = [PARTIES.company, PARTIES.otherCompany, BUYER];
  const day = fc.constantFrom('2019-01-01', '2019-06-01', '2019-12-31', '2020-01-01', '2021-05-05');
  const rights = fc.uniqueArray(fc.constantFrom(...RIGHT), { minLength: 1, maxLength: 3 });
  const PLEDGES = ['1', '2', '3'].map((number) => `pledge/${USCC.bank}.P${number}`);
  const POLICIES = ['1', '2'].map((number) => `policy/${USCC.bank}.A${number}`);
  const DEALS = ['1', '2', '3'].map((number) => `deal/${USCC.bank}.D${number}`);
  const financing = fc.option(fc.constantFrom(...PLEDGES), { nil: undefined });
  const maybeNumber = fc.option(fc.constantFrom(...NUMBER), { nil: undefined });

  type Draft = (id: string) => Posted;
  const draft = (
    build: (data: Overrides, envelope: Overrides) => Posted,
    subjects: readonly string[],
    fields: Record<string, fc.Arbitrary<unknown>>,
  ): fc.Arbitrary<Draft> =>
    fc.tuple(fc.constantFrom(...subjects), fc.record({ effectiveOn: day, ...fields })).map(
      ([subject, data]) =>
        (id) =>
          build(data as Overrides, { subject, id }),
    );
  const debtUntil = fc.constantFrom('2025-01-01', '2026-01-01', '2036-01-01');
  const registered = draft(facts.pledgeRegistered, PLEDGES, {
    rights,
    debtUntil,
    debtor: fc.constant(undefined),
    pledgor: fc.constantFrom(...ENTERPRISE),
    registrationNumber: fc.constant('Y1'),
  });
  const added = draft(facts.pledgeRegistrationAdded, PLEDGES, {
    register: fc.constant('patent'),
    registrationNumber: fc.constant('Y2'),
    rights,
  });
  const signed = draft(facts.dealSigned, DEALS, {
    rights,
    kind: fc.constantFrom('license', 'openLicense'),
    licenseScope: fc.constantFrom('exclusive', 'ordinary'),
    until: fc.option(fc.constantFrom('2019-12-31', '2020-06-30'), { nil: undefined }),
  });
  const assigned = draft(facts.dealSigned, DEALS, {
    rights,
    kind: fc.constant('assignment'),
    licenseScope: fc.constant(undefined),
  });
  const bound = draft(facts.policyBound, POLICIES, {
    financing,
    renews: fc.option(fc.constantFrom(...POLICIES), { nil: undefined }),
    premium: fc.constantFrom('500', '5000', '500000'),
    rights: fc.constant([]),
  });
  const change = fc.oneof(
    registered,
    registered,
    added,
    signed,
    assigned,
    bound,
    draft(facts.pledgeAmended, PLEDGES, {
      debtUntil,
      securedAmount: fc.constant(undefined),
      pledgee: fc.constant(undefined),
    }),
    draft(facts.pledgeRightsReleased, PLEDGES, {
      rights: rights.map((list) => list.map(({ kind, number }) => ({ kind, number }))),
    }),
    draft(facts.pledgeCancelled, PLEDGES, { registrationNumber: maybeNumber }),
    draft(facts.pledgeRevoked, PLEDGES, { registrationNumber: maybeNumber }),
    draft(facts.dealTerminated, DEALS, {}),
    draft(facts.dealRescinded, DEALS, {}),
    draft(facts.policyEndorsed, POLICIES, { premiumChange: fc.constant('10000') }),
    draft(facts.policyVoided, POLICIES, {}),
    draft(facts.budgetAppropriated, [SUBJECT.budget], { effectiveOn: fc.constant('2018-06-01') }),
    draft(facts.subsidyPaid, [SUBJECT.budget], { financing, beneficiary: fc.constantFrom(...ENTERPRISE) }),
  );
  /** A fact, or a change of an earlier one: its withdrawal or its replacement by the data of another. */
  const step = fc.oneof(
    { weight: 5, arbitrary: change.map((build) => ({ build, replace: undefined })) },
    { weight: 1, arbitrary: fc.record({ build: fc.constant(undefined), replace: fc.nat() }) },
    { weight: 2, arbitrary: fc.record({ build: change, replace: fc.nat() }) },
  );

  /** Posts the steps; those that a rule refuses are left out. */
  const record = async (steps: readonly (typeof step extends fc.Arbitrary<infer T> ? T : never)[]) => {
    const book = await newScenario();
    const taken: Posted[] = [];
    for (const [index, { build, replace }] of steps.entries()) {
      const id = `e${index}`;
      const target = replace === undefined ? undefined : taken[replace % Math.max(taken.length, 1)];
      const fact = build?.(id);
      const posted = target
        ? fact
          ? { ...corrected(target, { ...fact.data }), id }
          : { ...withdrawn(target), id }
        : fact;
      if (!posted) continue;
      const answer = await book.when(posted);
      if (answer.status === 'recorded' && !target) taken.push(posted);
    }
    const events = eventsOf(book);
    await book.close();
    open.splice(open.indexOf(book), 1);
    return events;
  };

  /** The findings of a prefix from nothing but its events: every contract read whole, every claim compared with every other. */
  const naive = (events: readonly LoggedEvent[], size: number): Set<string> => {
    const prefix = events.slice(0, size);
    const subjects = new Set(prefix.map(({ event }) => event.subject));
    const readings = [...subjects]
      .filter((subject) => isContractLine(splitSubject(subject).line))
      .map((subject) => ({
        subject,
        standing: readHistory(prefix.filter(({ event }) => event.subject === subject)).facts,
      }));
    const claims = Map.groupBy(
      readings.flatMap(({ subject, standing }) => claimsOf(subject, standing)),
      ({ key }) => key,
    );
    return new Set(
      [
        ...readings.flatMap(({ subject, standing }) => ownFindings(subject, standing)),
        ...[...claims.values()].flatMap((list) => crossFindings(list)),
      ].map(({ id }) => id),
    );
  };

  /** At each size the findings with their sequences of appearance, as text. */
  const expectedOf = (events: readonly LoggedEvent[]): string[][] => {
    let standing = new Map<string, number>();
    const lines: string[][] = [];
    for (let size = 0; size <= events.length; size += 1) {
      const now = new Map<string, number>();
      for (const id of naive(events, size)) now.set(id, standing.get(id) ?? size - 1);
      standing = now;
      lines.push([...now].map(([id, sequence]) => `${id} #${sequence}`).sort());
    }
    return lines;
  };

  const listed = (database: DatabaseSync, sizeMax: number): string[][] =>
    Array.from({ length: sizeMax + 1 }, (_, size) =>
      listFindings(database, { size })
        .map(({ id, sequence }) => `${id} #${sequence}`)
        .sort(),
    );

  test('has at every size the findings of that prefix, in whatever batches it is taken', async () => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 5, maxLength: 40 }),
        fc.uniqueArray(fc.integer({ min: 1, max: 40 })),
        async (steps, batches) => {
          const events = await record(steps);
          const expected = expectedOf(events);
          const database = project(events, new Set(batches));
          expect(listed(database, events.length)).toEqual(expected);
          for (const { code } of database.prepare('SELECT code FROM finding').all()) seen.add(String(code));
          const dumpOf = (other: DatabaseSync): unknown[] => other.prepare('SELECT * FROM finding').all();
          const everySize = new Set(events.map(({ sequence }) => sequence + 1));
          expect(dumpOf(project(events, everySize))).toEqual(dumpOf(database));
          expect(dumpOf(project(events, new Set(batches), true))).toEqual(dumpOf(database));
          for (const item of open.splice(0)) item.close();
        },
      ),
      { numRuns: 150, seed: 20 },
    );
    expect([...seen].sort()).toEqual([
      'DEAL_ON_PLEDGED_RIGHT',
      'DEBT_BEYOND_TERM',
      'DIVISION_CONTRADICTS_USCC',
      'EXCLUSIVE_LICENSE_OVERLAP',
      'FINANCING_NOT_RECORDED',
      'PATENT_KIND_MISMATCH',
      'POLICY_NOT_RECORDED',
      'PREMIUM_UNUSUAL',
      'RIGHT_PLEDGED_TWICE',
    ]);
  });

  test('the place of a claim that was withdrawn leads to no other one', async () => {
    const book = await newScenario();
    const three = two({}, { id: 'three', subject: `pledge/${USCC.otherBank}.P3` });
    await book.given(one(), withdrawn(one()), two({ rights: [RIGHTS.utilityModel] }), three);
    const events = eventsOf(book);
    const everySize = new Set(events.map(({ sequence }) => sequence + 1));
    expect(listFindings(project(events, everySize, true), { size: events.length })).toEqual([]);
  });

  test('compares all contracts of a right, however many', async () => {
    const CONTRACTS = 700;
    const dayOf = (index: number): string =>
      new Date(Date.UTC(2015, 0, 1 + index)).toISOString().slice(0, 10);
    /** Each is in force for two days, of which the next one shares the second. */
    const licenses = Array.from({ length: CONTRACTS }, (_, index) =>
      deal(
        { licenseScope: 'exclusive', effectiveOn: dayOf(index), until: dayOf(index + 1) },
        { id: `l${index}`, subject: `deal/${USCC.bank}.many${index}` },
      ),
    );
    const book = await newScenario();
    await book.given(...licenses, one({ effectiveOn: dayOf(0) }));
    const events = eventsOf(book);
    const pairs = (database: DatabaseSync, code: FindingCode) =>
      listFindings(database, { size: events.length, code }).map(({ events: pair }) =>
        pair.map(({ id }) => id),
      );
    for (const database of [project(events), project(events, new Set([100, 350, 699]), true)]) {
      expect(pairs(database, 'EXCLUSIVE_LICENSE_OVERLAP')).toHaveLength(CONTRACTS - 1);
      expect(pairs(database, 'EXCLUSIVE_LICENSE_OVERLAP').at(-1)).toEqual(['l698', 'l699']);
      expect(pairs(database, 'DEAL_ON_PLEDGED_RIGHT')).toHaveLength(CONTRACTS);
    }
  });

  test('reads no contract that another does not meet, and that one too when it is made to', async () => {
    const CONTRACTS = 40;
    const FIRST_YEAR = 1986;
    const licenseOf = (index: number): Posted => {
      const year = FIRST_YEAR + Math.floor(index / 2);
      const [from, until] = index % 2 === 0 ? ['01-01', '06-30'] : ['07-01', '12-31'];
      return deal(
        {
          kind: 'license',
          licenseScope: 'exclusive',
          effectiveOn: `${year}-${from}`,
          until: `${year}-${until}`,
          rights: [RIGHTS.trademark],
        },
        { id: `l${index}`, subject: `deal/${USCC.bank}.license${index}` },
      );
    };
    const licenses = Array.from({ length: CONTRACTS }, (_, index) => licenseOf(index));
    const book = await newScenario();
    await book.given(...licenses, corrected(licenses[7] as Posted, { until: '1990-06-30' }));
    const events = eventsOf(book);
    const database = newDatabase();
    const read: number[] = [];
    const journal = journalOf(events);
    const fold = findingsFold(database, {
      ...journal,
      at: (sequence) => {
        read.push(sequence);
        return journal.at(sequence);
      },
    });
    for (const logged of events.slice(0, -1)) fold.take(logged);
    expect(read).toEqual([]);
    fold.take(events.at(-1) as LoggedEvent);
    fold.flush();
    expect(read).toHaveLength(1);
    expect(listFindings(database, { size: events.length })).toMatchObject([
      { code: 'EXCLUSIVE_LICENSE_OVERLAP', events: [{ id: 'l7' }, { id: 'l8' }] },
    ]);
  });

  test('is taken again after a batch that was rolled back', async () => {
    const book = await newScenario();
    await book.given(one(), facts.policyBound(), two());
    const events = eventsOf(book);
    const database = newDatabase();
    const fold = findingsFold(database, journalOf(events));
    const take = (some: readonly LoggedEvent[], into: FindingsFold, fails: boolean): void =>
      transaction(database, () => {
        for (const logged of some) into.take(logged);
        if (fails) throw new Error('disk');
        into.flush();
      });
    take(events.slice(0, 2), fold, false);
    expect(() => take(events.slice(2), fold, true)).toThrow('disk');
    fold.reset();
    expect(listFindings(database, { size: 4 })).toEqual([]);
    take(events.slice(2), fold, false);
    expect(listed(database, 4)).toEqual(expectedOf(events));
  });
});
