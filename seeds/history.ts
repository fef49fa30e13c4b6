import {
  type Month,
  monthNumber,
  monthOf,
  monthText,
  startOfShanghaiDay,
  timeText,
} from '../src/domain/calendar.ts';
import type { EventType } from '../src/domain/catalogue.ts';
import { SOURCE_PREFIX } from '../src/domain/shapes.ts';
import { budgetDrafts, budgetsIn } from './history/budgets.ts';
import { bureauDrafts } from './history/bureau.ts';
import type { Draft } from './history/case.ts';
import { FIRST_BUSINESS_DAY, LAST_RECORDING_DAY } from './history/days.ts';
import { dealDrafts } from './history/deals.ts';
import { fundDrafts } from './history/funds.ts';
import { occasionDrafts } from './history/occasions.ts';
import { pledgeDrafts } from './history/pledges.ts';
import { policyDrafts } from './history/policies.ts';
import { poolDrafts } from './history/pools.ts';
import { securitizationDrafts } from './history/securitizations.ts';
import { createWorld, type DemonstrationOptions, type World } from './history/world.ts';

/**
 * A demonstration history of 2018 to 2021: what the institutions of a city might have reported, with the late reports,
 * corrections, revocations and conflicts that a ledger has to bear. Nothing in it is real, and every name says so.
 *
 * It is streamed week by week. A case is made when its month begins and again in every week in which one of its facts
 * was recorded, so that beside the facts of one week only a number is kept for each case and week to come.
 */

export type { DemonstrationOptions } from './history/world.ts';

/** A fact ready to be posted to a demonstration ledger. */
export interface DemonstrationFact {
  readonly specversion: '1.0';
  readonly id: string;
  /** `urn:uscc:<code of the institution>` */
  readonly source: string;
  readonly type: EventType;
  readonly subject: string;
  /** When it happened at the poster, RFC 3339. */
  readonly time?: string;
  readonly datacontenttype: 'application/json';
  /** When it was recorded, RFC 3339 with microseconds. */
  readonly recordedtime: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** A sort of cases: how many begin in a month, and what each of them is. */
interface Series {
  readonly casesIn: (world: World, month: Month) => number;
  readonly draftsOf: (world: World, month: Month, index: number) => readonly Draft[];
}

const POOLS_OPENED_IN = monthNumber(2019, 9);

const SERIES: readonly Series[] = [
  {
    casesIn: (world, month) => world.casesIn('pledge', month),
    draftsOf: (world, month, index) => pledgeDrafts(world, { line: 'pledge', month, index }),
  },
  {
    casesIn: (world, month) => world.casesIn('policy', month),
    draftsOf: (world, month, index) => policyDrafts(world, { line: 'policy', month, index }),
  },
  {
    casesIn: (world, month) => world.casesIn('deal', month),
    draftsOf: (world, month, index) => dealDrafts(world, { line: 'deal', month, index }),
  },
  {
    casesIn: ({ scale }, month) => (month === POOLS_OPENED_IN ? scale : 0),
    draftsOf: (world, _month, index) => poolDrafts(world, index),
  },
  { casesIn: budgetsIn, draftsOf: budgetDrafts },
];

const FIRST_MONTH = monthOf(FIRST_BUSINESS_DAY);
const MONTHS = monthOf(LAST_RECORDING_DAY) - FIRST_MONTH + 1;

/** The week in which a moment lies, from 0. */
type Week = number;
const WEEK_US = 7 * 24 * 3_600_000_000;
const FIRST_WEEK_US = startOfShanghaiDay(`${monthText(FIRST_MONTH)}-01`);
const weekOf = (us: number): Week => Math.floor((us - FIRST_WEEK_US) / WEEK_US);
const LAST_WEEK = weekOf(startOfShanghaiDay(LAST_RECORDING_DAY));
const firstWeekOf = (month: Month): Week => weekOf(startOfShanghaiDay(`${monthText(month)}-01`));
const recordedIn = ({ recordedAt }: Draft): Week => weekOf(recordedAt);

/** Cases with facts in a week to come, each as one number. */
const createAgenda = (world: World) => {
  const due = new Map<Week, number[]>();
  /** Puts down a case for each week in which facts of it were recorded. */
  const add = (series: number, month: Month, index: number): void => {
    const packed = (index * MONTHS + (month - FIRST_MONTH)) * SERIES.length + series;
    const weeks = new Set((SERIES[series] as Series).draftsOf(world, month, index).map(recordedIn));
    for (const week of weeks) {
      const known = due.get(week);
      if (known) known.push(packed);
      else due.set(week, [packed]);
    }
  };
  return {
    /** Puts down all cases that begin in a month. */
    addMonth: (month: Month): void => {
      SERIES.forEach(({ casesIn }, series) => {
        const count = casesIn(world, month);
        for (let index = 0; index < count; index += 1) add(series, month, index);
      });
    },
    /** Makes the cases due in a week again and gives the facts of that week. */
    take: (week: Week): Draft[] => {
      const drafts: Draft[] = [];
      for (const packed of due.get(week) ?? []) {
        const rest = Math.floor(packed / SERIES.length);
        const { draftsOf } = SERIES[packed % SERIES.length] as Series;
        const made = draftsOf(world, FIRST_MONTH + (rest % MONTHS), Math.floor(rest / MONTHS));
        for (const draft of made) if (recordedIn(draft) === week) drafts.push(draft);
      }
      due.delete(week);
      return drafts;
    },
  };
};

/** The drafts recorded in each week, in no particular order. */
const draftsByWeek = function* (world: World): Generator<Draft[]> {
  const agenda = createAgenda(world);
  // The few cases that do not grow with the scale are made once.
  const few = Map.groupBy(
    [...bureauDrafts(world), ...fundDrafts(world), ...securitizationDrafts(world), ...occasionDrafts(world)],
    recordedIn,
  );
  let month = FIRST_MONTH;
  for (let week = 0; week <= LAST_WEEK; week += 1) {
    for (; firstWeekOf(month) <= week; month += 1) agenda.addMonth(month);
    yield [...(few.get(week) ?? []), ...agenda.take(week)];
  }
};

const SHANGHAI = '+08:00';
const SHANGHAI_OFFSET_US = 8 * 3_600_000_000;

/** In the local time of the poster, to the second. */
const localTime = (us: number): string => `${timeText(us + SHANGHAI_OFFSET_US).slice(0, 19)}${SHANGHAI}`;

const factOf = (draft: Draft, recordedAt: number): DemonstrationFact => ({
  specversion: '1.0',
  id: draft.id,
  source: SOURCE_PREFIX + draft.poster,
  type: draft.type,
  subject: draft.subject,
  ...(draft.happenedAt === undefined ? {} : { time: localTime(draft.happenedAt) }),
  datacontenttype: 'application/json',
  recordedtime: timeText(recordedAt),
  data: draft.data as unknown as Readonly<Record<string, unknown>>,
});

const inRecordedOrder = (a: Draft, b: Draft): number => a.recordedAt - b.recordedAt;

/**
 * The demonstration history, in strictly increasing order of `recordedtime`. The same seed and scale give the same
 * facts; a ledger opened for a demonstration on 2018-01-01 takes them all.
 *
 * @throws RangeError when the seed is no integer or the scale is out of its range, with the first fact.
 */
export const demonstrationHistory = function* (options: DemonstrationOptions): Generator<DemonstrationFact> {
  const world = createWorld(options);
  let last = 0;
  for (const drafts of draftsByWeek(world))
    for (const draft of drafts.sort(inRecordedOrder)) {
      last = Math.max(draft.recordedAt, last + 1);
      yield factOf(draft, last);
    }
};

/** Measured over some seeds: facts for each unit of scale, and those that every demonstration has. */
const FACTS_PER_SCALE = 2_770;
const FACTS_ALWAYS = 215;

/** An estimate of the number of facts, within five percent, for the total of a progress bar. */
export const demonstrationCount = ({ scale }: DemonstrationOptions): number =>
  FACTS_ALWAYS + FACTS_PER_SCALE * scale;
