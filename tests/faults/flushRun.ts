import { writeSync } from 'node:fs';
import { intakeValue } from '../../src/exchange/intake.ts';
import { openJournalWriter } from '../../src/journal/writer.ts';
import { sqliteLog } from '../../src/log/sqlite/sqliteLog.ts';
import { filesOf, LOCAL_ACTOR } from '../../src/main.ts';
import { systemClock } from '../../src/recorder/clock.ts';
import { createRecorder, type Prepared } from '../../src/recorder/recorder.ts';
import { deals, shortOf } from '../recorder/setup.ts';
import { NO_STATEMENTS } from '../support/statements.ts';

/**
 * A process that records two groups of facts and kills itself at a step of writing the second one. It says what was
 * acknowledged, a line each:
 *
 *   node flushRun.ts DIRECTORY begin|event|index|tree|commit|committed|none
 */

const [directory = '', step = 'none'] = process.argv.slice(2);
const die = (): never => {
  process.kill(process.pid, 'SIGKILL');
  throw new Error('killed');
};

const journal = openJournalWriter(filesOf(directory).journal);
const recorder = createRecorder({
  log: sqliteLog(journal),
  journal: journal.reader,
  clock: systemClock,
  findingOf: () => undefined,
  statements: NO_STATEMENTS,
});

const prepared = (from: number, count: number): Prepared[] =>
  deals(from, count).map((fact) => {
    const taken = intakeValue(fact, { demonstration: false });
    if (!taken.ok) throw new Error(JSON.stringify(taken.refusals));
    return taken;
  });

const record = async (from: number, count: number): Promise<void> => {
  const outcomes = await recorder.record({ actor: LOCAL_ACTOR, facts: prepared(from, count) });
  writeSync(1, outcomes.map((outcome) => `${shortOf(outcome)}\n`).join(''));
};

/** The row at whose insertion the process ends, in the midst of the transaction. */
const killAtInsert = (table: string, condition: string): void => {
  journal.database.function('die', die);
  journal.database.exec(
    `CREATE TEMP TRIGGER killer AFTER INSERT ON main.${table} WHEN ${condition} BEGIN SELECT die(); END`,
  );
};

const killAtStatement = (statement: string, moment: 'before' | 'after'): void => {
  const run = journal.database.exec.bind(journal.database);
  journal.database.exec = (sql) => {
    if (sql === statement && moment === 'before') die();
    run(sql);
    if (sql === statement) die();
  };
};

await record(1, 3);
const next = journal.size;
switch (step) {
  case 'begin':
    killAtStatement('BEGIN IMMEDIATE', 'after');
    break;
  case 'event':
    killAtInsert('event', `NEW.sequence = ${next + 1}`);
    break;
  case 'index':
    killAtInsert('identity', `NEW.sequence = ${next + 2}`);
    break;
  case 'tree':
    killAtInsert('tree', 'true');
    break;
  case 'commit':
    killAtStatement('COMMIT', 'before');
    break;
  case 'committed':
    killAtStatement('COMMIT', 'after');
    break;
}
await record(4, 260);
await recorder.close();
journal.close();
