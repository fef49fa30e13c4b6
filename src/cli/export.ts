import type { Command } from 'commander';
import { exportLog } from '../exchange/exportLog.ts';
import { withReader } from './access.ts';
import { invocationOf } from './invocation.ts';
import { required } from './options.ts';
import { answer } from './output.ts';
import { startProgress } from './progress.ts';
import type { Translate } from './words.ts';

const LABEL = { zh: '导出日志', en: 'Exporting the log' };

const run = async ({ out }: { readonly out: string }, command: Command): Promise<void> => {
  const invocation = invocationOf(command);
  const directory = invocation.path(out);
  const exported = await withReader(invocation, ({ journal }) => {
    const size = journal.size();
    const progress = startProgress(invocation, { label: LABEL, total: size });
    try {
      const { files } = exportLog(journal, directory, { size, onProgress: progress.to });
      return { directory, treeSize: String(size), rootHash: journal.rootHash(size), files };
    } finally {
      progress.end();
    }
  });
  answer(invocation, exported, ({ files, treeSize, rootHash }, { t }) => [
    t(
      `已导出 ${treeSize} 条事件（${files} 个文件）至 ${directory}，根哈希 ${rootHash}`,
      `Exported ${treeSize} events (${files} files) to ${directory}, root hash ${rootHash}`,
    ),
  ]);
};

export const addExport = (program: Command, t: Translate): void => {
  program
    .command('export')
    .description(t('以 C2SP 瓦片导出整个日志', 'the whole log as C2SP tiles with entries'))
    .addOption(required('--out <dir>', t('目标目录，须为空或不存在', 'target directory, empty or not there')))
    .action(run);
};
