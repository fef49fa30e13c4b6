import type { Command } from 'commander';
import { audienceOf, requireAudience } from '../api/authorization.ts';
import { newestCheckpoint, rootAt } from '../checkpoints.ts';
import { exportLog } from '../exchange/exportLog.ts';
import { encodeBase64 } from '../transparency/index.ts';
import { withReader } from './access.ts';
import { actorOf } from './actor.ts';
import { exportThere } from './exportThere.ts';
import { type Invocation, invocationOf } from './invocation.ts';
import { required } from './options.ts';
import { answer } from './output.ts';
import { startProgress } from './progress.ts';
import { type Server, serverOf } from './server.ts';
import type { Translate } from './words.ts';

const LABEL = { zh: '导出日志', en: 'Exporting the log' };

interface ExportedJson {
  readonly directory: string;
  readonly treeSize: string;
  readonly rootHash: string;
  readonly files: number;
  /** Events that are not signed yet and not exported. */
  readonly newer: string;
}

const exportHere = (invocation: Invocation, directory: string): Promise<ExportedJson> =>
  withReader(invocation, (ledger) => {
    const refused = requireAudience(actorOf(invocation, ledger), audienceOf('GET', '/v1/export'));
    if (refused) throw refused;
    const { log } = ledger;
    const { note, checkpoint } = newestCheckpoint(ledger);
    const { size } = checkpoint;
    const progress = startProgress(invocation, { label: LABEL, total: size });
    try {
      const { files } = exportLog(log, directory, { note, size, onProgress: progress.to });
      return {
        directory,
        treeSize: String(size),
        rootHash: encodeBase64(rootAt(ledger, size, { note, checkpoint })),
        files,
        newer: String(log.size() - size),
      };
    } finally {
      progress.end();
    }
  });

const exportFrom = async (
  server: Server,
  invocation: Invocation,
  directory: string,
): Promise<ExportedJson> => {
  const progress = startProgress(invocation, { label: LABEL });
  try {
    const { treeSize, root, files } = await exportThere(server, directory, progress.to);
    return { directory, treeSize: String(treeSize), rootHash: encodeBase64(root), files, newer: '0' };
  } finally {
    progress.end();
  }
};

const run = async ({ out }: { readonly out: string }, command: Command): Promise<void> => {
  const invocation = invocationOf(command);
  const directory = invocation.path(out);
  const server = serverOf(invocation);
  const exported = server
    ? await exportFrom(server, invocation, directory)
    : await exportHere(invocation, directory);
  answer(invocation, exported, ({ files, treeSize, rootHash, newer }, { t }) => [
    t(
      `已导出 ${treeSize} 条事件（${files} 个文件）至 ${directory}，根哈希 ${rootHash}`,
      `Exported ${treeSize} events (${files} files) to ${directory}, root hash ${rootHash}`,
    ),
    ...(newer === '0'
      ? []
      : [
          t(
            `另有 ${newer} 条事件尚未签署，未导出`,
            `${newer} newer events are not signed yet and not exported`,
          ),
        ]),
  ]);
};

export const addExport = (program: Command, t: Translate): void => {
  program
    .command('export')
    .description(t('以 C2SP 瓦片导出整个日志', 'the whole signed log as C2SP tiles with entries'))
    .addOption(required('--out <dir>', t('目标目录，须为空或不存在', 'target directory, empty or not there')))
    .action(run);
};
