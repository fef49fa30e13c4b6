import type { Command } from 'commander';
import { backupLedger } from '../backup.ts';
import { wrongUse } from '../problem.ts';
import { restoreLedger } from '../restore.ts';
import { readCheckpointOf, resumeLedger } from '../resume.ts';
import { invocationOf } from './invocation.ts';
import { ORIGIN_PATTERN } from './opening.ts';
import { required, single } from './options.ts';
import { answer } from './output.ts';
import { startProgress } from './progress.ts';
import type { Translate } from './words.ts';

/** `backup`, `restore`, `resume`: copies of a data directory, and how one of them is written again. */

const CHECKING = { zh: '核对备份', en: 'Checking the copy' };

const runBackup = (options: { readonly out: string; readonly withKey?: boolean }, command: Command): void => {
  const invocation = invocationOf(command);
  const progress = startProgress(invocation, { label: CHECKING });
  try {
    const backedUp = backupLedger(invocation.directory, invocation.path(options.out), {
      withKey: options.withKey === true,
      onProgress: progress.to,
    });
    answer(invocation, backedUp, ({ file, treeSize, rootHash, withKey }, { t }) => [
      t(
        `已备份 ${treeSize} 条事件至 ${file}，根哈希 ${rootHash}${withKey ? '，含签名密钥' : '，不含签名密钥'}`,
        `Backed up ${treeSize} events to ${file}, root hash ${rootHash}, ${withKey ? 'with' : 'without'} the signing key`,
      ),
    ]);
  } finally {
    progress.end();
  }
};

const runRestore = (path: string, _options: unknown, command: Command): void => {
  const invocation = invocationOf(command);
  const progress = startProgress(invocation, { label: CHECKING });
  try {
    const restored = restoreLedger(invocation.directory, invocation.path(path), { onProgress: progress.to });
    answer(invocation, restored, ({ directory, treeSize, rootHash }, { t }) => [
      t(
        `已恢复 ${treeSize} 条事件至 ${directory}，根哈希 ${rootHash}；运行 resume 之前只读`,
        `Restored ${treeSize} events to ${directory}, root hash ${rootHash}; it is only read until it is resumed`,
      ),
    ]);
  } finally {
    progress.end();
  }
};

interface ResumeCommandOptions {
  readonly lastCheckpoint: string;
  readonly newOrigin?: string;
}

const runResume = ({ lastCheckpoint, newOrigin }: ResumeCommandOptions, command: Command): void => {
  const invocation = invocationOf(command);
  if (newOrigin !== undefined && !ORIGIN_PATTERN.test(newOrigin))
    throw wrongUse(
      `new-origin "${newOrigin}"：应为至多 200 个字符、不含空格和加号的名称`,
      `new-origin "${newOrigin}": a name of at most 200 characters without spaces and plus signs`,
    );
  const resumed = resumeLedger(invocation.directory, {
    lastCheckpoint: readCheckpointOf(invocation.path(lastCheckpoint)),
    newOrigin,
    signing: invocation.config.signing,
  });
  answer(invocation, resumed, ({ origin, treeSize, rootHash, predecessor }, { t }) => [
    t(
      `账本 ${origin} 恢复写入，${treeSize} 条事件，根哈希 ${rootHash}`,
      `The ledger ${origin} is written again, with ${treeSize} events, root hash ${rootHash}`,
    ),
    ...(predecessor === null
      ? []
      : [
          t(
            `接续 ${predecessor.origin} 的前 ${predecessor.treeSize} 条事件`,
            `It goes on from the first ${predecessor.treeSize} events of ${predecessor.origin}`,
          ),
        ]),
  ]);
};

export const addCopies = (program: Command, t: Translate): void => {
  program
    .command('backup')
    .description(
      t(
        '在线备份为一个文件，写入后核对',
        'a backup in one file, beside a running server, checked after writing',
      ),
    )
    .addOption(required('--out <file>', t('目标文件，须不存在', 'target file, which is not there yet')))
    .option('--with-key', t('包含签名密钥', 'with the signing key in it'))
    .action(runBackup);
  program
    .command('restore <path>')
    .description(
      t(
        '由导出或备份恢复数据目录（恢复后只读）',
        'a data directory from an export or a backup, only read until it is resumed',
      ),
    )
    .action(runRestore);
  program
    .command('resume')
    .description(t('使副本恢复写入', 'let a copy be written again'))
    .addOption(
      required(
        '--last-checkpoint <file>',
        t('外部已知的最新检查点', 'the newest checkpoint that is known outside'),
      ),
    )
    .addOption(
      single(
        '--new-origin <name>',
        t('以新名称继续（缺少事实时）', 'go on under a new name, where facts are missing'),
      ),
    )
    .action(runResume);
};
