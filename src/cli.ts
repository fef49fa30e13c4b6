import { Command, CommanderError } from 'commander';
import packageJson from '../package.json' with { type: 'json' };
import { addBulletins } from './cli/bulletins.ts';
import { addChanges } from './cli/changes.ts';
import { addConfirmations } from './cli/confirmations.ts';
import { addCopies } from './cli/copies.ts';
import { addDifference } from './cli/difference.ts';
import { addEvidence } from './cli/evidence.ts';
import { addExport } from './cli/export.ts';
import { EXIT, reportFailure } from './cli/failure.ts';
import { addFindings } from './cli/findings.ts';
import { addHistory } from './cli/history.ts';
import { addImport } from './cli/import.ts';
import { addIndicator } from './cli/indicator.ts';
import { addIndicators } from './cli/indicators.ts';
import { addInit } from './cli/init.ts';
import { addGlobalOptions, type Manner, mannerOf } from './cli/invocation.ts';
import { addKeys } from './cli/keys.ts';
import { addLineage } from './cli/lineage.ts';
import { addMigrate } from './cli/migrate.ts';
import { addParticipants } from './cli/participants.ts';
import { addPeriods } from './cli/periods.ts';
import { addProofs } from './cli/proofs.ts';
import { addRebuild } from './cli/rebuild.ts';
import { addRules } from './cli/rules.ts';
import { addSeed } from './cli/seed.ts';
import { addServe } from './cli/serve.ts';
import { addStart } from './cli/start.ts';
import { addStatus } from './cli/status.ts';
import { displayWidth } from './cli/table.ts';
import { addVerify } from './cli/verify.ts';
import { addWitness } from './cli/witness.ts';
import { type Translate, translator } from './cli/words.ts';
import { wrongUse } from './problem.ts';

/** The command line: `ledger <command>`. One file per command in `cli/`. */

/** In the order of the help. */
const COMMANDS: readonly ((program: Command, t: Translate) => void)[] = [
  addStart,
  addInit,
  addServe,
  addSeed,
  addImport,
  addIndicators,
  addIndicator,
  addLineage,
  addDifference,
  addHistory,
  addFindings,
  addParticipants,
  addKeys,
  addRules,
  addPeriods,
  addChanges,
  addBulletins,
  addConfirmations,
  addProofs,
  addExport,
  addEvidence,
  addVerify,
  addCopies,
  addWitness,
  addMigrate,
  addRebuild,
  addStatus,
];

const helpTitles = (t: Translate): Readonly<Record<string, string>> => ({
  'Usage:': t('用法：', 'Usage:'),
  'Arguments:': t('参数：', 'Arguments:'),
  'Options:': t('选项：', 'Options:'),
  'Global Options:': t('通用选项：', 'Global options:'),
  'Commands:': t('命令：', 'Commands:'),
});

/** What concerns a data directory or the machine it is on. */
const WITHOUT_SERVER: ReadonlySet<string> = new Set([
  'start',
  'init',
  'serve',
  'seed',
  'status',
  'rebuild',
  'backup',
  'restore',
  'migrate',
  'resume',
  'witness',
]);

const refuseServer = (command: Command): void => {
  if (
    WITHOUT_SERVER.has(command.name()) &&
    command.optsWithGlobals<{ server?: string }>().server !== undefined
  )
    throw wrongUse(`${command.name()} 不接受 --server`, `${command.name()} takes no --server`);
};

const programOf = ({ language }: Manner): Command => {
  const t = translator(language);
  const titles = helpTitles(t);
  const program = new Command('ledger')
    .description(t('知识产权金融账本', packageJson.description))
    .version(packageJson.version, '-V, --version', t('版本', 'the version'))
    .helpOption('-h, --help', t('帮助', 'help'))
    .helpCommand('help [command]', t('命令的帮助', 'help of a command'))
    .configureHelp({
      showGlobalOptions: true,
      displayWidth,
      styleTitle: (title) => titles[title] ?? title,
    })
    // What is wrong is said in one place, with the exit code of its kind.
    .configureOutput({ outputError: () => {} })
    .exitOverride();
  addGlobalOptions(program, t);
  for (const add of COMMANDS) add(program, t);
  program.hook('preAction', (_, command) => refuseServer(command));
  return program;
};

/** Help or the version was asked for, and has been printed. */
const isAnswered = (error: unknown): boolean => error instanceof CommanderError && error.exitCode === 0;

const toleratingClosedPipes = (): void => {
  // Whoever reads the output may stop early (`| head`); the work goes on to its end.
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
};

/** Runs a command line and answers the exit code. */
export const runCommandLine = async (args: readonly string[]): Promise<number> => {
  toleratingClosedPipes();
  const manner = mannerOf(args, process.env);
  try {
    await programOf(manner).parseAsync(args, { from: 'user' });
  } catch (error) {
    return isAnswered(error) ? EXIT.done : reportFailure(error, manner);
  }
  return Number(process.exitCode ?? EXIT.done);
};
