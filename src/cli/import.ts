import { type Command, InvalidArgumentError, Option } from 'commander';
import { audienceOf, requireAudience } from '../api/authorization.ts';
import type { Actor } from '../domain/actor.ts';
import { MONEY_PATTERN } from '../domain/money.ts';
import { type ImportLedger, type ImportSummary, importFacts } from '../exchange/importFacts.ts';
import { formatOf } from '../exchange/importFiles.ts';
import type { RejectLine } from '../exchange/importTally.ts';
import { type LedgerWriter, LOCAL_ACTOR } from '../main.ts';
import { type Problem, wrongUse } from '../problem.ts';
import { withWriter } from './access.ts';
import { actorOf } from './actor.ts';
import { EXIT, refusalText, reportFailure } from './failure.ts';
import { type ImportPaths, importPaths, type OutputOptions } from './importPaths.ts';
import { type Invocation, invocationOf } from './invocation.ts';
import { single } from './options.ts';
import { noteLine, printLines } from './output.ts';
import { startProgress } from './progress.ts';
import { receiptFailure, writeReceipt } from './receipt.ts';
import { serverOf } from './server.ts';
import { writeServerReceipt } from './serverReceipt.ts';
import { serverLedger } from './serverRecorder.ts';
import type { Translate } from './words.ts';

interface ImportCommandOptions extends OutputOptions {
  readonly format?: 'ndjson' | 'csv';
  readonly encoding?: 'utf-8' | 'gb18030';
  readonly type?: string;
  readonly atomic?: boolean;
  readonly expectCount?: number;
  readonly expectTotal?: string;
}

const LABEL = { zh: '导入', en: 'Importing' };

/** Of several files it is said which one a line is of; under `--json` the line holds the fact itself. */
const reportRefused =
  (invocation: Invocation, files: readonly string[]) =>
  (refused: RejectLine, file: string): void => {
    if (invocation.json) {
      noteLine(JSON.stringify(refused));
      return;
    }
    const place = files.length > 1 ? `${file} ` : '';
    const line = `${place}${invocation.t(`第 ${refused.line} 行`, `line ${refused.line}`)}`;
    for (const refusal of refused.errors) noteLine(`${line}: ${refusalText(refusal, invocation)}`);
  };

const summaryLines = (summary: ImportSummary, dryRun: boolean, { t }: Invocation): string[] => {
  const { recorded, repeated, refused, firstSequence, lastSequence, seconds } = summary;
  const range =
    firstSequence === null
      ? ''
      : t(`（#${firstSequence} 至 #${lastSequence}）`, ` (#${firstSequence} to #${lastSequence})`);
  const counts = t(
    `${recorded} 条${dryRun ? '可记录' : '已记录'}${range}，${repeated} 条重复，${refused} 条被拒绝，用时 ${seconds} 秒`,
    `${recorded} ${dryRun ? 'could be recorded' : 'recorded'}${range}, ${repeated} repeated, ${refused} refused, in ${seconds} s`,
  );
  return dryRun
    ? [t(`试运行，未记录任何内容：${counts}`, `Dry run, nothing was recorded: ${counts}`)]
    : [counts];
};

/** Who imports into the data directory. @throws Problem */
const posterOf = (invocation: Invocation, ledger: LedgerWriter): Actor => {
  const actor = actorOf(invocation, ledger);
  const refused = requireAudience(actor, audienceOf('POST', '/v1/events'));
  if (refused) throw refused;
  return actor;
};

const SPREADSHEET = /\.(?:xlsx?|xlsm|ods|et)$/i;

/** What would be refused line by line, though no line is at fault. @throws Problem USAGE */
const requireFormats = (names: readonly string[], options: ImportCommandOptions): void => {
  const spreadsheet = names.find((name) => SPREADSHEET.test(name));
  if (spreadsheet !== undefined && options.format === undefined)
    throw wrongUse(
      `${spreadsheet} 是电子表格，请另存为 CSV 后导入`,
      `${spreadsheet} is a spreadsheet: save it as CSV and import that`,
    );
  const isForCsv = options.type !== undefined || options.encoding !== undefined;
  if (isForCsv && !names.some((name) => formatOf(name, options) === 'csv'))
    throw wrongUse(
      '--type 与 --encoding 只用于 CSV，而所给文件按 NDJSON 读取（可用 --format csv）',
      '--type and --encoding are for CSV, and the files given are read as NDJSON (see --format csv)',
    );
};

/** How far an import has come that ends before its end. */
interface Reached {
  readonly count: number;
  readonly lastSequence: string;
}

const reachedText = ({ count, lastSequence }: Reached, { t }: Invocation): string =>
  t(
    `导入中断：此前 ${count} 条已在账本中（至 #${lastSequence}），不受影响；再次导入即可继续`,
    `The import was cut off: ${count} facts are in the ledger (up to #${lastSequence}) and stand; the same import again goes on from there`,
  );

/** What was called. */
interface Call {
  readonly invocation: Invocation;
  readonly paths: ImportPaths;
  readonly options: ImportCommandOptions;
}

/** What is imported into. */
interface Target {
  readonly ledger: ImportLedger;
  readonly actor: Actor;
  readonly writeReceipt: (path: string, sequences: readonly number[]) => void | Promise<void>;
}

const importInto = async ({ invocation, paths, options }: Call, target: Target): Promise<ImportSummary> => {
  const { files, rejects, receipt } = paths;
  const { rejects: _, receipt: __, ...rest } = options;
  let standing: readonly number[] = [];
  /** What fails beside the import takes nothing from what the import says of itself. */
  const failed = (failure: Problem): void => {
    process.exitCode = reportFailure(failure, invocation);
  };
  let reached: Reached | undefined;
  const cutOff = (error: unknown): never => {
    if (reached && !invocation.json) noteLine(reachedText(reached, invocation));
    throw error;
  };
  // Under --json each flush is acknowledged by a line of its own, which is progress enough.
  const progress = invocation.json ? undefined : startProgress(invocation, { label: LABEL });
  const summary = await importFacts(target.ledger, {
    ...rest,
    actor: target.actor,
    files,
    ...(rejects === undefined ? {} : { rejects, onRejectsFailed: failed }),
    onRefused: reportRefused(invocation, files),
    ...(receipt === undefined ? {} : { onStanding: (sequences) => (standing = sequences) }),
    onProgress: (lines) => progress?.to(lines),
    onAcknowledged: (count, lastSequence) => {
      reached = { count, lastSequence };
      if (invocation.json) noteLine(JSON.stringify({ acknowledged: count, lastSequence }));
    },
  })
    .finally(() => progress?.end())
    .catch(cutOff);
  if (receipt !== undefined)
    try {
      await target.writeReceipt(receipt, standing);
    } catch (error) {
      failed(receiptFailure(receipt, error));
    }
  return summary;
};

const run = async (names: string[], options: ImportCommandOptions, command: Command): Promise<void> => {
  const invocation = invocationOf(command);
  requireFormats(names, options);
  const call = { invocation, options, paths: importPaths(invocation, names, options) };
  const server = serverOf(invocation);
  const summary = server
    ? await importInto(call, {
        ledger: await serverLedger(server),
        actor: LOCAL_ACTOR,
        writeReceipt: (path, sequences) => writeServerReceipt(server, path, sequences),
      })
    : await withWriter(invocation, (ledger) =>
        importInto(call, {
          ledger,
          actor: posterOf(invocation, ledger),
          writeReceipt: (path, sequences) => writeReceipt(ledger, path, sequences),
        }),
      );
  if (summary.refused > 0) process.exitCode ??= EXIT.refused;
  printLines(
    invocation.json ? [JSON.stringify(summary)] : summaryLines(summary, options.dryRun === true, invocation),
  );
};

const COUNT = /^\d{1,15}$/;
const countOf = (value: string, previous: number | undefined): number => {
  if (previous !== undefined) throw new InvalidArgumentError('It is given twice.');
  if (!COUNT.test(value)) throw new InvalidArgumentError('It is a whole number.');
  return Number.parseInt(value, 10);
};

const moneyOf = (value: string, previous: string | undefined): string => {
  if (previous !== undefined) throw new InvalidArgumentError('It is given twice.');
  if (!MONEY_PATTERN.test(value)) throw new InvalidArgumentError('It is an amount in yuan like 1234.50.');
  return value;
};

export const addImport = (program: Command, t: Translate): void => {
  program
    .command('import')
    .description(t('校验并记录文件中的事实', 'validate and record the facts of files'))
    .argument(
      '<files...>',
      t('NDJSON 或 CSV 文件，- 为标准输入', 'NDJSON or CSV files, - for standard input'),
    )
    .addOption(
      new Option('--format <format>', t('格式（默认按扩展名）', 'format (default by extension)')).choices([
        'ndjson',
        'csv',
      ]),
    )
    .addOption(
      new Option('--encoding <encoding>', t('CSV 编码', 'encoding of CSV')).choices(['utf-8', 'gb18030']),
    )
    .addOption(
      single('--type <type>', t('无类型列的 CSV 的事件类型', 'event type of a CSV without a column for it')),
    )
    .option('--dry-run', t('只判定，不记录', 'judge, and record nothing'))
    .option('--atomic', t('全部记录或全不记录', 'all or nothing'))
    .addOption(
      new Option('--expect-count <n>', t('控制总数：事实条数', 'control total: number of facts')).argParser(
        countOf,
      ),
    )
    .addOption(
      new Option(
        '--expect-total <yuan>',
        t('控制总数：金额合计（元）', 'control total: sum of the amounts in yuan'),
      ).argParser(moneyOf),
    )
    .addOption(
      single(
        '--receipt <file>',
        t(
          '回执：所导入事实的证明（.zip 文件，或目录）',
          'receipt: proofs of the facts of this import (a .zip file, or a directory)',
        ),
      ),
    )
    .addOption(
      single('--rejects <file>', t('被拒绝的事实写入此文件', 'writes the refused facts to this file')),
    )
    .action(run);
};
