import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { answerOf, environmentOf, LEDGER, ledger, temporaryDirectory } from './support.ts';

const ANY_PORTS = { PORT: '0', OPS_PORT: '0' };

/** Starts a command that goes on, and answers what it says until a line fits; `stop` ends it by a signal. */
const running = async (from: string, args: readonly string[], until: RegExp) => {
  const child = spawn(process.execPath, [LEDGER, ...args], {
    env: environmentOf({ from, environment: ANY_PORTS }),
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ended = once(child, 'exit') as Promise<[number | null]>;
  const said: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    said.push(line);
    if (until.test(line)) break;
  }
  return {
    said,
    stop: async (signal: NodeJS.Signals): Promise<number | null> => {
      child.kill(signal);
      const [code] = await ended;
      return code;
    },
  };
};

test('start makes a demonstration, shows its table and serves it until it is interrupted', async () => {
  const from = temporaryDirectory();
  const { said, stop } = await running(from, ['start', '--lang', 'en'], /^operations/);
  expect(said[0]).toMatch(/^2021 · the whole city · as of #\d+ /);
  expect(said.some((line) => /^ 5 {2}Average annual growth of patent and trademark pledge/.test(line))).toBe(
    true,
  );
  const url = said.find((line) => line.startsWith('server'))?.split(/\s+/)[1];
  const response = await fetch(`${url}/v1/indicators?year=2021`);
  expect(response.status).toBe(200);
  expect(((await response.json()) as { readonly year: number }).year).toBe(2021);
  const writing = await ledger({ from }, 'seed');
  expect(writing.code).toBe(3);
  expect(await stop('SIGINT')).toBe(0);
});

test('serve opens a ledger in an empty directory and stops when it is terminated', async () => {
  const from = temporaryDirectory();
  const { said, stop } = await running(from, ['serve', '--json'], /^\}/);
  const { url, opsUrl } = JSON.parse(said.join('')) as { readonly url: string; readonly opsUrl: string };
  const [periods, ready] = await Promise.all([fetch(`${url}/v1/periods`), fetch(`${opsUrl}/readyz`)]);
  expect([periods.status, ready.status]).toEqual([200, 200]);
  expect(await stop('SIGTERM')).toBe(0);
  expect(await answerOf(from, 'status')).toMatchObject({ demonstration: false, writer: false });
});
