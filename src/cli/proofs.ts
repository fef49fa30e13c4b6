import type { Command } from 'commander';
import {
  type CheckpointJson,
  type ConsistencyJson,
  type InclusionJson,
  readCheckpoint,
} from '../api/proofs.ts';
import { readCheckpoints } from '../checkpoints.ts';
import { filesOf, requireLedger } from '../main.ts';
import { withReader } from './access.ts';
import { type Invocation, invocationOf } from './invocation.ts';
import { readingAction } from './options.ts';
import { answer, noteLine } from './output.ts';
import { type Server, serverOf } from './server.ts';
import type { Translate } from './words.ts';

/** `checkpoint`, `prove`, `consistency`: what is printed is exactly the C2SP text, for tools that read it. */

const textLines = (text: string): readonly string[] => text.replace(/\n$/, '').split('\n');

const noteNewer = (invocation: Invocation, { newer }: CheckpointJson): void => {
  if (newer === '0' || invocation.json) return;
  noteLine(
    invocation.t(
      `另有 ${newer} 条事件尚未签署`,
      `${newer} events that were recorded after it are not signed yet`,
    ),
  );
};

/** The text of a path of the log, with `--server`. */
const textThere = async (server: Server, path: string): Promise<string> =>
  (await server.fetch({ path })).text();

const runVkey = async (invocation: Invocation): Promise<void> => {
  const server = serverOf(invocation);
  if (!server) requireLedger(invocation.directory);
  const vkey = server
    ? (await textThere(server, '/log/vkey')).trimEnd()
    : readCheckpoints(filesOf(invocation.directory)).vkey();
  answer(invocation, { vkey }, () => [vkey]);
};

const runCheckpoint = async (options: { readonly vkey?: boolean }, command: Command): Promise<void> => {
  const invocation = invocationOf(command);
  if (options.vkey === true) return runVkey(invocation);
  const server = serverOf(invocation);
  if (server) {
    const checkpoint = await textThere(server, '/log/checkpoint');
    answer(invocation, { checkpoint }, () => textLines(checkpoint));
    return;
  }
  const newest = await withReader(invocation, (ledger) => readCheckpoint(ledger, {}));
  answer(invocation, newest, ({ checkpoint }) => textLines(checkpoint));
  noteNewer(invocation, newest);
};

const prove = readingAction<InclusionJson>(
  ([sequence]) => ({ path: '/v1/proofs/inclusion', query: { sequence } }),
  ({ proof }) => textLines(proof ?? ''),
);

const consistency = readingAction<ConsistencyJson>(
  ([from, to]) => ({ path: '/v1/proofs/consistency', query: { from, to } }),
  ({ hashes }) => hashes,
);

export const addProofs = (program: Command, t: Translate): void => {
  program
    .command('checkpoint')
    .description(t('最新的已签署检查点', 'the newest signed checkpoint of the log'))
    .option('--vkey', t('仅显示日志的验证公钥', "the log's verifier key instead"))
    .action(runCheckpoint);
  program
    .command('prove <sequence>')
    .description(
      t('证明一条事件在日志中（C2SP tlog-proof）', 'that an event is in the log, as a C2SP tlog-proof'),
    )
    .action(prove);
  program
    .command('consistency <from> <to>')
    .description(
      t(
        '证明较大的日志延续较小者：逐行哈希',
        'that one size of the log continues another: the hashes, a line each',
      ),
    )
    .action(consistency);
};
