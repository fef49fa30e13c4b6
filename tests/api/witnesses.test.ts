import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { filesOf } from '../../src/directory.ts';
import { exportLog } from '../../src/exchange/exportLog.ts';
import { openLedgerReader } from '../../src/main.ts';
import { readVerifierKey } from '../../src/signing/keys.ts';
import { KEY_TYPE, openWithPolicy, parsePolicy, signingKey } from '../../src/transparency/index.ts';
import { witnessServer } from '../../src/witness/listen.ts';
import { openWitnessState } from '../../src/witness/state.ts';
import { createWitness } from '../../src/witness/witness.ts';
import { ledger } from '../cli/support.ts';
import { removeTemporaryDirectories, temporaryDirectory } from '../support/ledger.ts';
import { emptyDirectory, pledge, serve } from './support.ts';

/** `LEDGER_WITNESSES`: each checkpoint is sent to the witnesses, and served with their cosignatures. */

afterEach(removeTemporaryDirectories);

test('a checkpoint that was sent to a witness is served with its cosignature, and satisfies who demands it', async () => {
  const directory = emptyDirectory();
  const from = temporaryDirectory();
  const known = readVerifierKey(filesOf(directory));
  if (!known.ok || !known.key) throw new Error('a ledger has a key');
  const key = signingKey({
    name: 'witness.example/w',
    type: KEY_TYPE.cosignatureV1,
    seed: new Uint8Array(32).fill(7),
  });
  const witness = createWitness({
    key,
    log: known.key,
    state: openWitnessState(temporaryDirectory()),
    nowSeconds: () => 1_700_000_000,
  });
  const listening = witnessServer(witness, () => {});
  listening.listen(0, '127.0.0.1');
  await once(listening, 'listening');
  const { port } = listening.address() as AddressInfo;
  const policy = `log ${known.key.vkey}\nwitness w ${key.vkey} http://127.0.0.1:${port}\nquorum w\n`;
  writeFileSync(join(from, 'policy'), policy);
  const { witnesses } = readConfig({ INIT_CWD: from, LEDGER_WITNESSES: 'policy' });
  const server = await serve({ directory, witnesses });
  const { json } = await server.post('/v1/events', pledge(1));
  const size = Number.parseInt(json.sequence, 10) + 1;
  const demanded = parsePolicy(policy);
  const cosignedSize = async (): Promise<number> => {
    const { text } = await server.get('/log/checkpoint');
    const opened = openWithPolicy(text, demanded);
    return opened.ok ? opened.checkpoint.size : -1;
  };
  while ((await cosignedSize()) < size) await new Promise((resolve) => setImmediate(resolve));
  expect(witness.seen()?.size).toBe(size);
  const reader = await openLedgerReader(directory);
  const { text: note } = await server.get('/log/checkpoint');
  exportLog(reader.journal, join(from, 'log'), { note, size });
  reader.close();
  const verify = (file: string) =>
    ledger({ from }, ...['verify', 'log', '--key', known.key?.vkey ?? '', '--policy', file, '--json']);
  const satisfied = await verify('policy');
  expect([satisfied.code, JSON.parse(satisfied.stdout).ok]).toEqual([0, true]);
  const other = signingKey({
    name: 'other.example/w',
    type: KEY_TYPE.cosignatureV1,
    seed: new Uint8Array(32),
  });
  writeFileSync(join(from, 'stricter'), policy.replace(key.vkey, other.vkey));
  const refused = await verify('stricter');
  expect([refused.code, JSON.parse(refused.stdout).code]).toEqual([1, 'POLICY_UNSATISFIED']);
  await server.end();
  listening.close();
  listening.closeAllConnections();
});
