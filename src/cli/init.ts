import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { readCheckpoints } from '../checkpoints.ts';
import { openingOf } from '../domain/history.ts';
import { openJournalReader } from '../journal/reader.ts';
import { filesOf } from '../main.ts';
import { invocationOf } from './invocation.ts';
import { openNewLedger } from './opening.ts';
import { single } from './options.ts';
import { answer } from './output.ts';
import type { Translate } from './words.ts';

interface InitOptions {
  readonly origin?: string;
  readonly openedOn?: string;
  readonly demo?: boolean;
  readonly plan: boolean;
}

const run = async (options: InitOptions, command: Command): Promise<void> => {
  const invocation = invocationOf(command);
  const { directory } = invocation;
  const { origin, openedOn, plan } = options;
  await openNewLedger(invocation, { origin, openedOn, demonstration: options.demo === true, plan });
  const files = filesOf(directory);
  const journal = openJournalReader(files.journal);
  try {
    const size = journal.size();
    const opening = openingOf(journal.ofSubject('ledger/main'));
    const opened = {
      directory,
      origin: opening?.origin ?? null,
      demonstration: opening?.demonstration ?? null,
      openedOn: opening?.openedOn ?? null,
      treeSize: String(size),
      rootHash: journal.rootHash(size),
      // Null where this node does not sign and knows no key.
      vkey: existsSync(files.verifierKey) ? readCheckpoints(files).vkey() : null,
    };
    answer(invocation, opened, ({ treeSize, vkey }, { t }) => [
      t(
        `已在 ${directory} 开立账本 ${opened.origin}，开账日期 ${opened.openedOn}，${treeSize} 条开账事件`,
        `Opened the ledger ${opened.origin} in ${directory} on ${opened.openedOn}, with ${treeSize} opening events`,
      ),
      ...(vkey === null ? [] : [t(`日志的验证公钥  ${vkey}`, `verifier key of the log  ${vkey}`)]),
    ]);
  } finally {
    journal.close();
  }
};

export const addInit = (program: Command, t: Translate): void => {
  program
    .command('init')
    .description(t('开立账本', 'open a ledger in the data directory'))
    .addOption(
      single(
        '--origin <name>',
        t('账本名称（默认 LEDGER_ORIGIN）', 'name of the log (default LEDGER_ORIGIN)'),
      ),
    )
    .addOption(single('--opened-on <date>', t('开账日期（默认今天）', 'opening date (default today)')))
    .option('--demo', t('演示账本，2018-01-01 开账', 'a demonstration, opened on 2018-01-01'))
    .option('--no-plan', t('不录入规划目标', "without the plan's targets"))
    .action(run);
};
