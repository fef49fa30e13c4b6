import { expect, test } from 'vitest';
import { RULES, rulesOf } from '../../projections/rules.ts';
import type { LoggedEvent } from '../../src/domain/envelope.ts';
import { contractBooks } from '../../src/readmodel/contractEntries.ts';
import { facts } from '../support/facts.ts';

const signedTwice = (sequence: number): LoggedEvent =>
  ({
    sequence,
    event: {
      ...facts.dealSigned({}),
      id: `signed-${sequence}`,
      subject: 'deal/x',
      revision: sequence,
      recordedtime: '2021-01-01T00:00:00.000000Z',
      recordedby: 'local',
      nonce: 'AAAAAAAAAAAAAAAAAAAAAA',
    },
  }) as unknown as LoggedEvent;

test('an event that breaks a rule is never booked, also where it comes last in its contract', () => {
  const log = [signedTwice(0), signedTwice(1)] as const;
  const books = contractBooks(rulesOf(RULES, 1), (_, sequence) =>
    log.filter((logged) => logged.sequence < sequence),
  );
  expect(books.entriesOf(log[0]).map(({ at }) => at.measure)).toEqual(['deal.amount', 'deal.count']);
  expect(() => books.entriesOf(log[1])).toThrow(/breaks ALREADY_OPENED/);
});
