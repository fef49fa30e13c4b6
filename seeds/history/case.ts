import { addDays, shanghaiDate, startOfShanghaiDay } from '../../src/domain/calendar.ts';
import type { DataOf, EventType } from '../../src/domain/catalogue.ts';
import type { FactKey } from '../../src/domain/refusal.ts';
import { SOURCE_PREFIX } from '../../src/domain/shapes.ts';
import type { ContractLine } from '../../src/domain/subject.ts';
import { LAST_BUSINESS_DAY, LAST_RECORDING_DAY, officeDay, officeTime } from './days.ts';
import { BUREAU } from './institutions.ts';
import type { Random } from './random.ts';

/**
 * A case: the facts about one contract (or record) in the order in which they were recorded, each with the day it
 * happened and the moment it was recorded. What would lie beyond the end of the demonstration is left out; since
 * nothing precedes what it depends on, what remains keeps the rules.
 */

/** A fact without its envelope. */
export interface Draft<T extends EventType = EventType> {
  readonly type: T;
  /** USCC of the institution that posts it. */
  readonly poster: string;
  readonly subject: string;
  readonly id: string;
  readonly data: DataOf<T>;
  /** Microseconds. */
  readonly recordedAt: number;
  /** When it happened, in microseconds; undefined where only the day is known. */
  readonly happenedAt: number | undefined;
}

export interface Filing {
  /** Days from the event to its recording; default one to six. */
  readonly delay?: number;
  /** Recorded after this fact whatever else the case has; later facts do not wait for it. */
  readonly after?: Draft;
  /** USCC of another poster, who posts only this fact. */
  readonly by?: string;
  /** Another contract on which the fact stands. */
  readonly subject?: string;
}

export type Fields<T extends EventType> = Omit<DataOf<T>, 'effectiveOn'>;

export interface Case {
  readonly subject: string;
  readonly drafts: readonly Draft[];
  /** Records a fact; undefined when it lies beyond the end. */
  post<T extends EventType>(type: T, on: string, fields: Fields<T>, filing?: Filing): Draft<T> | undefined;
  /** Lets another institution post from now on. */
  passTo(poster: string): void;
  /** Corrects or (without `fields`) withdraws a fact of the case, recorded on that day. */
  correct<T extends EventType>(target: Draft<T>, on: string, reason: string, fields?: Fields<T>): void;
  /** Requests the same of the bureau, which approves or rejects it some days later. */
  request<T extends EventType>(
    target: Draft<T>,
    on: string,
    decision: { readonly reason: string; readonly fields?: Fields<T>; readonly approved: boolean },
  ): void;
}

export interface CaseOptions {
  readonly random: Random;
  readonly line: ContractLine | 'observation' | 'period' | 'target';
  readonly poster: string;
  /** Names the case among those of its poster, for example `P2018-0001`. */
  readonly name: string;
  /** Case id of a record, which is not the poster's to choose. */
  readonly caseId?: string;
}

/** Begins every case id and fact id of the demonstration. */
export const LABEL = 'demo-';

/** Types that say something about a recorded fact; their date is the day of recording. */
const ABOUT_FACTS: ReadonlySet<EventType> = new Set([
  'fact.corrected',
  'fact.withdrawn',
  'change.requested',
  'change.approved',
  'change.rejected',
  'indicator.observed',
  'period.closed',
]);

const RECORDING_ENDS = startOfShanghaiDay(addDays(LAST_RECORDING_DAY, 1));
const MINUTE_US = 60_000_000;
const SECOND_US = 1_000_000;
const MINUTES_BETWEEN = 45;

export const keyOfDraft = ({ poster, id }: Draft): FactKey => ({ source: SOURCE_PREFIX + poster, id });

/** The day after which a fact was recorded, for what refers to it. */
export const dayAfter = ({ recordedAt }: Draft): string => officeDay(addDays(shanghaiDate(recordedAt), 1));

const correctionOf = (
  target: Draft,
  on: string,
  reason: string,
  fields: object | undefined,
): { readonly type: 'fact.corrected' | 'fact.withdrawn'; readonly data: Record<string, unknown> } => {
  const common = { effectiveOn: on, supersedes: keyOfDraft(target), reason };
  if (fields === undefined) return { type: 'fact.withdrawn', data: common };
  const data = { ...fields, effectiveOn: target.data.effectiveOn };
  return { type: 'fact.corrected', data: { ...common, data } };
};

/** Begins a case without facts. */
export const openCase = (options: CaseOptions): Case => {
  const { random, line, name } = options;
  const subject = `${line}/${options.caseId ?? `${options.poster}.${LABEL}${name}`}`;
  const drafts: Draft[] = [];
  let { poster } = options;
  let last = 0;
  let made = 0;

  const recordedAfter = (previous: number, on: string, delay: number): number => {
    const planned = officeTime(officeDay(addDays(on, delay)), random);
    const pause = random.between(1, MINUTES_BETWEEN) * MINUTE_US + random.below(SECOND_US);
    return planned > previous ? planned : previous + pause;
  };

  const post = <T extends EventType>(
    type: T,
    on: string,
    fields: Fields<T>,
    filing: Filing = {},
  ): Draft<T> | undefined => {
    made += 1;
    const delay = filing.delay ?? random.between(1, 6);
    const recordedAt = recordedAfter(filing.after?.recordedAt ?? last, on, delay);
    const happened = Math.floor(officeTime(on, random) / SECOND_US) * SECOND_US;
    const lastDay = ABOUT_FACTS.has(type) ? LAST_RECORDING_DAY : LAST_BUSINESS_DAY;
    if (on > lastDay || recordedAt >= RECORDING_ENDS) return undefined;
    const draft: Draft<T> = {
      type,
      poster: filing.by ?? poster,
      subject: filing.subject ?? subject,
      id: `${LABEL}${name}.${made}`,
      data: { effectiveOn: on, ...fields } as unknown as DataOf<T>,
      recordedAt,
      happenedAt: happened < recordedAt ? happened : undefined,
    };
    if (filing.after === undefined) last = recordedAt;
    drafts.push(draft as unknown as Draft);
    return draft;
  };

  const correction = (target: Draft, on: string, reason: string, fields: object | undefined) => {
    const day = officeDay(on);
    return { day, ...correctionOf(target, day, reason, fields) };
  };

  return {
    subject,
    drafts,
    post,
    passTo: (next) => {
      poster = next;
    },
    correct: (target, on, reason, fields) => {
      const after = target as unknown as Draft;
      const { day, type, data } = correction(after, on, reason, fields);
      post(type, day, data as unknown as Fields<typeof type>, { delay: 0, after });
    },
    request: (target, on, { reason, fields, approved }) => {
      const after = target as unknown as Draft;
      const { day, type, data } = correction(after, on, reason, fields);
      const inner = data as Fields<'change.requested'>['data'];
      const requested = post('change.requested', day, { type, data: inner, reason }, { delay: 0, after });
      if (!requested) return;
      const decidedOn = officeDay(addDays(day, random.between(3, 9)));
      const request = keyOfDraft(requested);
      const filing = { delay: 0, by: BUREAU.uscc, after: requested };
      if (approved) post('change.approved', decidedOn, { request }, filing);
      else post('change.rejected', decidedOn, { request, reason: '依据不足，不予更正（虚构）' }, filing);
    },
  };
};
