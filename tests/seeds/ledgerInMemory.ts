import type { Month } from '../../src/domain/calendar.ts';
import type { DataOf, EventType } from '../../src/domain/catalogue.ts';
import { keyOf, type LoggedEvent, type PostedFact, type RecordedEvent } from '../../src/domain/envelope.ts';
import { isChange, isCorrection, readHistory } from '../../src/domain/history.ts';
import { createIdentity } from '../../src/domain/identity.ts';
import { type JudgeContext, judge, validateInner, viewOf } from '../../src/domain/judge.ts';
import type { Refusal } from '../../src/domain/refusal.ts';
import { intakeValue } from '../../src/exchange/intake.ts';
import { LOCAL_ACTOR } from '../../src/recorder/actor.ts';
import { NO_STATEMENTS } from '../support/statements.ts';

/** A demonstration ledger in memory: takes facts one by one, as the recorder does, and says why it refuses one. */
export interface LedgerInMemory {
  readonly subjects: ReadonlyMap<string, readonly LoggedEvent[]>;
  readonly size: number;
  /** Undefined when the fact was taken. */
  take(fact: object): readonly Refusal[] | undefined;
}

export const ledgerInMemory = (): LedgerInMemory => {
  const subjects = new Map<string, LoggedEvent[]>();
  const types = new Map<string, EventType>();
  const closedYears = new Set<number>();
  let lastRecordedAt = 0;

  const context = (recordedAt: number): JudgeContext => ({
    recordedAt,
    actor: LOCAL_ACTOR,
    demonstration: true,
    openedOn: '2018-01-01',
    identity: createIdentity(),
    isMonthClosed: (month: Month) => closedYears.has(Math.floor(month / 12)),
    findingOf: () => undefined,
    statements: NO_STATEMENTS,
  });

  const record = (fact: PostedFact, recordedtime: string): void => {
    const events = subjects.get(fact.subject) ?? [];
    const event = { ...fact, recordedtime, recordedby: 'local', revision: events.length };
    events.push({ sequence: types.size, event: event as unknown as RecordedEvent });
    subjects.set(fact.subject, events);
    types.set(keyOf(fact), fact.type);
    if (fact.type === 'period.closed')
      closedYears.add(Number.parseInt((fact.data as DataOf<'period.closed'>).period, 10));
  };

  return {
    subjects,
    get size() {
      return types.size;
    },
    take: (posted) => {
      const taken = intakeValue(posted, { demonstration: true });
      if (!taken.ok) return taken.refusals;
      let { fact } = taken;
      if (isCorrection(fact.type) || isChange(fact.type)) {
        const inner = validateInner(fact, (key) => types.get(key));
        if (!inner.ok) return inner.refusals;
        fact = inner.value;
      }
      const recordedAt = fact.recordedtime ?? 0;
      if (types.has(keyOf(fact))) throw new Error(`${keyOf(fact)} is repeated`);
      if (recordedAt <= lastRecordedAt) throw new Error(`${keyOf(fact)} is not later than the one before`);
      const view = viewOf(readHistory(subjects.get(fact.subject) ?? []));
      const refusal = judge(fact, types.size, view, context(recordedAt));
      if (refusal) return [refusal];
      lastRecordedAt = recordedAt;
      record(fact, (posted as { recordedtime: string }).recordedtime);
      return undefined;
    },
  };
};
