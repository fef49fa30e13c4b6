import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { CODES } from '../domain/codes.ts';
import { Problem, wrongUse } from '../problem.ts';
import { SECRET_MODE, writeDurably } from '../signing/durableFile.ts';
import {
  decodeBase64,
  formatSigningKey,
  KEY_TYPE,
  parseSigningKey,
  parseVerifierKey,
  type SigningKey,
  TransparencyError,
  type VerifierKey,
} from '../transparency/index.ts';
import { type LogPort, type Look, lookAtLog } from '../witness/follow.ts';
import { witnessServer } from '../witness/listen.ts';
import { openWitnessState, type WitnessState } from '../witness/state.ts';
import { createWitness, type Witness } from '../witness/witness.ts';
import { EXIT, reportFailure } from './failure.ts';
import { type Invocation, invocationOf } from './invocation.ts';
import { required, single } from './options.ts';
import { noteLine, printLines } from './output.ts';
import { type Server, serverOf } from './server.ts';
import type { Translate } from './words.ts';

/**
 * `witness URL --key FILE`: follows a log, demands that it is only ever appended to, and cosigns. What it has seen is kept
 * beside the key. A log that contradicts what it has shown ends it, with both checkpoints in files.
 */

interface WitnessOptions {
  readonly key: string;
  readonly listen?: string;
  readonly logKey?: string;
  readonly interval: number;
  readonly once?: boolean;
}

const SEED_BYTES = 32;
const NAME_BYTES = 4;
const INTERVAL_SECONDS = 5;
const MS_PER_SECOND = 1_000;
/** What a log says that has not, or not any more, what it has signed. That it will be signed later is no such answer. */
const DENYING: ReadonlySet<string> = new Set(['USAGE', 'NOT_FOUND', 'TREE_DAMAGED']);

/** The key of the file; made, under a name of its own, where there is none. @throws Problem SIGNING_KEY_WRONG */
const witnessKeyOf = (path: string): SigningKey => {
  if (!existsSync(path)) {
    const name = `witness.local/${randomBytes(NAME_BYTES).toString('hex')}`;
    const text = formatSigningKey({ name, type: KEY_TYPE.cosignatureV1, seed: randomBytes(SEED_BYTES) });
    writeDurably(path, `${text}\n`, { mode: SECRET_MODE });
  }
  try {
    const key = parseSigningKey(readFileSync(path, 'utf8').trimEnd());
    if (key.type === KEY_TYPE.cosignatureV1) return key;
  } catch (error) {
    if (!(error instanceof TransparencyError)) throw error;
    throw new Problem('SIGNING_KEY_WRONG', { detail: `${path}: ${error.message}` });
  }
  throw new Problem('SIGNING_KEY_WRONG', { detail: `${path}: not a key that cosigns checkpoints` });
};

const parseLogKey = (vkey: string): VerifierKey => {
  try {
    return parseVerifierKey(vkey);
  } catch (error) {
    throw error instanceof TransparencyError
      ? wrongUse(
          `log-key：验证密钥的格式不符（${error.code}：${error.message}）`,
          `log-key: ${error.message}`,
        )
      : error;
  }
};

/** The log's key: the one given, else the one known, else the one that the log shows now, which is kept from then on. */
const logKeyOf = async (
  server: Server,
  state: WitnessState,
  given: string | undefined,
): Promise<VerifierKey> => {
  if (given !== undefined && state.logKey !== undefined && given !== state.logKey)
    throw wrongUse(
      `log-key：此日志一直以密钥 ${state.logKey} 跟踪`,
      `log-key: the log was followed with the key ${state.logKey}`,
    );
  const known = given ?? state.logKey;
  if (known !== undefined && state.logKey !== undefined) return parseLogKey(known);
  const vkey = known ?? (await (await server.fetch({ path: '/log/vkey' })).text()).trimEnd();
  const key = parseLogKey(vkey);
  state.keepLogKey(vkey);
  return key;
};

const portOf = (server: Server): LogPort => ({
  checkpoint: async () => (await server.fetch({ path: '/log/checkpoint' })).text(),
  consistency: async (from, to) => {
    try {
      const query = { from: String(from), to: String(to) };
      const answered = await server.fetch({ path: '/v1/proofs/consistency', query });
      return ((await answered.json()) as { hashes: string[] }).hashes.map(decodeBase64);
    } catch (error) {
      if (error instanceof TransparencyError) return undefined;
      if (error instanceof Problem && DENYING.has(error.code)) return undefined;
      throw error;
    }
  },
});

const raise = (state: WitnessState, detail: string, offered: string): never => {
  const [seen, shown] = state.alarm(state.seen() ?? '', offered);
  throw new Problem('HISTORY_REWRITTEN', { at: 'checkpoint', detail: `${detail}; ${seen}, ${shown}` });
};

const say = (invocation: Invocation, value: Readonly<Record<string, unknown>>, line: string): void =>
  printLines([invocation.json ? JSON.stringify(value) : line]);

const postCosigned = async (server: Server, { vkey }: SigningKey, note: string): Promise<void> => {
  await server.fetch(
    { method: 'POST', path: '/v1/cosignatures' },
    { headers: { 'content-type': 'application/json' }, body: JSON.stringify({ checkpoint: note, vkey }) },
  );
};

interface Following {
  readonly invocation: Invocation;
  readonly server: Server;
  readonly state: WitnessState;
  readonly key: SigningKey;
  readonly log: VerifierKey;
  readonly witness: Witness;
}

const takeLook = async ({ invocation, server, state, key }: Following, look: Look): Promise<void> => {
  switch (look.kind) {
    case 'alarm':
      return raise(state, look.detail, look.offered);
    case 'refused':
      throw new Problem('SIGNATURE_INVALID', { at: 'checkpoint', detail: look.detail });
    case 'behind':
      throw new Problem('NOT_SIGNED', { detail: { zh: `大小 ${look.size}`, en: `size ${look.size}` } });
    case 'stale':
      noteLine(
        invocation.t(`日志给出较旧的检查点 ${look.size}`, `the log shows an older checkpoint, ${look.size}`),
      );
      return;
    case 'cosigned':
      await postCosigned(server, key, look.note);
      say(
        invocation,
        { cosigned: String(look.size) },
        invocation.t(`已共同签署 ${look.size} 条事件`, `cosigned size ${look.size}`),
      );
  }
};

/** What passes by itself: the log is not there now, or has signed nothing yet. */
const isPassing = (error: unknown): boolean =>
  error instanceof Problem && (error.code === 'SERVER_UNREACHABLE' || CODES[error.code].repeat === 'later');

const follow = async (following: Following, { interval, once: isOnce }: WitnessOptions): Promise<void> => {
  const { invocation, server, witness, log } = following;
  const port = portOf(server);
  let last = '';
  for (;;) {
    try {
      const note = await port.checkpoint();
      // A checkpoint that was cosigned and posted is not cosigned again for its new cosignatures.
      const [head = ''] = note.split('\n\n', 1);
      if (head !== last) {
        await takeLook(following, await lookAtLog(witness, port, { key: log, note }));
        last = head;
      }
      if (isOnce === true) return;
    } catch (error) {
      if (!isPassing(error) || isOnce === true) throw error;
      noteLine((error as Problem).words[invocation.language]);
    }
    await pause(interval * MS_PER_SECOND);
  }
};

const ADDRESS = /^(.+):(\d{1,5})$/;

const listen = async (following: Following, place: string): Promise<void> => {
  const [, host, port] = ADDRESS.exec(place) ?? [];
  if (host === undefined || port === undefined)
    throw wrongUse(`listen "${place}"：应为 HOST:PORT`, `listen "${place}": HOST:PORT`);
  const { invocation, state, key } = following;
  const split = Promise.withResolvers<never>();
  const server = witnessServer(following.witness, (answer) => {
    if (answer.kind !== 'split') return;
    // Once it is answered.
    setImmediate(() => {
      try {
        raise(state, `two roots for size ${answer.size}`, answer.offered);
      } catch (error) {
        split.reject(error);
      }
    });
  });
  server.listen(Number.parseInt(port, 10), host.replace(/^\[(.*)\]$/, '$1'));
  await once(server, 'listening');
  const address = server.address() as AddressInfo;
  say(
    invocation,
    { listening: `${address.address}:${address.port}`, vkey: key.vkey },
    invocation.t(`见证服务 ${host}:${address.port}`, `witness at ${host}:${address.port}`),
  );
  try {
    await split.promise;
  } finally {
    server.close();
    server.closeAllConnections();
  }
};

const run = async (url: string, options: WitnessOptions, command: Command): Promise<void> => {
  const invocation = invocationOf(command);
  const server = serverOf({ ...invocation, server: url.replace(/\/$/, '') });
  if (!server) throw wrongUse('URL 为空', 'the URL is empty');
  const path = invocation.path(options.key);
  const key = witnessKeyOf(path);
  const state = openWitnessState(`${path}.state`);
  const log = await logKeyOf(server, state, options.logKey);
  const nowSeconds = (): number => Math.floor(Date.now() / MS_PER_SECOND);
  const witness = createWitness({ key, log, state, nowSeconds });
  const following: Following = { invocation, server, state, key, log, witness };
  if (options.listen === undefined) {
    noteLine(invocation.t(`见证公钥  ${key.vkey}`, `verifier key of the witness  ${key.vkey}`));
    await follow(following, options);
  } else await listen(following, options.listen);
};

/** The alarm is not a failure of the witness: it has done its work. */
const runToAlarm = async (url: string, options: WitnessOptions, command: Command): Promise<void> => {
  try {
    await run(url, options, command);
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'HISTORY_REWRITTEN') throw error;
    reportFailure(error, invocationOf(command));
    process.exitCode = EXIT.refused;
  }
};

const secondsOf = (text: string): number => {
  if (!/^[1-9]\d{0,4}$/.test(text)) throw new InvalidArgumentError('It is a number of seconds.');
  return Number.parseInt(text, 10);
};

export const addWitness = (program: Command, t: Translate): void => {
  program
    .command('witness <url>')
    .description(
      t('跟随日志，要求只增不改，并共同签署', 'follow a log, demand that it only grows, and cosign'),
    )
    .addOption(
      required(
        '--key <file>',
        t('见证人的签名密钥；不存在则生成', "the witness's signing key; made if it is not there"),
      ),
    )
    .addOption(
      single(
        '--listen <host:port>',
        t('以 C2SP tlog-witness 协议应答', 'speak the C2SP tlog-witness protocol instead'),
      ),
    )
    .addOption(
      single(
        '--log-key <vkey>',
        t('日志的验证公钥（默认首次所见者）', "the log's verifier key (default: the one seen first)"),
      ),
    )
    .addOption(
      new Option('--interval <seconds>', t('查询间隔', 'how often it looks'))
        .argParser(secondsOf)
        .default(INTERVAL_SECONDS),
    )
    .option('--once', t('只查询一次', 'look once and end'))
    .action(runToAlarm);
};
