import { type Command, Option } from 'commander';
import { parseConnection } from '../log/eventstoredb/connection.ts';
import { migrateFromStore, migrateToStore } from '../migrate.ts';
import { wrongUse } from '../problem.ts';
import type { StoreChoice } from '../sharedStore.ts';
import { type Invocation, invocationOf } from './invocation.ts';
import { answer } from './output.ts';
import { startProgress } from './progress.ts';
import type { Translate } from './words.ts';

interface MigrateCommandOptions {
  readonly from: string;
  readonly to: string;
}

type Place =
  | { readonly kind: 'embedded'; readonly directory: string }
  | { readonly kind: 'store'; readonly store: StoreChoice };

const EMBEDDED = 'sqlite:';
const LABEL = { zh: '迁移', en: 'Migrating' };

/** What was given is not repeated: it may hold a password. */
const placeOf = (invocation: Invocation, text: string, option: string): Place => {
  if (text.startsWith(EMBEDDED) && text.length > EMBEDDED.length)
    return { kind: 'embedded', directory: invocation.path(text.slice(EMBEDDED.length)) };
  const connection = parseConnection(text);
  if (!connection)
    throw wrongUse(
      `${option}：应为 sqlite:DIRECTORY 或 esdb://host:2113?tls=true`,
      `${option}: sqlite:DIRECTORY or esdb://host:2113?tls=true`,
    );
  return { kind: 'store', store: { connection, ledgerId: invocation.config.ledgerId } };
};

const migrate = (invocation: Invocation, options: MigrateCommandOptions) => {
  const from = placeOf(invocation, options.from, '--from');
  const to = placeOf(invocation, options.to, '--to');
  const { directory: node } = invocation;
  const isOneDirectory = (embedded: string): boolean => embedded === node;
  const progress = startProgress(invocation, { label: LABEL });
  const common = { node, onProgress: (events: number) => progress.to(events) };
  if (from.kind === 'embedded' && to.kind === 'store' && !isOneDirectory(from.directory))
    return migrateToStore({ ...common, embedded: from.directory, store: to.store }).finally(progress.end);
  if (from.kind === 'store' && to.kind === 'embedded' && !isOneDirectory(to.directory))
    return migrateFromStore({ ...common, embedded: to.directory, store: from.store }).finally(progress.end);
  throw wrongUse(
    '--from 与 --to 一为 sqlite:DIRECTORY，一为共享存储；--data 为节点',
    'one of --from and --to is sqlite:DIRECTORY, the other a store; --data is the node',
  );
};

const run = async (options: MigrateCommandOptions, command: Command): Promise<void> => {
  const invocation = invocationOf(command);
  const migrated = await migrate(invocation, options);
  answer(invocation, migrated, ({ from, to, treeSize, rootHash }, { t }) => [
    t(`已迁移 ${treeSize} 条事件：${from} → ${to}`, `Migrated ${treeSize} events: ${from} → ${to}`),
    t(`根哈希  ${rootHash}`, `root hash  ${rootHash}`),
    t(`${from} 已封存`, `${from} is sealed`),
  ]);
};

export const addMigrate = (program: Command, t: Translate): void => {
  program
    .command('migrate')
    .description(
      t(
        '将账本迁入共享存储或迁回；--data 为该存储的节点目录',
        'take a ledger into a shared store, or back; --data is the directory of the node',
      ),
    )
    .addOption(new Option('--from <store>', 'sqlite:DIRECTORY | esdb://…').makeOptionMandatory())
    .addOption(new Option('--to <store>', 'sqlite:DIRECTORY | esdb://…').makeOptionMandatory())
    .action(run);
};
