import { existsSync, readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { readCheckpoints } from '../checkpoints.ts';
import { filesOf } from '../main.ts';
import { Problem, wrongUse } from '../problem.ts';
import { ledgerIdOf } from '../sharedStore.ts';
import type { VerifiedJson, VerifyAnswer } from '../verify/answer.ts';
import { failedAt, failedJson } from '../verify/failure.ts';
import { verifyData } from '../verify/log/data.ts';
import { type VerifyOptions, verifyPath } from '../verify/verify.ts';
import { EXIT } from './failure.ts';
import { type Invocation, invocationOf } from './invocation.ts';
import { required, single } from './options.ts';
import { answer } from './output.ts';
import { type Progress, startProgress } from './progress.ts';
import { serverOf } from './server.ts';
import { statedLines } from './stated.ts';
import { standingLines, verifyStanding } from './verifyStanding.ts';
import type { Translate } from './words.ts';

interface VerifyCommandOptions {
  readonly key: string;
  readonly policy?: string;
  readonly old?: string;
  readonly strict?: boolean;
}

const LABEL = { zh: '核对', en: 'Verifying' };

const textOf = ({ path }: Invocation, name: string | undefined): string | undefined => {
  if (name === undefined) return undefined;
  const file = path(name);
  if (!existsSync(file)) throw wrongUse(`没有此文件：${file}`, `no such file: ${file}`);
  return readFileSync(file, 'utf8');
};

/** Progress whose total is known only once the work has begun. */
const lateProgress = (invocation: Invocation) => {
  let progress: Progress | undefined;
  return {
    to: (done: number, total: number): void => {
      progress ??= startProgress(invocation, { label: LABEL, total });
      progress.to(done);
    },
    end: (): void => progress?.end(),
  };
};

const cosignatureLines = ({ cosignatures }: VerifiedJson): readonly string[] => [
  ...cosignatures.checked.map(({ name, time }) => `  ✓ ${name}${time === null ? '' : ` ${time}`}`),
  ...cosignatures.notChecked.map(({ name }) => `  – ${name} 未核对 not checked`),
];

/** Both languages, for the answer is handed on to others. */
const summaryLines = (verified: VerifyAnswer): readonly string[] => {
  if (!verified.ok) {
    const { code, at, message } = verified;
    return [`✗ ${code} ${at}`, `  ${message.zh}`, `  ${message.en}`];
  }
  const { origin, checkpoint, proved, notProved } = verified;
  return [
    `✓ 核对无误 Verified: ${origin}, ${checkpoint.treeSize} (${checkpoint.rootHash})`,
    ...cosignatureLines(verified),
    ...statedLines(verified),
    ...standingLines(verified),
    '',
    '所证明的 What is proved:',
    ...proved.flatMap(({ zh, en }) => [`  ${zh}`, `  ${en}`]),
    '',
    '没有证明的 What is not proved:',
    ...notProved.flatMap(({ zh, en }) => [`  ${zh}`, `  ${en}`]),
  ];
};

/** The newest checkpoint of a data directory with its cosignatures; as it stands where the directory itself refuses it. */
const checkpointOf = (files: ReturnType<typeof filesOf>): string | undefined => {
  try {
    return readCheckpoints(files).latest()?.note;
  } catch (error) {
    if (error instanceof Problem && existsSync(files.checkpoint))
      return readFileSync(files.checkpoint, 'utf8');
    throw error;
  }
};

/** A data directory is known by its journal; all else tells itself by what it holds. */
const verifyThere = (path: string, options: VerifyOptions): Promise<VerifyAnswer> => {
  const files = filesOf(path);
  return existsSync(files.journal)
    ? verifyData({ ...files, checkpoint: checkpointOf(files) }, options)
    : verifyPath(path, options);
};

/** What holds in itself is held against the shared store too, where the path is a node of it. */
const againstStore = async (
  path: string,
  { config }: Invocation,
  verified: VerifyAnswer,
): Promise<VerifyAnswer> => {
  if (!verified.ok || !config.store || ledgerIdOf(path) === undefined) return verified;
  const { compareWithStore } = await import('../storeComparison.ts');
  const rewritten = await compareWithStore(path, config.store);
  return rewritten
    ? failedJson(failedAt(rewritten.sequence, 'HISTORY_REWRITTEN', rewritten.reason))
    : verified;
};

const run = async (name: string, options: VerifyCommandOptions, command: Command): Promise<void> => {
  const invocation = invocationOf(command);
  const { key, policy, old, strict = false } = options;
  const progress = lateProgress(invocation);
  const server = serverOf(invocation);
  const trust = { key, policy: textOf(invocation, policy), old: textOf(invocation, old), strict };
  let verified: VerifyAnswer;
  try {
    verified = await verifyThere(invocation.path(name), { ...trust, onProgress: progress.to });
    if (server && verified.ok) {
      if (verified.kind !== 'receipt')
        throw wrongUse('--server：仅用于回执', '--server: with a receipt only');
      verified = await verifyStanding(server, verified, trust);
    }
    verified = await againstStore(invocation.path(name), invocation, verified);
  } finally {
    progress.end();
  }
  if (!verified.ok) process.exitCode = EXIT.refused;
  answer(invocation, verified, summaryLines);
};

export const addVerify = (program: Command, t: Translate): void => {
  program
    .command('verify')
    .description(
      t('离线核对证据、回执、导出的日志', 'offline verification of evidence, a receipt or an exported log'),
    )
    .argument('<path>', t('文件或目录', 'file or directory'))
    .addOption(required('--key <vkey>', t('日志的验证密钥', "the log's verifier key")))
    .addOption(single('--policy <file>', t('见证策略文件', 'policy file: witnesses and quorum')))
    .addOption(
      single(
        '--old <file>',
        t('先前的检查点文件', 'file with a checkpoint seen before, which must be continued'),
      ),
    )
    .option('--strict', t('拒绝未知密钥的共同签名', 'refuse cosignatures by keys that were not given'))
    .action(run);
};
