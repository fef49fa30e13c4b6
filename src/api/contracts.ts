import { readHistory } from '../domain/history.ts';
import { CONTRACT_LINES, type ContractLine, isContractLine, type Line } from '../domain/subject.ts';
import { type JournalReader, subjectsOfLine } from '../journal/reader.ts';
import type { LedgerReader } from '../main.ts';
import { wrongUse } from '../problem.ts';
import { stateOf } from '../readmodel/history.ts';
import { asOfJson, resolveAsOf } from './asOf.ts';
import { wrongCursor } from './cursor.ts';
import { PAGE_LIMIT, PAGE_LIMIT_MAX } from './limits.ts';
import { isSeen } from './ownPart.ts';
import { onlyKnown, type Parameters } from './parameters.ts';
import { limitParameter } from './query.ts';
import type { Place } from './reading.ts';

/** `contracts`: the register, line after line, in the order of the names. */

interface ContractJson {
  readonly subject: string;
  readonly revision: number;
  readonly state: Record<string, unknown> | null;
}

const linesOf = (text: string | undefined): readonly ContractLine[] => {
  if (text === undefined) return CONTRACT_LINES;
  if (!isContractLine(text as Line))
    throw wrongUse(
      `line "${text}"：应为 ${CONTRACT_LINES.join('、')} 之一`,
      `line "${text}": one of ${CONTRACT_LINES.join(', ')}`,
    );
  return [text as ContractLine];
};

/** Subjects of the lines after the cursor, which is the last subject seen. */
function* subjectsAfter(
  journal: JournalReader,
  lines: readonly ContractLine[],
  cursor: string | undefined,
): Generator<string> {
  const start = cursor === undefined ? 0 : lines.findIndex((line) => cursor.startsWith(`${line}/`));
  if (cursor !== undefined && start < 0) throw wrongCursor(cursor);
  for (const [index, line] of lines.slice(start).entries())
    yield* subjectsOfLine(journal, line, index === 0 ? cursor : undefined);
}

/** `GET /v1/contracts`: a page of the register; contracts begun later than `asOf` are not in it. */
export const readContracts = (
  ledger: LedgerReader,
  parameters: Parameters,
  { only }: Pick<Place, 'only'>,
) => {
  onlyKnown(parameters, ['line', 'cursor', 'limit', 'asOf']);
  const { journal } = ledger;
  const limit = limitParameter(parameters, PAGE_LIMIT_MAX) ?? PAGE_LIMIT;
  const size = resolveAsOf(journal, parameters.asOf);
  const contracts: ContractJson[] = [];
  let next: string | null = null;
  for (const subject of subjectsAfter(journal, linesOf(parameters.line), parameters.cursor)) {
    if (!isSeen(ledger, subject, only)) continue;
    const events = journal.ofSubject(subject, size);
    if (events.length === 0) continue;
    if (contracts.length === limit) {
      next = contracts.at(-1)?.subject ?? null;
      break;
    }
    const state = stateOf(subject, readHistory(events));
    contracts.push({ subject, revision: events.length - 1, state });
  }
  return { asOf: asOfJson(journal, size), contracts, next };
};
