import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { annexTable, type GrowthRow } from '../../projections/annex.ts';
import type { FigureSource } from '../../projections/source.ts';
import { madePatentNumber, madeTrademarkNumber, madeUscc } from '../../seeds/history/identifiers.ts';
import { randomOf } from '../../seeds/history/random.ts';
import { SCALE_MAX } from '../../seeds/history/world.ts';
import { type DemonstrationFact, demonstrationCount, demonstrationHistory } from '../../seeds/history.ts';
import { parseTime } from '../../src/domain/calendar.ts';
import { CATALOGUE, type DataOf } from '../../src/domain/catalogue.ts';
import { readHistory } from '../../src/domain/history.ts';
import { fenOf } from '../../src/domain/money.ts';
import { normalizePatentNumber } from '../../src/domain/patentNumber.ts';
import { holdsPersonalData } from '../../src/domain/shapes.ts';
import { CONTRACT_LINES, splitSubject } from '../../src/domain/subject.ts';
import { isTrademarkNumber } from '../../src/domain/trademarkNumber.ts';
import { organizationCodeHolds, usccProblem } from '../../src/domain/uscc.ts';
import { figuresInMemory, month } from './figuresInMemory.ts';
import { type LedgerInMemory, ledgerInMemory } from './ledgerInMemory.ts';

const DEFAULT = { seed: 1, scale: 1 };

const fingerprint = (facts: Iterable<DemonstrationFact>): string => {
  const hash = createHash('sha256');
  for (const fact of facts) hash.update(`${JSON.stringify(fact)}\n`);
  return hash.digest('hex');
};

/** Every object inside a value, the value itself included. */
const objectsIn = function* (value: unknown): Generator<Record<string, unknown>> {
  if (Array.isArray(value)) for (const item of value) yield* objectsIn(item);
  else if (typeof value === 'object' && value !== null) {
    yield value as Record<string, unknown>;
    for (const item of Object.values(value)) yield* objectsIn(item);
  }
};

const textsIn = function* (value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (typeof value === 'object' && value !== null)
    for (const item of Object.values(value)) yield* textsIn(item);
};

let facts: readonly DemonstrationFact[];
let ledger: LedgerInMemory;
let refused: readonly unknown[];

beforeAll(() => {
  facts = [...demonstrationHistory(DEFAULT)];
  ledger = ledgerInMemory();
  refused = facts.flatMap((fact) => {
    const refusals = ledger.take(fact);
    return refusals ? [{ fact, refusals }] : [];
  });
});

/** Facts of a type as they stand at the end, corrections and withdrawals applied. */
const standing = <T extends 'pledge.registered' | 'policy.bound' | 'deal.signed'>(type: T): DataOf<T>[] =>
  [...ledger.subjects.values()].flatMap((events) =>
    readHistory(events).facts.flatMap((fact) => (fact.type === type ? [fact.data as DataOf<T>] : [])),
  );

const yearOfFact = ({ data }: DemonstrationFact): string => (data.effectiveOn as string).slice(0, 4);

describe('the demonstration history', () => {
  test('is taken by a ledger, every fact of it', () => {
    expect(refused).toEqual([]);
    expect(ledger.size).toBe(facts.length);
  });

  test.each([
    { seed: 2, scale: 1 },
    { seed: -7, scale: 2 },
  ])('is taken whatever its seed and scale: %o', (options) => {
    const other = ledgerInMemory();
    for (const fact of demonstrationHistory(options)) expect(other.take(fact)).toBeUndefined();
  });

  test('is the same for the same seed and another for another', () => {
    const first = fingerprint(facts);
    expect(fingerprint(demonstrationHistory(DEFAULT))).toBe(first);
    expect(fingerprint(demonstrationHistory({ seed: 2, scale: 1 }))).not.toBe(first);
  });

  test('is a JSON text and nothing more', () => {
    for (const fact of facts) expect(JSON.parse(JSON.stringify(fact))).toEqual(fact);
  });

  test('is recorded at strictly increasing times, to the microsecond', () => {
    let last = parseTime('2018-01-02T00:00:00+08:00') ?? 0;
    for (const { recordedtime, time } of facts) {
      expect(recordedtime).toMatch(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z$/);
      const recordedAt = parseTime(recordedtime) ?? 0;
      expect(recordedAt).toBeGreaterThan(last);
      if (time !== undefined) expect(parseTime(time)).toBeLessThan(recordedAt);
      last = recordedAt;
    }
    expect(last).toBeLessThan(parseTime('2022-05-01T00:00:00+08:00') ?? 0);
  });

  test('has business of 2018 to 2021 only', () => {
    const business = facts.filter(({ subject }) => !/^(observation|period|target)\//.test(subject));
    const ofContracts = business.filter(({ type }) => !/^(fact|change)\./.test(type));
    expect(new Set(ofContracts.map(yearOfFact))).toEqual(new Set(['2018', '2019', '2020', '2021']));
  });

  test('has two to three thousand facts at scale 1 and grows with the scale', () => {
    expect(facts.length).toBeGreaterThan(2_000);
    expect(facts.length).toBeLessThan(3_200);
    const pledges = facts.filter(({ type }) => type === 'pledge.registered');
    const of2018 = pledges.filter((fact) => yearOfFact(fact) === '2018').length;
    expect(of2018).toBeGreaterThanOrEqual(60);
    expect(of2018).toBeLessThanOrEqual(90);
  });

  test.each([
    { seed: 1, scale: 1 },
    { seed: 5, scale: 3 },
  ])('has about as many facts as its count estimates: %o', (options) => {
    let count = 0;
    for (const _ of demonstrationHistory(options)) count += 1;
    expect(Math.abs(demonstrationCount(options) / count - 1)).toBeLessThan(0.05);
  });

  test('refuses a seed or a scale that it does not know', () => {
    expect(() => demonstrationHistory({ seed: 0.5, scale: 1 }).next()).toThrow(RangeError);
    for (const scale of [0, 1.5, -1, SCALE_MAX + 1])
      expect(() => demonstrationHistory({ seed: 1, scale }).next()).toThrow(RangeError);
    expect(demonstrationHistory({ seed: 1, scale: SCALE_MAX }).next().done).toBe(false);
  });
});

describe('its shape', () => {
  test('about 70 % of the pledges are of at most ten million yuan, and their mean is 15 to 18 million', () => {
    const amounts = standing('pledge.registered').map(({ securedAmount }) => fenOf(securedAmount) / 100n);
    const small = amounts.filter((amount) => amount <= 10_000_000n).length;
    expect(small / amounts.length).toBeGreaterThan(0.67);
    expect(small / amounts.length).toBeLessThan(0.73);
    const mean = amounts.reduce((sum, amount) => sum + amount, 0n) / BigInt(amounts.length);
    expect(mean).toBeGreaterThan(15_000_000n);
    expect(mean).toBeLessThan(18_000_000n);
  });

  test('every premium is 2 to 5 % of the sum insured', () => {
    for (const { premium, sumInsured } of standing('policy.bound')) {
      const basisPoints = (fenOf(premium) * 10_000n) / fenOf(sumInsured);
      expect(basisPoints).toBeGreaterThanOrEqual(200n);
      expect(basisPoints).toBeLessThanOrEqual(500n);
    }
  });

  test('every line and every type that can be posted here occurs', () => {
    const lines = new Set(facts.map(({ subject }) => splitSubject(subject).line));
    for (const line of CONTRACT_LINES) expect(lines).toContain(line);
    // Targets are set when a ledger is opened; reports, bulletins and findings come from what it computes.
    const elsewhere = [
      'target.set',
      'report.confirmed',
      'bulletin.published',
      'finding.explained',
      'finding.resolved',
    ];
    const postable = [...CATALOGUE.values()]
      .filter(({ origin }) => origin === 'posted')
      .map(({ type }) => type);
    const expected = postable.filter((type) => !elsewhere.includes(type));
    expect([...new Set(facts.map(({ type }) => type))].sort()).toEqual(expected.sort());
  });

  test('thirteen rows are observed for every year, and none that the ledger derives', () => {
    const observed = facts.filter(
      ({ type, data }) => type === 'indicator.observed' && data.division === undefined,
    );
    const keys = new Set(observed.map(({ data }) => `${data.indicator} ${data.year}`));
    expect(keys.size).toBe(13 * 4);
    for (const { data } of observed) expect(data.source).toBe('synthetic demonstration data / 虚构演示数据');
  });

  test('some facts are reported late, before and after their year is closed', () => {
    const closings = facts.filter(({ type }) => type === 'period.closed');
    expect(closings.map(({ subject }) => subject)).toEqual([
      'period/2018',
      'period/2019',
      'period/2020',
      'period/2021',
    ]);
    for (const closing of closings) {
      const year = splitSubject(closing.subject).caseId;
      const ofYear = facts.filter((fact) => fact.type === 'pledge.registered' && yearOfFact(fact) === year);
      const recordedIn = (from: string, until: string) =>
        ofYear.filter(({ recordedtime }) => recordedtime >= from && recordedtime < until).length;
      const january = `${Number.parseInt(year, 10) + 1}-01-10`;
      expect(recordedIn(january, closing.recordedtime)).toBeGreaterThan(0);
      expect(recordedIn(closing.recordedtime, '9999')).toBeGreaterThan(0);
    }
  });

  test('a right stands in one contract only, but for two on purpose', () => {
    const contracts = new Map<string, Set<string>>();
    for (const { subject, type, data } of facts) {
      if (type !== 'pledge.registered' && type !== 'pledge.registrationAdded' && type !== 'deal.signed')
        continue;
      for (const { kind, number } of data.rights as DataOf<'deal.signed'>['rights']) {
        const key = `${kind} ${number}`;
        contracts.set(key, (contracts.get(key) ?? new Set()).add(subject));
      }
    }
    const shared = [...contracts.values()].filter((subjects) => subjects.size > 1);
    expect(shared.map((subjects) => subjects.size).sort()).toEqual([2, 3]);
  });

  test('a financing or policy that is named is recorded before, but for one on purpose', () => {
    const seen = new Set<string>();
    const missing = new Set<string>();
    for (const { subject, data } of facts) {
      for (const named of [data.financing, data.renews])
        if (typeof named === 'string' && !seen.has(named)) missing.add(named);
      seen.add(subject);
    }
    expect(missing.size).toBe(1);
  });
});

describe('what it tells', () => {
  let source: FigureSource;
  const growthRow = (year: number, number: number): GrowthRow =>
    annexTable(source, { year }).rows[number - 1] as GrowthRow;

  beforeAll(() => {
    source = figuresInMemory(ledger, facts.at(-1)?.recordedtime ?? '');
  });

  test.each([5, 6, 7, 8])('row %i grows as that of a city may, some targets missed', (number) => {
    for (const year of [2019, 2020, 2021]) {
      const percent = Number.parseInt(growthRow(year, number).averageAnnualGrowth.percent ?? '', 10);
      expect(percent).toBeGreaterThan(5);
      expect(percent).toBeLessThan(75);
    }
  });

  test('most targets are met, and a few are not', () => {
    const rows = [2019, 2020, 2021].flatMap((year) => annexTable(source, { year }).rows);
    const missed = rows.filter(({ met }) => met === false).length;
    expect(rows.every(({ met }) => met !== null)).toBe(true);
    expect(missed).toBeGreaterThanOrEqual(3);
    expect(missed).toBeLessThanOrEqual(8);
    // 2019 is the year without cover, 2021 that of too few pledges.
    expect(growthRow(2019, 6).met).toBe(false);
    expect(growthRow(2021, 7).met).toBe(false);
    expect(growthRow(2021, 5).met).toBe(true);
  });

  test('the fund has no project by 2019, four by 2020 and ten by 2021, of ten industries', () => {
    const projects = (until: string) => source.sum('fund.projects', -Infinity, month(until), null).amount;
    expect([projects('2019-12'), projects('2020-12'), projects('2021-12')]).toEqual([0n, 4n, 10n]);
    expect(source.parts('fund.projects', -Infinity, month('2021-12'), 'keyIndustry').size).toBe(10);
  });

  test('the fund raises three to four yuan for each fiscal one', () => {
    const { paidIn, fiscalPaidIn } = source.fundCapital(month('2021-12'));
    expect(paidIn * 10n).toBeGreaterThanOrEqual(fiscalPaidIn * 30n);
    expect(paidIn * 10n).toBeLessThanOrEqual(fiscalPaidIn * 40n);
  });

  test('some loans do not perform, and stocks are never negative', () => {
    expect(source.sum('pledge.nonPerforming', -Infinity, month('2020-12'), null).amount).toBeGreaterThan(0n);
    for (const measure of [
      'pledge.outstanding',
      'pledge.nonPerforming',
      'insurance.inForce',
      'riskPool.balance',
    ] as const)
      for (let at = month('2018-01'); at <= month('2022-12'); at += 1)
        expect(source.sum(measure, -Infinity, at, null).amount).toBeGreaterThanOrEqual(0n);
  });
});

describe('that nothing of it is real', () => {
  test('stands in every name', () => {
    for (const fact of facts)
      for (const { name } of objectsIn(fact.data))
        if (name !== undefined) expect(name).toMatch(/示例.*（虚构）/);
  });

  test('stands in every case id, fact id and title of a right, and in every register and policy number', () => {
    for (const fact of facts) {
      expect(fact.id).toMatch(/^demo-/);
      const { line, caseId } = splitSubject(fact.subject);
      if ((CONTRACT_LINES as readonly string[]).includes(line))
        expect(caseId).toMatch(/^[0-9A-Z]{18}\.demo-/);
      for (const { title, number, registrationNumber, policyNumber } of objectsIn(fact.data)) {
        if (title !== undefined) expect(title).toMatch(/^示例.*（虚构）$/);
        if (registrationNumber !== undefined) expect(registrationNumber).toMatch(/^DEMO-/);
        if (policyNumber !== undefined) expect(policyNumber).toMatch(/^DEMO-/);
        expect(number === undefined || title !== undefined || fact.type === 'pledge.rightsReleased').toBe(
          true,
        );
      }
    }
  });

  test('stands in every reason, ground, programme and contributor', () => {
    for (const { data } of facts)
      for (const { reason, ground, programme, contributor, text } of objectsIn(data))
        for (const said of [ground, programme, contributor, text, reason])
          if (typeof said === 'string' && !/^[A-Za-z]+$/.test(said)) expect(said).toContain('虚构');
  });

  test('leaves out all that a natural person could be known by', () => {
    for (const { subject, id, data } of facts) {
      for (const text of textsIn([subject, id, data])) expect(holdsPersonalData(text)).toBe(false);
      for (const party of objectsIn(data)) {
        if (party.individual === true || String(party.uscc).startsWith('92'))
          expect(party.name).toBeUndefined();
        if (party.individual === true) expect(party.uscc).toBeUndefined();
      }
    }
  });
});

describe('its identifiers', () => {
  test('every code has its two check characters, and every subject begins with the code of its first poster', () => {
    const seen = new Set<string>();
    for (const { subject, source, data } of facts) {
      for (const { uscc } of objectsIn(data)) {
        if (typeof uscc !== 'string') continue;
        expect(usccProblem(uscc)).toBeUndefined();
        expect(organizationCodeHolds(uscc)).toBe(true);
      }
      const { line, caseId } = splitSubject(subject);
      if (!seen.has(subject) && (CONTRACT_LINES as readonly string[]).includes(line))
        expect(source).toBe(`urn:uscc:${caseId.slice(0, 18)}`);
      seen.add(subject);
    }
  });

  test('are made with their check characters', () => {
    expect(usccProblem(madeUscc('91', '441900', 'MA0Y0101'))).toBeUndefined();
    for (const kind of ['invention', 'utilityModel', 'design'] as const) {
      const numbers = [0, 1, 2, 9_999_999].map((serial) => madePatentNumber(kind, 2015, serial));
      expect(new Set(numbers).size).toBe(numbers.length);
      for (const number of numbers) expect(normalizePatentNumber(number)).toBe(number);
    }
    expect(isTrademarkNumber(madeTrademarkNumber(9_999_999))).toBe(true);
  });

  test('random numbers fill their range evenly and differ by seed, stream and index', () => {
    const random = randomOf(1, 2, 3);
    const counts = new Array<number>(10).fill(0);
    for (let drawn = 0; drawn < 10_000; drawn += 1) {
      const at = random.below(10);
      counts[at] = (counts[at] ?? 0) + 1;
    }
    for (const count of counts) expect(Math.abs(count - 1_000)).toBeLessThan(150);
    const firsts = [randomOf(1, 2, 3), randomOf(2, 2, 3), randomOf(1, 3, 3), randomOf(1, 2, 4)];
    expect(new Set(firsts.map((each) => each.unit())).size).toBe(firsts.length);
  });
});
