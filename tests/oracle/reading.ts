/**
 * The one reading of every contract at a size of the log: corrections first, then business order, then what is
 * void from the start. Always a full scan of the log; nothing is carried from one size to the next.
 */

export type Json = string | number | boolean | null | readonly Json[] | Data;
export type Data = { readonly [name: string]: Json };

/** A fact as an institution posts it. */
export type PostableFact = {
  readonly specversion: '1.0';
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly subject: string;
  readonly recordedtime?: string;
  readonly data: Data;
};

/** An event as the ledger hands it out; its place in the list is its sequence number. */
export type RecordedEvent = {
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly subject: string;
  readonly data: Data;
  readonly recordedtime: string;
  readonly recordedby: string;
  readonly revision: number | string;
};

/** A fact with the data that it has in the reading. */
export type StandingFact = {
  readonly sequence: number;
  readonly source: string;
  readonly id: string;
  readonly type: string;
  readonly subject: string;
  readonly data: Data;
  readonly effectiveOn: string;
};

export type FactState = {
  readonly sequence: number;
  readonly event: RecordedEvent;
  /** The data in force, or null when the fact is withdrawn. */
  readonly data: Data | null;
  /** Sequence numbers of what corrected or withdrew it, as they took effect. */
  readonly changedAt: readonly number[];
  /** Recorded as itself (and can be corrected), not by an approval. */
  readonly direct: boolean;
};

export const text = (data: Data, name: string): string => {
  const value = data[name];
  if (typeof value !== 'string') throw new Error(`${name} is not text`);
  return value;
};
export const optionalText = (data: Data, name: string): string | undefined =>
  data[name] === undefined ? undefined : text(data, name);
export const integer = (data: Data, name: string): number => {
  const value = data[name];
  if (typeof value !== 'number') throw new Error(`${name} is not a number`);
  return value;
};
export const isRecord = (value: Json | undefined): value is Data =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
export const record = (data: Data, name: string): Data => {
  const value = data[name];
  if (!isRecord(value)) throw new Error(`${name} is not an object`);
  return value;
};
export const optionalRecord = (data: Data, name: string): Data | undefined =>
  data[name] === undefined ? undefined : record(data, name);
export const records = (data: Data, name: string): readonly Data[] => {
  const value = data[name];
  if (!Array.isArray(value)) throw new Error(`${name} is not a list`);
  return value.filter(isRecord);
};

/** Microseconds since 1970 of an RFC 3339 time. */
export function instant(time: string): bigint {
  const match = /^(\d{4}-\d\d-\d\d)[Tt](\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?([Zz]|[+-]\d\d:\d\d)$/.exec(time);
  if (match === null) throw new Error(`not a time: ${time}`);
  const offset = match[4]?.toUpperCase() ?? 'Z';
  const seconds = Date.parse(`${match[1]}T${match[2]}${offset}`);
  return BigInt(seconds) * 1000n + BigInt((match[3] ?? '').padEnd(6, '0').slice(0, 6));
}

const DAY = 86_400_000_000n;
const SHANGHAI = 28_800_000_000n;

/** The moment at which a day begins in Asia/Shanghai. */
export const startOfDay = (date: string): bigint =>
  BigInt(Date.parse(`${date}T00:00:00Z`)) * 1000n - SHANGHAI;

/** The day in Asia/Shanghai of a moment. */
export const dayOf = (moment: bigint): string =>
  new Date(Number((moment + SHANGHAI) / 1000n)).toISOString().slice(0, 10);

export const nextDay = (date: string): string => dayOf(startOfDay(date) + DAY);

/** How many events were recorded by the end of a day in Asia/Shanghai. */
export function sizeAsOf(events: readonly RecordedEvent[], date: string): number {
  const end = startOfDay(nextDay(date));
  return events.filter((event) => instant(event.recordedtime) < end).length;
}

export const CONTRACT_LINES = [
  'pledge',
  'policy',
  'deal',
  'fund',
  'securitization',
  'riskPool',
  'budget',
] as const;

const FIRST_TYPES = new Set([
  'pledge.registered',
  'policy.bound',
  'deal.signed',
  'fund.established',
  'programme.approved',
  'riskPool.funded',
  'budget.appropriated',
]);

export const isFirst = (type: string): boolean => FIRST_TYPES.has(type);

export const lineOf = (subject: string): string => subject.slice(0, subject.indexOf('/'));

const BOOKKEEPING = /^(ledger|rules|participant|key|period|report|bulletin|change|finding|fact)\./;

/** What corrections, withdrawals and approvals have made of every fact of a prefix of the log. */
export function factStates(events: readonly RecordedEvent[], size: number = events.length): FactState[] {
  const states: FactState[] = [];
  const change = (sequence: number, type: string, data: Data): void => {
    const named = record(data, 'supersedes');
    const index = states.findIndex(
      (state) => state.direct && state.event.source === named.source && state.event.id === named.id,
    );
    const state = states[index];
    if (state === undefined) throw new Error(`nothing to change at ${sequence}`);
    states[index] = {
      ...state,
      data: type === 'fact.withdrawn' ? null : record(data, 'data'),
      changedAt: [...state.changedAt, sequence],
    };
  };
  for (let sequence = 0; sequence < size; sequence += 1) {
    const event = events[sequence];
    if (event === undefined) throw new Error('size beyond the log');
    if (event.type === 'fact.corrected' || event.type === 'fact.withdrawn') {
      change(sequence, event.type, event.data);
    } else if (event.type === 'change.approved') {
      const request = requestOf(events, size, event);
      const type = text(request.data, 'type');
      const data = record(request.data, 'data');
      if (type.startsWith('fact.')) change(sequence, type, data);
      else {
        const effect = { ...event, type, data };
        states.push({ sequence, event: effect, data, changedAt: [], direct: false });
      }
    } else if (!BOOKKEEPING.test(event.type)) {
      states.push({ sequence, event, data: event.data, changedAt: [], direct: true });
    }
  }
  return states;
}

/** The request that an approval or a rejection names. */
export function requestOf(
  events: readonly RecordedEvent[],
  size: number,
  decision: { readonly subject: string; readonly data: Data },
): RecordedEvent {
  const named = record(decision.data, 'request');
  const found = events
    .slice(0, size)
    .find(
      (event) =>
        event.type === 'change.requested' &&
        event.subject === decision.subject &&
        event.source === named.source &&
        event.id === named.id,
    );
  if (found === undefined) throw new Error('no such request');
  return found;
}

export function standingFacts(states: readonly FactState[]): StandingFact[] {
  return states.flatMap(({ sequence, event, data }) =>
    data === null
      ? []
      : [
          {
            sequence,
            source: event.source,
            id: event.id,
            type: event.type,
            subject: event.subject,
            data,
            effectiveOn: text(data, 'effectiveOn'),
          },
        ],
  );
}

/** Business order: day, the line's first event before others, place in the log of the original fact. */
export function businessOrder(facts: readonly StandingFact[]): StandingFact[] {
  return [...facts].sort((a, b) => {
    if (a.effectiveOn !== b.effectiveOn) return a.effectiveOn < b.effectiveOn ? -1 : 1;
    const [first, second] = [isFirst(a.type) ? 0 : 1, isFirst(b.type) ? 0 : 1];
    return first !== second ? first - second : a.sequence - b.sequence;
  });
}

/**
 * The fact that makes a whole contract void from the start, or null. A pledge is void by a revocation without a
 * number, or by the revocation, last in the log, that leaves no registration standing.
 */
export function voidingFact(facts: readonly StandingFact[]): StandingFact | null {
  const whole = facts.find(
    (fact) =>
      fact.type === 'policy.voided' ||
      fact.type === 'deal.rescinded' ||
      (fact.type === 'pledge.revoked' && fact.data.registrationNumber === undefined),
  );
  if (whole !== undefined) return whole;
  const registered = facts.filter(
    (fact) => fact.type === 'pledge.registered' || fact.type === 'pledge.registrationAdded',
  );
  const revocations = facts.filter((fact) => fact.type === 'pledge.revoked');
  const revoked = new Set(revocations.map((fact) => fact.data.registrationNumber));
  const noneStands = registered.every((fact) => revoked.has(fact.data.registrationNumber));
  if (registered.length === 0 || !noneStands) return null;
  return revocations.reduce((last, fact) => (fact.sequence > last.sequence ? fact : last));
}

/** How many standing rescissions of a fund's project come before a fact in the log: the number of its life. */
export const lifeOf = (facts: readonly StandingFact[], fact: StandingFact): number =>
  facts.filter(
    (other) =>
      other.type === 'investment.rescinded' &&
      other.data.projectId === fact.data.projectId &&
      other.sequence < fact.sequence,
  ).length;

/** A life of a project is void when a standing rescission comes after it in the log. */
export const isRescinded = (facts: readonly StandingFact[], fact: StandingFact): boolean =>
  facts.some(
    (other) =>
      other.type === 'investment.rescinded' &&
      other.data.projectId === fact.data.projectId &&
      other.sequence > fact.sequence,
  );
