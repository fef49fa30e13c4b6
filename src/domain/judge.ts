import type { Actor } from './actor.ts';
import { publicationOf } from './bulletins.ts';
import { addDays, EARLIEST_EFFECTIVE_ON, type Month, monthOf, shanghaiDate, yearOf } from './calendar.ts';
import { type AnyData, CATALOGUE, type DataOf, type EventType } from './catalogue.ts';
import { type ContractTail, decideNext, onlyAdds, readContract, standsAlone } from './contract.ts';
import { keyOf, type PostedFact, withData } from './envelope.ts';
import { DERIVED_INDICATORS } from './events/bureau.ts';
import { type FindingConcern, findingRefusal } from './findingRules.ts';
import {
  type ChangeRequest,
  isChange,
  isCorrection,
  isFact,
  type Standing,
  type SubjectHistory,
} from './history.ts';
import { holderOf, type Identity, isSameHolder } from './identity.ts';
import { LIFE_CYCLES } from './lines/index.ts';
import type { Fact, Violation } from './lines/life.ts';
import { ownerOf } from './ownership.ts';
import { participantRefusal } from './participantRules.ts';
import { type Refusal, refuse } from './refusal.ts';
import { SOURCE_PREFIX } from './shapes.ts';
import { adoptionRefusal, bulletinRefusal, reportRefusal } from './statementRules.ts';
import type { Statements } from './statements.ts';
import { isContractLine, splitSubject, subjectForm } from './subject.ts';
import { type Validated, validateData } from './validation.ts';

/**
 * Whether a fact may be recorded by everything recorded before it (domain.md §3, §4, §9). Pure: what it needs to know of
 * the rest of the ledger comes in its context.
 */

export interface JudgeContext {
  /** Recorded time the fact would get, in microseconds. */
  readonly recordedAt: number;
  readonly demonstration: boolean;
  /** `openedOn` of the ledger, YYYY-MM-DD. */
  readonly openedOn: string;
  readonly actor: Actor;
  /** Who is admitted, with which keys: once anyone is, contracts are written by their owners only. */
  readonly identity: Identity;
  readonly isMonthClosed: (month: Month) => boolean;
  /** Whom a finding concerns, undefined for one that is not there. */
  readonly findingOf: (id: string) => FindingConcern | undefined;
  readonly statements: Statements;
}

/** What a subject's history is to a new fact: its events only when the fact does more than add to the end. */
export interface SubjectView {
  readonly tail: ContractTail | undefined;
  readonly isNew: boolean;
  readonly history: () => SubjectHistory;
}

const refusalOf = (broken: Violation, pointer: string = broken.pointer): Refusal =>
  refuse(broken.code, {
    pointer,
    ...(broken.value === undefined ? {} : { value: broken.value }),
    ...(broken.with === undefined ? {} : { with: broken.with }),
  });

/** A rule broken by the new fact itself points into it; one broken by another recorded event at `/data` (domain.md §9). */
const refusalOfBroken = (
  broken: { readonly fact: Fact; readonly violation: Violation },
  isNew: (fact: Fact) => boolean,
): Refusal => {
  if (isNew(broken.fact)) return refusalOf(broken.violation);
  const { source, id } = broken.fact;
  return { ...refusalOf(broken.violation, '/data'), event: { source, id } };
};

const dateRefusal = (effectiveOn: string, context: JudgeContext, pointer: string): Refusal | undefined => {
  const today = shanghaiDate(context.recordedAt);
  if (effectiveOn >= EARLIEST_EFFECTIVE_ON && effectiveOn <= today) return undefined;
  const max = addDays(today, 1);
  return effectiveOn < EARLIEST_EFFECTIVE_ON || effectiveOn > max
    ? refuse('EFFECTIVE_RANGE', {
        pointer,
        value: effectiveOn,
        with: { min: EARLIEST_EFFECTIVE_ON, max },
      })
    : undefined;
};

const datesRefusal = (fact: PostedFact, context: JudgeContext): Refusal | undefined => {
  if (fact.seen && isFact(fact.type)) return dateRefusal(fact.seen.effectiveOn, context, '/data/effectiveOn');
  const inner = innermost(fact.type, fact.data);
  let data: AnyData | undefined = fact.data;
  for (let pointer = '/data'; data !== undefined; pointer += '/data') {
    const found = dateRefusal(data.effectiveOn, context, `${pointer}/effectiveOn`);
    if (found) return found;
    data = data === inner ? undefined : ((data as { data?: AnyData }).data as AnyData | undefined);
  }
  return undefined;
};

/** The data of the fact that a correction or a request is about in the end. */
const innermost = (type: EventType, data: AnyData): AnyData => {
  if (type === 'fact.corrected') return (data as DataOf<'fact.corrected'>).data as unknown as AnyData;
  if (type !== 'change.requested') return data;
  const request = data as DataOf<'change.requested'>;
  return innermost(request.type, request.data as unknown as AnyData);
};

/**
 * The data inside a correction or a request, checked by the schema of the type that it is of and put into canonical form.
 * Which type a correction's is only the log can say; `typeOf` answers it, or undefined for a fact it does not know: such a
 * correction is refused when it is judged.
 */
export const validateInner = (
  fact: PostedFact,
  typeOf: (key: string) => EventType | undefined,
): Validated<PostedFact> => {
  const checked = innerData(fact.type, fact.data, '/data', typeOf);
  return checked.ok ? { ok: true, value: withData(fact, checked.value) } : checked;
};

const innerData = (
  type: EventType,
  data: AnyData,
  pointer: string,
  typeOf: (key: string) => EventType | undefined,
): Validated<AnyData> => {
  if (type === 'change.requested') {
    const request = data as DataOf<'change.requested'>;
    const outer = validateData(request.type, request.data, `${pointer}/data`);
    if (!outer.ok) return outer;
    const inner = innerData(request.type, outer.value as AnyData, `${pointer}/data`, typeOf);
    return inner.ok ? { ok: true, value: { ...request, data: inner.value } as unknown as AnyData } : inner;
  }
  if (!isCorrection(type)) return { ok: true, value: data };
  const { supersedes } = data as DataOf<'fact.withdrawn'>;
  const original = typeOf(keyOf(supersedes));
  if (original !== undefined && !isCorrectableType(original))
    return {
      ok: false,
      refusals: [refuse('NOT_CORRECTABLE', { pointer: `${pointer}/supersedes`, value: supersedes })],
    };
  if (original === undefined || type === 'fact.withdrawn') return { ok: true, value: data };
  const correction = data as DataOf<'fact.corrected'>;
  const inner = validateData(original, correction.data, `${pointer}/data`);
  return inner.ok ? { ok: true, value: { ...correction, data: inner.value } as unknown as AnyData } : inner;
};

const CORRECTABLE_RECORDS: ReadonlySet<EventType> = new Set(['indicator.observed', 'target.set']);

const isCorrectableType = (type: EventType): boolean =>
  CORRECTABLE_RECORDS.has(type) ||
  (isFact(type) && CATALOGUE.get(type)?.lines.every(isContractLine) === true);

const isCorrectable = (fact: PostedFact, standing: Standing): boolean => {
  const { line } = splitSubject(fact.subject);
  const { type } = standing.original.event;
  return isContractLine(line) ? !isChange(type) : CORRECTABLE_RECORDS.has(type);
};

interface Correction {
  readonly type: 'fact.corrected' | 'fact.withdrawn';
  readonly data: DataOf<'fact.corrected'> | DataOf<'fact.withdrawn'>;
}

const SUPERSEDES = '/data/supersedes';

const standingToCorrect = (
  fact: PostedFact,
  correction: Correction,
  history: SubjectHistory,
): Standing | Refusal => {
  const { supersedes } = correction.data;
  const refused = (code: 'SUPERSEDES_UNKNOWN' | 'NOT_CORRECTABLE' | 'ALREADY_WITHDRAWN'): Refusal =>
    refuse(code, { pointer: SUPERSEDES, value: supersedes });
  const standing = history.standings.get(keyOf(supersedes));
  if (!standing) {
    const known = history.events.some(({ event }) => keyOf(event) === keyOf(supersedes));
    return refused(known ? 'NOT_CORRECTABLE' : 'SUPERSEDES_UNKNOWN');
  }
  if (!isCorrectable(fact, standing)) return refused('NOT_CORRECTABLE');
  return standing.fact ? standing : refused('ALREADY_WITHDRAWN');
};

const closedMonthRefusal = (
  correction: Correction,
  standing: Standing,
  context: JudgeContext,
): Refusal | undefined => {
  const standingOn = standing.fact?.data.effectiveOn ?? '';
  if (context.isMonthClosed(monthOf(standingOn)))
    return refuse('PERIOD_CLOSED', { pointer: SUPERSEDES, value: standingOn });
  if (correction.type === 'fact.withdrawn') return undefined;
  const correctedOn = innermost(correction.type, correction.data).effectiveOn;
  return context.isMonthClosed(monthOf(correctedOn))
    ? refuse('PERIOD_CLOSED', { pointer: '/data/data/effectiveOn', value: correctedOn })
    : undefined;
};

/** Facts of the subject as they would stand after the correction. */
const factsAfter = (history: SubjectHistory, correction: Correction, target: Standing): Fact[] =>
  history.facts.flatMap((fact) => {
    if (fact !== target.fact) return [fact];
    if (correction.type === 'fact.withdrawn') return [];
    return [{ ...fact, data: (correction.data as DataOf<'fact.corrected'>).data } as unknown as Fact];
  });

const judgeCorrection = (
  fact: PostedFact,
  correction: Correction,
  history: SubjectHistory,
  context: JudgeContext,
  approved: boolean,
): Refusal | undefined => {
  const standing = standingToCorrect(fact, correction, history);
  if ('code' in standing) return standing;
  if (!approved) {
    if (standing.original.event.type === 'target.set' || standing.fact?.type === 'target.set')
      return refuse('FOUR_EYES', { pointer: '/type', value: fact.type });
    const closed = closedMonthRefusal(correction, standing, context);
    if (closed) return closed;
  }
  const after = factsAfter(history, correction, standing);
  const { line } = splitSubject(fact.subject);
  if (isContractLine(line)) {
    const { broken } = readContract(line, after);
    return broken ? refusalOfBroken(broken, () => false) : undefined;
  }
  const corrected = after.find((item) => item.sequence === standing.fact?.sequence);
  return corrected ? recordRuleRefusal(fact.subject, corrected, context, '/data/data') : undefined;
};

/** The request that a decision names, if it waits and has not been overtaken. */
const waitingRequest = (
  fact: PostedFact,
  history: SubjectHistory,
): { readonly request: ChangeRequest } | Refusal => {
  const { request: key } = fact.data as DataOf<'change.approved'>;
  const request = history.requests.get(keyOf(key));
  const pointer = '/data/request';
  if (!request) return refuse('REQUEST_UNKNOWN', { pointer, value: key });
  return request.decidedBy ? refuse('REQUEST_DECIDED', { pointer, value: key }) : { request };
};

/** Whether the subject has changed since the request in what the request touches. */
const isStale = (request: ChangeRequest, history: SubjectHistory): boolean => {
  const { type, data } = request.data;
  if (isCorrection(type)) {
    const standing = history.standings.get(keyOf((data as unknown as DataOf<'fact.withdrawn'>).supersedes));
    const changed = standing?.withdrawnBy ?? standing?.correctedBy;
    return changed !== undefined && latest(standing) > request.sequence;
  }
  if (type === 'bulletin.published') return isPublished(history);
  if (type !== 'target.set') return false;
  const { year } = data as unknown as DataOf<'target.set'>;
  return [...history.standings.values()].some(
    (standing) =>
      yearOfTarget(standing) === year &&
      Math.max(standing.original.sequence, latest(standing)) > request.sequence,
  );
};

/** A subject holds one bulletin: published, it never changes. */
const isPublished = (history: SubjectHistory): boolean => publicationOf(history.events) !== undefined;

const yearOfTarget = (standing: Standing): number | undefined => {
  const { event } = standing.original;
  if (standing.fact?.type === 'target.set') return standing.fact.data.year;
  return event.type === 'target.set' ? (event.data as DataOf<'target.set'>).year : undefined;
};

const latest = (standing: Standing | undefined): number =>
  Math.max(standing?.correctedBy?.sequence ?? -1, standing?.withdrawnBy?.sequence ?? -1);

const isFourEyes = (request: ChangeRequest, context: JudgeContext): boolean => {
  if (context.actor.isLocal && !context.identity.hasParticipants) return context.demonstration;
  return (
    !isSameHolder(holderOf(context.identity, request.recordedBy), context.actor.holder) &&
    request.recordedBy !== context.actor.recordedBy
  );
};

const judgeDecision = (
  fact: PostedFact,
  history: SubjectHistory,
  context: JudgeContext,
): Refusal | undefined => {
  const found = waitingRequest(fact, history);
  if ('code' in found) return found;
  if (fact.type === 'change.rejected') return undefined;
  const { request } = found;
  const pointer = '/data/request';
  if (!isFourEyes(request, context)) return refuse('FOUR_EYES', { pointer, value: request.key });
  if (isStale(request, history)) return refuse('REQUEST_STALE', { pointer, value: request.key });
  const again = judgeAgain(fact, request, history, context);
  return again && { ...again, pointer: again.event ? '/data' : pointer };
};

/** The rules for what a request asks for, at the place of its approval. */
const judgeAgain = (
  fact: PostedFact,
  request: ChangeRequest,
  history: SubjectHistory,
  context: JudgeContext,
): Refusal | undefined => {
  const { type, data } = request.data;
  if (type === 'bulletin.published')
    return bulletinRefusal(data as unknown as DataOf<'bulletin.published'>, context.statements, '');
  return isCorrection(type)
    ? judgeCorrection(fact, { type, data: data as unknown as Correction['data'] }, history, context, true)
    : undefined;
};

/** A line on whose subjects a request of that kind stands. */
const lineRefusal = (fact: PostedFact, expected: 'target' | 'bulletin'): Refusal | undefined =>
  splitSubject(fact.subject).line === expected
    ? undefined
    : refuse('SUBJECT_FORM', {
        pointer: '/subject',
        value: fact.subject,
        with: { expected: subjectForm(expected) },
      });

const judgeBulletinRequest = (
  fact: PostedFact,
  history: SubjectHistory,
  { statements }: JudgeContext,
): Refusal | undefined => {
  const { data } = fact.data as DataOf<'change.requested'>;
  const found = lineRefusal(fact, 'bulletin');
  if (found) return found;
  if (isPublished(history)) return refuse('ALREADY_DONE', { pointer: '/subject', value: fact.subject });
  return bulletinRefusal(data as unknown as DataOf<'bulletin.published'>, statements, '/data/data');
};

const judgeRequest = (
  fact: PostedFact,
  history: SubjectHistory,
  context: JudgeContext,
): Refusal | undefined => {
  const { type, data } = fact.data as DataOf<'change.requested'>;
  const { caseId } = splitSubject(fact.subject);
  if (isCorrection(type)) {
    const found = standingToCorrect(fact, { type, data: data as unknown as Correction['data'] }, history);
    return 'code' in found ? { ...found, pointer: '/data/data/supersedes' } : undefined;
  }
  if (type === 'bulletin.published') return judgeBulletinRequest(fact, history, context);
  const misplaced = lineRefusal(fact, 'target');
  if (misplaced) return misplaced;
  const { indicator } = data as unknown as DataOf<'target.set'>;
  return indicator === caseId
    ? undefined
    : refuse('SUBJECT_MISMATCH', {
        pointer: '/data/data/indicator',
        value: indicator,
        with: { expected: caseId },
      });
};

/** Rules of the bureau's own records that one fact breaks or keeps by itself; `pointer` is where its data stands. */
const recordRuleRefusal = (
  subject: string,
  fact: { readonly type: EventType; readonly data: AnyData },
  context: JudgeContext,
  pointer: string,
): Refusal | undefined => {
  const { caseId } = splitSubject(subject);
  const mismatch = (field: string, value: string): Refusal | undefined =>
    value === caseId
      ? undefined
      : refuse('SUBJECT_MISMATCH', { pointer: `${pointer}/${field}`, value, with: { expected: caseId } });
  switch (fact.type) {
    case 'indicator.observed': {
      const { indicator, year } = fact.data as DataOf<'indicator.observed'>;
      const found = mismatch('indicator', indicator);
      if (found) return found;
      const beganBefore = year <= yearOf(context.openedOn) - (context.openedOn.endsWith('-01-01') ? 1 : 0);
      return DERIVED_INDICATORS.has(indicator) && !beganBefore
        ? refuse('NOT_OBSERVABLE', { pointer: `${pointer}/year`, value: year })
        : undefined;
    }
    case 'target.set':
      return mismatch('indicator', (fact.data as DataOf<'target.set'>).indicator);
    case 'period.closed':
      return mismatch('period', (fact.data as DataOf<'period.closed'>).period);
    default:
      return undefined;
  }
};

const judgeRecord = (fact: PostedFact, view: SubjectView, context: JudgeContext): Refusal | undefined => {
  const own = recordRuleRefusal(fact.subject, fact, context, '/data');
  if (own) return own;
  switch (fact.type) {
    case 'target.set': {
      const { year } = fact.data as DataOf<'target.set'>;
      const taken = view
        .history()
        .facts.some((item) => item.type === 'target.set' && item.data.year === year);
      return taken ? refuse('FOUR_EYES', { pointer: '/type', value: fact.type }) : undefined;
    }
    case 'period.closed':
      return view.isNew
        ? undefined
        : refuse('PERIOD_IS_CLOSED', { pointer: '/data/period', value: splitSubject(fact.subject).caseId });
    case 'bulletin.published':
      return refuse('FOUR_EYES', { pointer: '/type', value: fact.type });
    case 'report.confirmed':
      return reportRefusal(fact, context.statements);
    case 'rules.adopted':
      return adoptionRefusal(fact, view.history().events, context.statements);
    case 'finding.explained':
    case 'finding.resolved':
      return findingRefusal(fact, context);
    default:
      return participantRefusal(fact, context.identity);
  }
};

const ownershipRefusal = (
  fact: PostedFact,
  view: SubjectView,
  context: JudgeContext,
): Refusal | undefined => {
  const { line, caseId } = splitSubject(fact.subject);
  if (!isContractLine(line)) return undefined;
  if (view.isNew) {
    const prefix = `${fact.source.slice(SOURCE_PREFIX.length)}.`;
    return context.demonstration || caseId.startsWith(prefix)
      ? undefined
      : refuse('SUBJECT_PREFIX', { pointer: '/subject', value: fact.subject });
  }
  if (!context.identity.hasParticipants || context.actor.roles.includes('bureau')) return undefined;
  return ownerOf(line, view.history(), view.tail?.state) === fact.source
    ? undefined
    : refuse('NOT_OWNER', { pointer: '/subject', value: fact.subject });
};

const judgeContractFact = (fact: PostedFact, sequence: number, view: SubjectView): Refusal | undefined => {
  const { line } = splitSubject(fact.subject);
  if (!isContractLine(line)) return undefined;
  if (view.isNew && fact.seen?.opens) return undefined;
  const candidate = asFact(fact, sequence);
  const { tail } = view;
  // What comes after the void in the log cannot bring the contract back (domain.md §3.4).
  if (tail?.voided && !LIFE_CYCLES[line].takenAfterVoid.has(fact.type))
    return refuse('VOIDED', { pointer: '/type', value: fact.type });
  if (tail && onlyAdds(tail, candidate)) {
    const found = decideNext(line, tail.state, true, candidate);
    return found ? refusalOf(found) : undefined;
  }
  if (view.isNew) {
    const { broken } = readContract(line, [candidate]);
    return broken ? refusalOf(broken.violation) : undefined;
  }
  const { broken } = readContract(line, [...view.history().facts, candidate]);
  return broken ? refusalOfBroken(broken, (item) => item === candidate) : undefined;
};

/** Whether a fact breaks no rule as the first of its contract, which only the fact itself decides. */
export const opensItsContract = (fact: PostedFact): boolean => {
  const { line } = splitSubject(fact.subject);
  return isContractLine(line) && standsAlone(line, fact.type);
};

/** A posted fact as the fold sees it at that place of the log. */
export const asFact = (fact: PostedFact, sequence: number): Fact =>
  ({ type: fact.type, data: fact.data, source: fact.source, id: fact.id, sequence }) as Fact;

/**
 * The refusal of a fact that would be recorded at `sequence`, or undefined if it may be. Its inner data has been
 * validated ({@link validateInner}); a repeat has been answered before.
 */
export const judge = (
  fact: PostedFact,
  sequence: number,
  view: SubjectView,
  context: JudgeContext,
): Refusal | undefined => {
  const early = datesRefusal(fact, context) ?? ownershipRefusal(fact, view, context);
  if (early) return early;
  if (isCorrection(fact.type)) {
    const correction = { type: fact.type, data: fact.data as Correction['data'] };
    return judgeCorrection(fact, correction, view.history(), context, false);
  }
  if (fact.type === 'change.requested') return judgeRequest(fact, view.history(), context);
  if (isChange(fact.type)) return judgeDecision(fact, view.history(), context);
  const { line } = splitSubject(fact.subject);
  return isContractLine(line) ? judgeContractFact(fact, sequence, view) : judgeRecord(fact, view, context);
};

/** The view of a subject whose history is at hand. */
export const viewOf = (history: SubjectHistory): SubjectView => ({
  tail: undefined,
  isNew: history.events.length === 0,
  history: () => history,
});
