import indicators from '../seeds/indicators.json' with { type: 'json' };
import { shanghaiDate, startOfShanghaiDay } from './domain/calendar.ts';
import { type DataOf, type EventType, SCHEMAS, schemaName } from './domain/catalogue.ts';
import type { PostedFact } from './domain/envelope.ts';
import { OPERATOR } from './domain/identity.ts';
import { recordedText } from './domain/recordedText.ts';
import { LEDGER_SOURCE } from './domain/shapes.ts';
import type { LogEntry } from './log/port.ts';
import { RECORDED_LOCALLY } from './recorder/actor.ts';
import { derivedNonce, randomNonce } from './recorder/form.ts';
import { canonicalJson } from './transparency/index.ts';

/** The first events of a ledger: `ledger.opened` and the plan's targets (Annex 1 of the plan). */

export interface OpeningOptions {
  readonly origin: string;
  /** YYYY-MM-DD; a demonstration is always opened on {@link DEMONSTRATION_OPENED_ON}. */
  readonly openedOn: string | undefined;
  readonly demonstration: boolean;
  /** Whether the plan's targets are recorded. */
  readonly plan: boolean;
  /** Of the first key of the operator; a demonstration gets one with its first participant. */
  readonly operatorKey?: { readonly keyId: string; readonly digest: string } | undefined;
  /** Wall clock in microseconds. */
  readonly nowUs: number;
}

export const DEMONSTRATION_OPENED_ON = '2018-01-01';
export const DEMONSTRATION_SUFFIX = '/demo';

interface Opening {
  readonly type: EventType;
  readonly id: string;
  readonly subject: string;
  readonly data: unknown;
}

const planTargets = function* (effectiveOn: string): Generator<Opening> {
  for (const { code, required, targets } of indicators)
    for (const [year, target] of Object.entries(targets))
      yield {
        type: 'target.set',
        id: `target-${code}-${year}`,
        subject: `target/${code}`,
        data: {
          effectiveOn,
          indicator: code,
          year: Number.parseInt(year, 10),
          ...(required === null ? {} : { required }),
          target,
        },
      };
};

const operatorOpening = (
  effectiveOn: string,
  { keyId, digest }: { readonly keyId: string; readonly digest: string },
): Opening => {
  const data: DataOf<'key.issued'> = { effectiveOn, keyId, holder: OPERATOR, digest, roles: [OPERATOR] };
  return { type: 'key.issued', id: `key-${keyId}`, subject: 'ledger/main', data };
};

interface LedgerPart {
  readonly nonceOf: typeof randomNonce;
  readonly recordedAt: number;
  readonly revision: number;
}

const entryOf = (
  { type, id, subject, data }: Opening,
  { nonceOf, recordedAt, revision }: LedgerPart,
): LogEntry => {
  const checked = SCHEMAS[type].parse(data);
  const fact = {
    source: LEDGER_SOURCE,
    id,
    type,
    subject,
    dataschema: schemaName(type),
    data: checked,
  } as PostedFact;
  const text = recordedText(fact, canonicalJson(checked), {
    nonce: nonceOf(LEDGER_SOURCE, id),
    recordedBy: RECORDED_LOCALLY,
    recordedAt,
    revision,
  });
  return { text, source: LEDGER_SOURCE, id, subject, recordedAt };
};

/** The opening entries in order. A demonstration's clock begins at the start of its first day in Asia/Shanghai. */
export const openingEntries = (options: OpeningOptions): LogEntry[] => {
  const { demonstration, nowUs } = options;
  const openedOn = demonstration ? DEMONSTRATION_OPENED_ON : (options.openedOn ?? shanghaiDate(nowUs));
  const start = demonstration ? startOfShanghaiDay(openedOn) : nowUs;
  const nonceOf = demonstration ? derivedNonce(options.origin) : randomNonce;
  const opened: DataOf<'ledger.opened'> = {
    demonstration,
    effectiveOn: openedOn,
    openedOn,
    origin: options.origin,
    rules: 1,
  };
  const openings: Opening[] = [{ type: 'ledger.opened', id: 'opened', subject: 'ledger/main', data: opened }];
  if (options.plan) openings.push(...planTargets(openedOn));
  if (options.operatorKey) openings.push(operatorOpening(openedOn, options.operatorKey));
  const revisions = new Map<string, number>();
  return openings.map((opening, index) => {
    const { subject } = opening;
    const revision = revisions.get(subject) ?? 0;
    revisions.set(subject, revision + 1);
    return entryOf(opening, { nonceOf, recordedAt: start + index, revision });
  });
};

export interface ReopeningOptions {
  /** The new name of the log. */
  readonly origin: string;
  /** How it was opened before. */
  readonly before: DataOf<'ledger.opened'>;
  /** All of it that goes on under the new name. */
  readonly predecessor: NonNullable<DataOf<'ledger.opened'>['predecessor']>;
  readonly revision: number;
  readonly recordedAt: number;
}

/** A further `ledger.opened`: the log goes on under another name from what is left of it. */
export const reopeningEntry = (options: ReopeningOptions): LogEntry => {
  const { origin, before, predecessor, revision, recordedAt } = options;
  const { demonstration, openedOn, rules } = before;
  const opened: DataOf<'ledger.opened'> = {
    demonstration,
    effectiveOn: shanghaiDate(recordedAt),
    openedOn,
    origin,
    predecessor,
    rules,
  };
  const nonceOf = demonstration ? derivedNonce(origin) : randomNonce;
  return entryOf(
    { type: 'ledger.opened', id: `opened-${predecessor.treeSize}`, subject: 'ledger/main', data: opened },
    { nonceOf, recordedAt, revision },
  );
};
