import {
  type ContractTail,
  decideNext,
  extendTail,
  onlyAdds,
  readContract,
  standsAlone,
  tailOf,
} from '../domain/contract.ts';
import { keyOf, type LoggedEvent } from '../domain/envelope.ts';
import { factOf, isFact, readHistory } from '../domain/history.ts';
import type { Fact, Violation } from '../domain/lines/life.ts';
import { type ContractLine, isContractLine, splitSubject } from '../domain/subject.ts';
import { innerProblem } from './entryCheck.ts';
import { DoesNotVerify, failedAt } from './failure.ts';

/** Whether the events of one subject follow each other without a gap and by the rules of its line, at every place of the log. */

const refused = (sequence: number, code: string, pointer: string): DoesNotVerify =>
  failedAt(sequence, 'ENTRY_REFUSED', `${code} ${pointer}`.trimEnd());

/** A gap is told at the contract. @throws DoesNotVerify REVISION_GAP */
export const checkRevisions = (subject: string, events: readonly LoggedEvent[]): void => {
  const place = events.findIndex(({ event }, index) => event.revision !== index);
  const found = events[place];
  if (found)
    throw new DoesNotVerify(
      'REVISION_GAP',
      subject,
      { zh: `缺少版本 ${place}`, en: `revision ${place} is missing` },
      found.sequence,
    );
};

interface Reading {
  readonly tail: ContractTail | undefined;
  readonly broken: { readonly fact: Fact; readonly violation: Violation } | undefined;
}

const readAgain = (line: ContractLine, events: readonly LoggedEvent[]): Reading => {
  const reading = readContract(line, readHistory(events).facts);
  return { tail: tailOf(line, reading), broken: reading.broken };
};

/** The reading after one more event, from that before it; a fact that only adds needs no second reading. */
const readOn = (
  line: ContractLine,
  before: Reading,
  events: readonly LoggedEvent[],
  place: number,
): Reading => {
  const logged = events[place] as LoggedEvent;
  const { tail } = before;
  if (tail && isFact(logged.event.type)) {
    const fact = factOf(logged);
    if (onlyAdds(tail, fact)) {
      const violation = decideNext(line, tail.state, true, fact);
      if (violation) return { tail, broken: { fact, violation } };
      extendTail(tail, fact);
      return before;
    }
  }
  return readAgain(line, events.slice(0, place + 1));
};

const checkInner = (events: readonly LoggedEvent[]): void => {
  if (events.every(({ event }) => isFact(event.type))) return;
  const types = new Map(events.map(({ event }) => [keyOf(event), event.type]));
  for (const { sequence, event } of events) {
    const problem = innerProblem(event, (key) => types.get(key));
    if (problem) throw refused(sequence, problem.code, problem.pointer);
  }
};

/** All events of a subject in the order of the log, each of which fits its schema. @throws DoesNotVerify ENTRY_REFUSED */
export const checkHistory = (subject: string, events: readonly LoggedEvent[]): void => {
  const { line } = splitSubject(subject);
  const [first] = events;
  if (first && events.length === 1 && isContractLine(line) && standsAlone(line, first.event.type)) return;
  checkInner(events);
  if (!isContractLine(line)) return;
  let reading: Reading = { tail: undefined, broken: undefined };
  for (let place = 0; place < events.length; place += 1) {
    reading = readOn(line, reading, events, place);
    const { broken } = reading;
    if (broken)
      throw refused((events[place] as LoggedEvent).sequence, broken.violation.code, broken.violation.pointer);
  }
};
