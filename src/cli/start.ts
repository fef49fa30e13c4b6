import type { Command } from 'commander';
import { readIndicators } from '../api/readings.ts';
import { yearOf } from '../domain/calendar.ts';
import { openingOf } from '../domain/history.ts';
import type { LedgerReader } from '../main.ts';
import { withReader } from './access.ts';
import { annexLines } from './indicators.ts';
import { type Invocation, invocationOf } from './invocation.ts';
import { ensureLedger } from './opening.ts';
import { answer, printLines } from './output.ts';
import { DEFAULT_DEMONSTRATION, resumeSeeding, seedLedger } from './seed.ts';
import { servedLines, serveUntilStopped } from './serve.ts';
import type { Translate } from './words.ts';

type Annex = ReturnType<typeof readIndicators>;

/** The table of the year the ledger is in; of a demonstration, which ends with late reports, the last full year. */
const latestTable = (ledger: LedgerReader): Annex => {
  const current = readIndicators(ledger, {});
  const opening = openingOf(ledger.journal.ofSubject('ledger/main'));
  if (opening?.demonstration !== true || current.year === null || current.year <= yearOf(opening.openedOn))
    return current;
  return readIndicators(ledger, { year: String(current.year - 1) });
};

const prepare = async (invocation: Invocation): Promise<void> => {
  if (await ensureLedger(invocation, { demonstration: true, plan: true }))
    await seedLedger(invocation, DEFAULT_DEMONSTRATION);
  else await resumeSeeding(invocation);
};

const run = async (_options: unknown, command: Command): Promise<void> => {
  const invocation = invocationOf(command);
  await prepare(invocation);
  const indicators = await withReader(invocation, latestTable);
  if (!invocation.json) printLines([...annexLines(indicators, invocation), '']);
  await serveUntilStopped(invocation, (served) => answer(invocation, { ...served, indicators }, servedLines));
};

export const addStart = (program: Command, t: Translate): void => {
  program
    .command('start')
    .description(
      t(
        '演示：如无账本则建立并写入虚构历史，显示指标表并启动服务',
        'a demonstration ledger if there is none, its annex table, and the server',
      ),
    )
    .action(run);
};
