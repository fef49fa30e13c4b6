import type { DataOf } from './catalogue.ts';
import type { LoggedEvent, PostedFact } from './envelope.ts';
import { MONEY_INDICATORS } from './events/bureau.ts';
import { jsonDifference } from './jsonDifference.ts';
import { fenOf, yuanOf } from './money.ts';
import { type Refusal, refuse } from './refusal.ts';
import { SOURCE_PREFIX } from './shapes.ts';
import type { Statements } from './statements.ts';
import { splitSubject } from './subject.ts';

/** Facts that repeat what the ledger states itself, or say how it is read (domain.md §4.7, §7). */

const SHOWN_CHARS_MAX = 200;

const shown = (value: unknown): string => (JSON.stringify(value) ?? '–').slice(0, SHOWN_CHARS_MAX);

/** A bulletin is what the log gives at its size, to the last byte. `pointer` is where its data stands. */
export const bulletinRefusal = (
  data: DataOf<'bulletin.published'>,
  statements: Statements,
  pointer: string,
): Refusal | undefined => {
  const { effectiveOn: _, ...posted } = data;
  const stated = statements.bulletin(data.year, Number.parseInt(data.treeSize, 10));
  const found = stated
    ? jsonDifference(posted, stated, pointer)
    : { pointer: `${pointer}/treeSize`, value: data.treeSize, other: 'a size within the log' };
  return (
    found &&
    refuse('BULLETIN_MISMATCH', {
      pointer: found.pointer,
      value: found.value,
      with: { actual: shown(found.other) },
    })
  );
};

/** Length of a unified social credit code, with which the case id of a report begins. */
const USCC_LENGTH = 18;

/** A confirmation is by an institution about its own part of the figures, and agrees with the log at its size. */
export const reportRefusal = (fact: PostedFact, statements: Statements): Refusal | undefined => {
  const { caseId } = splitSubject(fact.subject);
  const institution = caseId.slice(0, USCC_LENGTH);
  const { period, treeSize, figures } = fact.data as DataOf<'report.confirmed'>;
  const mismatch = (pointer: string, value: string, expected: string): Refusal | undefined =>
    value === expected ? undefined : refuse('SUBJECT_MISMATCH', { pointer, value, with: { expected } });
  const misplaced =
    mismatch('/source', fact.source, SOURCE_PREFIX + institution) ??
    mismatch('/data/period', period, caseId.slice(USCC_LENGTH + 1));
  if (misplaced) return misplaced;
  for (const [index, { indicator, amount, count }] of figures.entries()) {
    const part = statements.part(institution, { indicator, period }, Number.parseInt(treeSize, 10));
    if (part === undefined)
      return refuse('CONFIRMATION_MISMATCH', {
        pointer: '/data/treeSize',
        value: treeSize,
        with: { actual: 'less' },
      });
    const isMoney = MONEY_INDICATORS.has(indicator);
    const confirmed = isMoney ? fenOf(amount ?? '0') : BigInt(count ?? '0');
    if (confirmed !== part)
      return refuse('CONFIRMATION_MISMATCH', {
        pointer: `/data/figures/${index}/${isMoney ? 'amount' : 'count'}`,
        value: amount ?? count,
        with: { actual: isMoney ? yuanOf(part) : String(part) },
      });
  }
  return undefined;
};

/** The version of the rules by which a prefix of the log is read: the last that was adopted in it. */
export const rulesInForce = (events: readonly LoggedEvent[]): number => {
  const last = events.findLast(({ event }) => event.type === 'rules.adopted');
  return last ? (last.event.data as DataOf<'rules.adopted'>).version : FIRST_RULES;
};

/** What `ledger.opened` states. */
export const FIRST_RULES = 1;

/** Rules are adopted that this program has, and that are not in force already. `events` are those of `ledger/main`. */
export const adoptionRefusal = (
  fact: PostedFact,
  events: readonly LoggedEvent[],
  statements: Statements,
): Refusal | undefined => {
  const { version } = fact.data as DataOf<'rules.adopted'>;
  const pointer = '/data/version';
  if (!statements.knowsRules(version)) return refuse('RULES_UNKNOWN', { pointer, value: version });
  return version === rulesInForce(events) ? refuse('SAME_AS_BEFORE', { pointer, value: version }) : undefined;
};
