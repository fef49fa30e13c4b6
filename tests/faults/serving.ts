import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** Servers in processes of their own, for faults that a process cannot be asked for. */

export const LAUNCHER = fileURLToPath(new URL('../../src/ledger.mjs', import.meta.url));

interface Scripts {
  readonly scripts: { readonly ledger: string };
}

/** What `npm run ledger` gives the runtime: its memory is what a server takes. */
const FLAGS = (
  JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as Scripts
).scripts.ledger
  .split(' ')
  .filter((word) => word.startsWith('--'));

export interface ServingProcess {
  readonly child: ChildProcess;
  readonly url: string;
  readonly opsUrl: string;
  /** Ends it in order. */
  readonly stop: () => Promise<void>;
}

const ADDRESS = /http:\/\/127\.0\.0\.1:\d+/;
const running = new Set<ChildProcess>();

/** Kills what a test has left behind. */
export const killAll = (): void => {
  for (const child of running) child.kill('SIGKILL');
  running.clear();
};

/** Waits until the command has said where its server and its operations are. */
export const serving = async (command: string, args: readonly string[]): Promise<ServingProcess> => {
  const child = spawn(command, args, {
    env: { ...process.env, PORT: '0', OPS_PORT: '0', LOG_LEVEL: 'silent' },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  running.add(child);
  const addresses: string[] = [];
  for await (const line of createInterface(child.stdout as NonNullable<typeof child.stdout>)) {
    const found = ADDRESS.exec(line)?.[0];
    if (found !== undefined) addresses.push(found);
    if (addresses.length === 2) break;
  }
  const [url, opsUrl] = addresses;
  if (url === undefined || opsUrl === undefined) throw new Error('the server did not start');
  return {
    child,
    url,
    opsUrl,
    stop: async () => {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
};

export const serveDirectory = (directory: string): Promise<ServingProcess> =>
  serving(process.execPath, [...FLAGS, LAUNCHER, 'serve', '--data', directory]);
