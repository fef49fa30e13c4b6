import type { DataOf, EventType } from './catalogue.ts';
import { keyOf, type LoggedEvent } from './envelope.ts';
import type { Fact } from './lines/life.ts';
import type { FactKey } from './refusal.ts';

/**
 * Corrections first (domain.md §3.1, §4.8): from the recorded events of one subject to its facts as they stand. A
 * correction or withdrawal names the original fact; of several for one fact the last in the log holds. An approved
 * request takes effect as if posted at the place of its approval.
 */

/** The event by which a fact was last changed. */
export interface ChangeMark extends FactKey {
  readonly sequence: number;
}

/** A fact of the subject and what became of it. */
export interface Standing {
  readonly original: LoggedEvent;
  /** As it stands; undefined once it is withdrawn. */
  fact: Fact | undefined;
  correctedBy: ChangeMark | undefined;
  withdrawnBy: ChangeMark | undefined;
}

export interface ChangeRequest {
  readonly sequence: number;
  readonly key: FactKey;
  readonly recordedBy: string;
  readonly data: DataOf<'change.requested'>;
  decidedBy: (ChangeMark & { readonly approved: boolean }) | undefined;
}

export interface SubjectHistory {
  readonly events: readonly LoggedEvent[];
  /** By {@link keyOf}, in the order of the log. */
  readonly standings: ReadonlyMap<string, Standing>;
  readonly requests: ReadonlyMap<string, ChangeRequest>;
  /** Facts as they stand, in the order of the log. */
  readonly facts: readonly Fact[];
}

export const isCorrection = (type: EventType): type is 'fact.corrected' | 'fact.withdrawn' =>
  type === 'fact.corrected' || type === 'fact.withdrawn';

export const isChange = (
  type: EventType,
): type is 'change.requested' | 'change.approved' | 'change.rejected' =>
  type === 'change.requested' || type === 'change.approved' || type === 'change.rejected';

/** Whether an event is itself a fact of its subject, rather than about another one. */
export const isFact = (type: EventType): boolean => !isCorrection(type) && !isChange(type);

/** A recorded event as a fact. */
export const factOf = ({ sequence, event }: LoggedEvent): Fact =>
  ({ type: event.type, data: event.data, source: event.source, id: event.id, sequence }) as Fact;

interface Building {
  readonly standings: Map<string, Standing>;
  readonly requests: Map<string, ChangeRequest>;
}

const applyCorrection = (
  standings: Map<string, Standing>,
  type: 'fact.corrected' | 'fact.withdrawn',
  data: DataOf<'fact.corrected'> | DataOf<'fact.withdrawn'>,
  mark: ChangeMark,
): void => {
  const standing = standings.get(keyOf(data.supersedes));
  if (!standing) return;
  if (type === 'fact.withdrawn') {
    standing.fact = undefined;
    standing.withdrawnBy = mark;
    return;
  }
  const corrected = (data as DataOf<'fact.corrected'>).data;
  standing.fact = { ...factOf(standing.original), data: corrected } as unknown as Fact;
  standing.correctedBy = mark;
};

const decideRequest = (building: Building, logged: LoggedEvent): void => {
  const data = logged.event.data as DataOf<'change.approved'>;
  const request = building.requests.get(keyOf(data.request));
  if (!request) return;
  const mark = markOf(logged);
  const approved = logged.event.type === 'change.approved';
  request.decidedBy = { ...mark, approved };
  if (!approved) return;
  const { type } = request.data;
  if (isCorrection(type))
    applyCorrection(building.standings, type, request.data.data as unknown as DataOf<'fact.corrected'>, mark);
  else
    building.standings.set(keyOf(mark), {
      original: logged,
      fact: { type, data: request.data.data, ...mark } as unknown as Fact,
      correctedBy: undefined,
      withdrawnBy: undefined,
    });
};

export const markOf = ({ sequence, event }: LoggedEvent): ChangeMark => ({
  source: event.source,
  id: event.id,
  sequence,
});

const apply = (building: Building, logged: LoggedEvent): void => {
  const { event } = logged;
  const { type } = event;
  if (isCorrection(type)) {
    applyCorrection(building.standings, type, event.data as DataOf<'fact.corrected'>, markOf(logged));
  } else if (type === 'change.requested') {
    building.requests.set(keyOf(event), {
      sequence: logged.sequence,
      key: { source: event.source, id: event.id },
      recordedBy: event.recordedby,
      data: event.data as DataOf<'change.requested'>,
      decidedBy: undefined,
    });
  } else if (isChange(type)) decideRequest(building, logged);
  else
    building.standings.set(keyOf(event), {
      original: logged,
      fact: factOf(logged),
      correctedBy: undefined,
      withdrawnBy: undefined,
    });
};

/** Reads the recorded events of one subject, in the order of the log. */
export const readHistory = (events: readonly LoggedEvent[]): SubjectHistory => {
  const building: Building = { standings: new Map(), requests: new Map() };
  for (const logged of events) apply(building, logged);
  const facts: Fact[] = [];
  for (const standing of building.standings.values()) if (standing.fact) facts.push(standing.fact);
  return { events, ...building, facts };
};

/** How the ledger was opened, from the events of `ledger/main`: the last `ledger.opened` gives the origin. */
export const openingOf = (events: readonly LoggedEvent[]): DataOf<'ledger.opened'> | undefined =>
  events.findLast(({ event }) => event.type === 'ledger.opened')?.event.data as
    | DataOf<'ledger.opened'>
    | undefined;
