import { expect, test } from 'vitest';
import { generate, type History } from './generate.ts';
import { annexTable, breakdown, figure, lineage, readLedger, sumOf, wholeYear } from './oracle.ts';
import { DIMENSIONS, MEASURES, STOCKS } from './postings.ts';

const history = (seed: number, facts = 300): History => generate({ seed, facts, contracts: 25 });
const YEARS = [2017, 2018, 2019, 2020, 2021, 2022];

test('the same seed gives the same history', () => {
  expect(history(7).facts).toEqual(history(7).facts);
  expect(history(7).facts).not.toEqual(history(8).facts);
});

test('recorded times increase strictly, and about one fact in ten breaks a rule', () => {
  for (const seed of [1, 2, 3]) {
    const { facts, verdicts, events } = history(seed);
    const times = facts.map(({ recordedtime }) => recordedtime ?? '');
    expect([...times].sort()).toEqual(times);
    expect(new Set(times).size).toBe(times.length);
    const broken = verdicts.filter(({ accepted }) => !accepted).length;
    expect(broken).toBeGreaterThan(10);
    expect(broken).toBeLessThan(60);
    expect(events.length).toBe(55 + facts.length - broken);
  }
});

test('every kind of event is taken in some history', () => {
  const taken = new Set<string>();
  for (let seed = 1; seed <= 12; seed += 1) {
    const { facts, verdicts } = history(seed, 500);
    for (const [index, { type }] of facts.entries()) if (verdicts[index]?.accepted) taken.add(type);
  }
  const all =
    `pledge.registered pledge.registrationAdded pledge.amended pledge.rightsReleased pledge.cancelled
    pledge.revoked pledge.realized loan.disbursed loan.repaid loan.extended loan.classified loan.defaulted
    loan.writtenOff guarantee.subrogated loan.recovered policy.bound policy.endorsed policy.premiumPaid
    policy.surrendered policy.voided claim.notified claim.paid claim.rejected deal.signed deal.registered
    deal.amended deal.royaltySettled deal.paid deal.terminated deal.rescinded fund.established fund.committed
    fund.paidIn project.reserved investment.closed investment.followedOn investment.rescinded exit.made
    fund.distributed fund.liquidated programme.approved tranche.issued tranche.repaid programme.creditEvent
    riskPool.funded riskPool.admitted compensation.paid compensation.clawedBack budget.appropriated subsidy.paid
    subsidy.returned indicator.observed target.set period.closed fact.corrected fact.withdrawn change.requested
    change.approved change.rejected`.split(/\s+/);
  expect(all.filter((type) => !taken.has(type))).toEqual([]);
});

test('for every dimension the parts add up to the whole', () => {
  const ledger = readLedger(history(4).events);
  for (const measure of MEASURES) {
    for (const year of YEARS) {
      const whole = sumOf(ledger, measure, wholeYear(year));
      for (const by of DIMENSIONS) {
        const parts = Object.values(breakdown(ledger, measure, { ...wholeYear(year), by }));
        expect(parts.reduce((sum, part) => sum + part, 0n)).toBe(whole);
      }
    }
  }
});

test('no stock is ever negative', () => {
  for (const seed of [5, 6, 7]) {
    const { events } = history(seed);
    for (let size = 0; size <= events.length; size += 25) {
      const ledger = readLedger(events, size);
      for (const measure of STOCKS) {
        for (const year of YEARS) {
          expect(sumOf(ledger, measure, wholeYear(year)) >= 0n, `${measure} ${year} ${size}`).toBe(true);
        }
      }
    }
  }
});

test('the effects of all events add up to the figure', () => {
  const { events } = history(8, 150);
  for (const code of ['pledge-amount-growth', 'insured-sum-growth', 'fund-projects', 'valid-inventions']) {
    const { value, entries } = lineage(events, code, 2019);
    if (value !== null && entries.length > 0) expect(entries.at(-1)?.running).toEqual(value);
    const last = figure(readLedger(events), code, 2019);
    expect(last === null).toBe(value === null);
  }
});

test('a table can be made at any size, year and option', () => {
  const { events } = history(9);
  for (const size of [0, 1, 55, 120, events.length]) {
    const ledger = readLedger(events, size);
    for (const year of YEARS) {
      for (const options of [
        {},
        { division: '441900003000' },
        { months: '1-6' },
        { baseYear: 2019, rounding: 'halfUp' },
        { basis: 'disbursed' },
      ] as const) {
        expect(annexTable(ledger, year, options).rows).toHaveLength(18);
      }
    }
  }
});
