import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { NDJSON, ndjson, pledge } from '../api/support.ts';
import { ledger, temporaryDirectory } from '../cli/support.ts';
import { USCC } from '../support/facts.ts';
import { AUDITOR, bearer, withParticipants } from './support.ts';

/** What opens the ledger, or signs for it, is in the files made for it and nowhere else. */

/** A secret may have underscores of its own. */
const secretOf = (key: string): string => key.slice(key.indexOf('_', 3) + 1);

const KEY_FILES: ReadonlySet<string> = new Set(['operator.key', 'signing.key']);

const filesUnder = (directory: string): readonly string[] =>
  readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !KEY_FILES.has(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));

test('no secret is in a file, a log line, an answer, a metric or what a command prints', async () => {
  const logged: string[] = [];
  const server = await withParticipants({
    logLevel: 'debug',
    logStream: { write: (line: string) => logged.push(line) },
  });
  const { keys } = server;
  const signingKey = readFileSync(join(server.directory, 'signing.key'), 'utf8').trim();
  const said: string[] = [];
  const all = Object.values(keys);
  // Each is used as it should be, as it should not, and where it does not belong.
  for (const key of all) {
    const wrong = `${key.slice(0, -3)}AAA`;
    const replies = [
      await server.get('/v1/self', bearer(key)),
      await server.get('/v1/participants', bearer(key)),
      await server.get('/v1/events?limit=1000', bearer(key)),
      await server.get('/v1/contracts/ledger/main', bearer(key)),
      await server.get('/v1/self', bearer(wrong)),
      await server.get('/v1/self', { authorization: `Basic ${key}` }),
      await server.get(`/v1/periods?key=${key}`, bearer(key)),
      await server.get('/v1/self', { ...bearer(key), 'x-request-id': 'given' }),
      await server.post('/v1/events', pledge(1), bearer(key)),
      await server.post('/v1/events', ndjson([pledge(2), {}]), { ...bearer(key), 'content-type': NDJSON }),
      await server.post('/v1/participants', {}, { ...bearer(key), 'content-type': 'application/json' }),
    ];
    // What is wrong in a query is quoted to whoever sent it.
    said.push(...replies.filter((_, index) => index !== 6).map(({ text }) => text));
  }
  const from = temporaryDirectory();
  const printed: string[] = [];
  for (const [name, key] of Object.entries(keys)) writeFileSync(join(from, name), `${key}\n`);
  for (const [name, ...args] of [
    ['auditor', 'participants', '--json'],
    ['auditor', 'keys', 'list'],
    ['auditor', 'checkpoint'],
    ['bank', 'indicators'],
    ['bank', 'keys', 'revoke', USCC.bank, 'none', '--json'],
    ['operator', 'participants', 'suspend', AUDITOR],
  ] as const) {
    const { stdout, stderr } = await ledger({ from }, ...args, '--key-file', name, '--server', server.url);
    printed.push(stdout, stderr);
  }
  const metrics = await (await fetch(`${server.opsUrl}/metrics`)).text();
  await server.close();
  const status = await ledger({ from }, 'status', '--data', server.directory, '--json');
  printed.push(status.stdout, status.stderr);
  const files = filesUnder(server.directory).map((file) => readFileSync(file).toString('latin1'));
  // All of them are looked at, and hold something.
  for (const texts of [logged, said, printed, files]) expect(texts.join('').length).toBeGreaterThan(1_000);
  expect(metrics).toContain('ledger_');
  const everything = [...logged, ...said, ...printed, ...files, metrics].join('\n');
  for (const key of all) expect(everything).not.toContain(secretOf(key));
  expect(everything).not.toContain(signingKey);
  // PRIVATE+KEY+name+hash+key, and the key may have plus signs.
  expect(everything).not.toContain(signingKey.split('+').slice(4).join('+'));
  await server.end();
});
