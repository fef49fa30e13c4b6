import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { LoadResult } from './loadClient.ts';

/** Servers and their load, each in a process of its own. */

const CONNECTIONS = 50;
export const place = (file: string): string => fileURLToPath(new URL(file, import.meta.url));
const run = promisify(execFile);

const ADDRESS = /http:\/\/127\.0\.0\.1:(\d+)/;

/** The port of the first address that a server says it has. */
export const portOf = async (child: ChildProcess): Promise<string> => {
  if (!child.stdout) throw new Error('no output');
  for await (const line of createInterface(child.stdout)) {
    const port = ADDRESS.exec(line)?.[1];
    if (port !== undefined) return port;
  }
  throw new Error('the server ended before it said where it is');
};

/** With the flags of this process, which are those of `npm start`: server and no-op alike. */
export const start = (args: readonly string[], environment: Record<string, string> = {}): ChildProcess =>
  spawn(process.execPath, [...process.execArgv, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...environment },
  });

export const stop = async (child: ChildProcess): Promise<void> => {
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
};

export type Kind = 'post' | 'table';

export const load = async (port: string, kind: Kind, seconds: number, first: number): Promise<LoadResult> => {
  const { stdout } = await run(process.execPath, [
    place('httpLoad.ts'),
    port,
    kind,
    String(CONNECTIONS),
    String(seconds),
    String(first),
  ]);
  const result = JSON.parse(stdout) as LoadResult;
  // What is refused is answered faster, and measures nothing.
  const [status, ...others] = Object.keys(result.statuses);
  if (!status?.startsWith('2') || others.length > 0) throw new Error(`answered ${stdout}`);
  return result;
};
