import { describe, expect, test } from 'vitest';
import { postingsOf } from '../../projections/postings.ts';
import { monthText } from '../../src/domain/calendar.ts';
import type { Fact } from '../../src/domain/lines/life.ts';
import { facts, type Overrides, PARTIES, type Posted } from '../support/facts.ts';

/** What a policy counts for (domain.md §5; R11): sum insured 1,000,000 yuan, bound on 2020-03-20, in the city. */

const bound = (data: Overrides = {}): Posted =>
  facts.policyBound({
    effectiveOn: '2020-03-20',
    enterprise: PARTIES.company,
    sumInsured: '1000000',
    premium: '30000',
    from: '2020-04-01',
    until: '2021-03-31',
    ...data,
  });

const postings = (...posted: readonly Posted[]): string[] =>
  postingsOf(
    'policy',
    posted.map(
      ({ type, data, source, id }, sequence) => ({ type, data, source, id, sequence }) as unknown as Fact,
    ),
  ).postings.map(({ measure, month, amount }) => `${monthText(month)} ${measure} ${amount}`);

describe('the sum insured', () => {
  test('counts when the cover begins and is in force until the day after its last day', () => {
    expect(postings(bound())).toEqual([
      '2020-04 insurance.sumInsured 100000000',
      '2020-04 insurance.premium 3000000',
      '2020-04 insurance.inForce 100000000',
      '2021-04 insurance.inForce -100000000',
    ]);
  });

  test('of a cover that began before it was bound counts when it was bound', () => {
    expect(postings(bound({ from: '2020-01-01', until: '2020-12-30' }))).toEqual([
      '2020-03 insurance.sumInsured 100000000',
      '2020-03 insurance.premium 3000000',
      '2020-03 insurance.inForce 100000000',
      '2020-12 insurance.inForce -100000000',
    ]);
  });

  test('of a cover without end stays in force', () => {
    expect(postings(bound({ until: '9999-12-31' }))).toEqual([
      '2020-04 insurance.sumInsured 100000000',
      '2020-04 insurance.premium 3000000',
      '2020-04 insurance.inForce 100000000',
    ]);
    expect(postings(bound({ until: '9999-12-30' })).at(-1)).toBe('9999-12 insurance.inForce -100000000');
  });

  test('changed before the cover begins counts when it begins', () => {
    const raised = facts.policyEndorsed({
      effectiveOn: '2020-03-25',
      sumInsuredChange: '500000',
      premiumChange: '-1000',
    });
    expect(postings(bound(), raised).slice(4)).toEqual([
      '2020-04 insurance.sumInsured 50000000',
      '2020-04 insurance.inForce 50000000',
      '2021-04 insurance.inForce -50000000',
      '2020-04 insurance.premium -100000',
    ]);
  });
});

describe('a surrender', () => {
  const surrendered = (effectiveOn: string): Posted => facts.policySurrendered({ effectiveOn, refund: '0' });

  test('ends the stock on its day and takes nothing back', () => {
    expect(postings(bound(), surrendered('2020-09-30')).slice(4)).toEqual([
      '2020-09 insurance.inForce -100000000',
      '2021-04 insurance.inForce 100000000',
    ]);
  });

  test('of a cover without end ends the stock', () => {
    expect(postings(bound({ until: '9999-12-31' }), surrendered('2020-09-30')).slice(3)).toEqual([
      '2020-09 insurance.inForce -100000000',
    ]);
  });

  test('before the cover begins removes all postings, on its first day none', () => {
    expect(postings(bound(), surrendered('2020-03-31'))).toEqual([]);
    expect(postings(bound(), surrendered('2020-04-01'))).toHaveLength(6);
  });
});
