import type { Command } from 'commander';
import { openJournalReader } from '../journal/reader.ts';
import { filesOf, rebuildReadModel, requireLedger } from '../main.ts';
import { invocationOf } from './invocation.ts';
import { answer } from './output.ts';
import { startProgress } from './progress.ts';
import type { Translate } from './words.ts';

const LABEL = { zh: '重建读模型', en: 'Rebuilding the read model' };

const run = async (_options: unknown, command: Command): Promise<void> => {
  const invocation = invocationOf(command);
  const { directory } = invocation;
  requireLedger(directory);
  const journal = openJournalReader(filesOf(directory).journal);
  try {
    const size = journal.size();
    const progress = startProgress(invocation, { label: LABEL, total: size });
    try {
      await rebuildReadModel(directory, progress.to);
    } finally {
      progress.end();
    }
    const rebuilt = { treeSize: String(size), rootHash: journal.rootHash(size) };
    answer(invocation, rebuilt, ({ treeSize }, { t }) => [
      t(`已由 ${treeSize} 条事件重建读模型`, `Rebuilt the read model from ${treeSize} events`),
    ]);
  } finally {
    journal.close();
  }
};

export const addRebuild = (program: Command, t: Translate): void => {
  program
    .command('rebuild')
    .description(t('由日志重建读模型', 'build the read model anew from the log'))
    .action(run);
};
