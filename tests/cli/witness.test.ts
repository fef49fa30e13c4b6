import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { serve } from '../api/support.ts';
import { answerOf, ledger, openWorkedExample, problemOf, temporaryDirectory } from './support.ts';

/** `witness URL --once`: an auditor's look at a served log. */

let from: string;
beforeAll(async () => {
  from = temporaryDirectory();
  await openWorkedExample(from);
  await answerOf(from, 'backup', '--out', 'before.backup', '--with-key');
});

const look = (url: string) => ['witness', url, '--key', 'witness.key', '--once'];
const closePeriod = (period: string, data: string) =>
  answerOf(from, 'periods', 'close', period, '--data', data);

test('a log that only grows is cosigned, and one that has split is the alarm: exit code 1', async () => {
  const server = await serve({ directory: join(from, 'data') });
  const first = await ledger({ from }, ...look(server.url), '--lang', 'en');
  expect(first.code).toBe(0);
  const [, cosigned] = /^cosigned size (\d+)$/m.exec(first.stdout) ?? [];
  const [, witness] = /verifier key of the witness {2}(\S+)$/m.exec(first.stderr) ?? [];
  const shown = await (await fetch(`${server.url}/log/checkpoint`)).text();
  expect(shown.split('\n')[1]).toBe(cosigned);
  expect(shown.split('\n').filter((line) => line.startsWith('— '))).toHaveLength(2);
  expect(shown).toContain(`— ${witness?.split('+')[0]} `);
  // Who demands the cosignature finds it in the log that is exported.
  const { vkey } = await answerOf<{ vkey: string }>(from, 'checkpoint', '--vkey');
  await server.close();
  writeFileSync(join(from, 'policy'), `log ${vkey}\nwitness auditor ${witness}\nquorum auditor\n`);
  await answerOf(from, 'export', '--out', 'log');
  const verify = ['verify', 'log', '--key', vkey, '--policy', 'policy'];
  expect(await answerOf(from, ...verify)).toMatchObject({ ok: true, kind: 'log' });
  // The same key over another history: a restored copy that was made to write in its own way.
  await closePeriod('2018', 'data');
  const seen = await serve({ directory: join(from, 'data') });
  expect((await ledger({ from }, ...look(seen.url))).code).toBe(0);
  await seen.close();
  await answerOf(from, 'restore', 'before.backup', '--data', 'fork');
  writeFileSync(join(from, 'old'), readFileSync(join(from, 'log', 'checkpoint')));
  await answerOf(from, 'resume', '--data', 'fork', '--last-checkpoint', 'old');
  await closePeriod('2019', 'fork');
  const forked = await serve({ directory: join(from, 'fork') });
  const alarm = await problemOf({ from }, ...look(forked.url));
  expect(alarm).toMatchObject({ exit: 1, code: 'HISTORY_REWRITTEN' });
  for (const file of ['alarm.seen', 'alarm.offered'])
    expect(readFileSync(join(from, 'witness.key.state', file), 'utf8')).toMatch(/^\S+\/demo\n\d+\n/);
  await forked.close();
});
