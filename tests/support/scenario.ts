import type { Actor } from '../../src/domain/actor.ts';
import { addDays, startOfShanghaiDay } from '../../src/domain/calendar.ts';
import { type EventType, schemaName } from '../../src/domain/catalogue.ts';
import type { PostedFact, RecordedEvent } from '../../src/domain/envelope.ts';
import { recordedText } from '../../src/domain/recordedText.ts';
import type { FactKey, Refusal } from '../../src/domain/refusal.ts';
import type { Statements } from '../../src/domain/statements.ts';
import { intakeText, intakeValue } from '../../src/exchange/intake.ts';
import { openJournalWriter } from '../../src/journal/writer.ts';
import { sqliteLog } from '../../src/log/sqlite/sqliteLog.ts';
import { LOCAL_ACTOR } from '../../src/recorder/actor.ts';
import { canonicalText, randomNonce } from '../../src/recorder/form.ts';
import { createRecorder } from '../../src/recorder/recorder.ts';
import { type Posted, USCC } from './facts.ts';
import { statementsOf } from './statements.ts';

/** A ledger in memory behind the real intake, recorder and journal: given facts, when one more is posted, then …. */

export const TODAY = '2024-06-15';
export const OPENED_ON = '2018-01-01';
export const LOCAL: Actor = LOCAL_ACTOR;

/** A person or system of the bureau. */
export const bureau = (keyId: string): Actor => ({
  recordedBy: `114419000074000158/${keyId}`,
  holder: `114419000074000158/${keyId}`,
  isLocal: false,
  uscc: '114419000074000158',
  roles: ['bureau'],
});

/** An institution's key. */
export const institutionKey = (uscc: string): Actor => ({
  recordedBy: `${uscc}/${uscc}`,
  holder: `${uscc}/${uscc}`,
  isLocal: false,
  uscc,
  roles: ['institution'],
});

/** Who may post any fact of that type: another person of the bureau, but for what an institution says of itself. */
export const anyPosterOf = (type: EventType): Actor =>
  type === 'report.confirmed' ? institutionKey(USCC.bank) : bureau('second');

export interface ScenarioOptions {
  readonly demonstration?: boolean;
  readonly openedOn?: string;
  /** USCCs of participants admitted at the beginning. */
  readonly admitted?: readonly string[];
  /** Findings that are there, and whom they concern. */
  readonly findings?: readonly string[];
  readonly concerned?: readonly string[];
  /** What the ledger states of its log. */
  readonly statements?: Partial<Statements>;
}

export type Answer =
  | { readonly status: 'recorded' | 'repeated'; readonly sequence: number; readonly text: string }
  | { readonly status: 'refused'; readonly refusals: readonly Refusal[] };

/** A refusal in short: code, pointer, and the recorded event that would break its rule. */
export type Short = readonly [code: string, pointer: string] | readonly [string, string, FactKey];

export interface Scenario {
  /** Records the facts one after the other; throws when one is refused. */
  given(...facts: readonly Posted[]): Promise<void>;
  /** Posts a value, or the text of a line. */
  when(fact: unknown, actor?: Actor): Promise<Answer>;
  /** Posts the facts as one submission, all or none unless told. */
  together(facts: readonly Posted[], atomic?: boolean): Promise<readonly Answer[]>;
  /** Moves the clock forward to noon of a day in Asia/Shanghai. */
  today(date: string): void;
  readonly size: number;
  event(sequence: number): RecordedEvent;
  leafHash(sequence: number): Uint8Array;
  close(): Promise<void>;
}

const NOON_US = 12 * 3600 * 1_000_000;
const TICK_US = 1_000;
const noon = (date: string): number => startOfShanghaiDay(date) + NOON_US;

export const scenario = async (options: ScenarioOptions = {}): Promise<Scenario> => {
  const {
    demonstration = false,
    openedOn = OPENED_ON,
    admitted = [],
    findings = [],
    concerned = [],
  } = options;
  const journal = openJournalWriter(':memory:', 'NORMAL');
  const log = sqliteLog(journal);
  const origin = demonstration ? 'example.org/ledger/demo' : 'example.org/ledger';
  let nowUs = noon(TODAY);
  let openedUs = startOfShanghaiDay(openedOn);

  const write = async (type: EventType, subject: string, data: unknown) => {
    const source = 'urn:ledger';
    const id = `${type}-${journal.size}`;
    const fact = { source, id, type, subject, dataschema: schemaName(type), data } as PostedFact;
    const part = { nonce: randomNonce(source, id), recordedBy: 'local', recordedAt: openedUs, revision: 0 };
    const text = recordedText(fact, canonicalText(data), part);
    await log.append(journal.size, [{ text, source, id, subject, recordedAt: openedUs }]);
    openedUs += 1;
  };
  await write('ledger.opened', 'ledger/main', {
    effectiveOn: openedOn,
    origin,
    openedOn,
    demonstration,
    rules: 1,
  });
  // The bureau is there wherever anyone is.
  for (const uscc of admitted.length === 0 ? [] : new Set([...admitted, USCC.bureau])) {
    const roles = uscc === USCC.bureau ? ['bureau'] : ['institution'];
    const subject = `participant/${uscc}`;
    await write('participant.admitted', subject, {
      effectiveOn: openedOn,
      name: '示例机构',
      kind: uscc === USCC.bureau ? 'government' : 'bank',
      roles,
    });
    for (const keyId of uscc === USCC.bureau ? ['first', 'second'] : [uscc])
      await write('key.issued', subject, {
        effectiveOn: openedOn,
        keyId,
        holder: `${uscc}/${keyId}`,
        digest: '0'.repeat(64),
        roles,
      });
  }
  /** Who posts unless told: the participant that the fact is of. */
  const posterOf = (fact: unknown): Actor => {
    if (admitted.length === 0) return LOCAL;
    const { source } = fact as Posted;
    return source === `urn:uscc:${USCC.bureau}`
      ? bureau('first')
      : institutionKey(source.slice('urn:uscc:'.length));
  };

  const recorder = createRecorder({
    log,
    journal: journal.reader,
    clock: {
      wallUs: () => {
        nowUs += TICK_US;
        return nowUs;
      },
      monotonicUs: () => nowUs,
    },
    findingOf: (id) => (findings.includes(id) ? { owners: concerned } : undefined),
    statements: statementsOf(options.statements ?? {}),
  });

  const when = async (fact: unknown, actor: Actor = posterOf(fact)): Promise<Answer> => {
    const taken =
      typeof fact === 'string' ? intakeText(fact, { demonstration }) : intakeValue(fact, { demonstration });
    if (!taken.ok) return { status: 'refused', refusals: taken.refusals };
    const [outcome] = await recorder.record({ facts: [taken], actor });
    return outcome as Answer;
  };

  const stored = (sequence: number): string => {
    const found = journal.reader.at(sequence);
    if (!found) throw new RangeError(`no event ${sequence}`);
    return found.text;
  };

  return {
    given: async (...facts) => {
      for (const fact of facts) {
        const answer = await when(fact);
        if (answer.status !== 'recorded')
          throw new Error(`${fact.type} is ${answer.status}: ${JSON.stringify(answer, null, 1)}`);
      }
    },
    when,
    together: async (facts, atomic = true) => {
      const taken = facts.map((fact) => {
        const one = intakeValue(fact, { demonstration });
        if (!one.ok) throw new Error(`${fact.type} is refused: ${JSON.stringify(one.refusals)}`);
        return one;
      });
      return (await recorder.record({ facts: taken, actor: LOCAL, atomic })) as readonly Answer[];
    },
    today: (date) => {
      nowUs = Math.max(nowUs, noon(date));
    },
    get size() {
      return journal.size;
    },
    event: (sequence) => JSON.parse(stored(sequence)) as RecordedEvent,
    leafHash: (sequence) => journal.reader.leafHash(sequence),
    close: async () => {
      await recorder.close();
      journal.close();
    },
  };
};

/** Refusals in short, in their order; none for an answer that is no refusal. */
export const refusalsOf = (answer: Answer): Short[] =>
  answer.status === 'refused'
    ? answer.refusals.map(
        ({ code, pointer, event }): Short => (event ? [code, pointer, event] : [code, pointer]),
      )
    : [];

/** The day after today, the last on which an event may lie. */
export const TOMORROW = addDays(TODAY, 1);
