import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { takeCosignature } from '../../src/api/cosignatures.ts';
import { filesOf, type LedgerRecording, LOCAL_ACTOR, openLedgerWriter } from '../../src/main.ts';
import type { Problem } from '../../src/problem.ts';
import {
  cosignCheckpoint,
  createCosigner,
  encodeBase64,
  KEY_TYPE,
  leafHash,
  openCheckpoint,
  parseEntryBundle,
  parseProof,
  parseTile,
  parseVerifierKey,
  policyOfLog,
  signingKey,
  verifyConsistency,
  verifyProof,
} from '../../src/transparency/index.ts';
import { load, parseLines, type Served, serve, worked } from './support.ts';

/** The log over HTTP: checkpoint, tiles, proofs, the export, cosignatures. */

let server: Served;
let vkey = '';

/** The text of the newest checkpoint once it covers that many events. */
const checkpointOf = async (size: number): Promise<string> => {
  for (;;) {
    const { status, text } = await server.get('/log/checkpoint');
    if (status === 200 && Number.parseInt(text.split('\n')[1] ?? '', 10) >= size) return text;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};

beforeAll(async () => {
  server = await serve();
  await load(server, worked);
  await checkpointOf(68);
  vkey = (await server.get('/log/vkey')).text.trimEnd();
});
afterAll(() => server.end());

const bytesOf = async (path: string): Promise<Uint8Array> =>
  new Uint8Array(await (await fetch(server.url + path)).arrayBuffer());

describe('the files of the log', () => {
  test('the checkpoint is signed by the key, and never comes from a cache', async () => {
    const { headers, text } = await server.get('/log/checkpoint');
    expect(headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(headers.get('cache-control')).toBe('no-cache');
    const opened = openCheckpoint(text, { logs: [parseVerifierKey(vkey)] });
    expect(opened).toMatchObject({ ok: true, checkpoint: { origin: 'example.org/ledger/demo', size: 68 } });
  });

  test('tiles and entries of what is signed, whose leaf hashes are the tile', async () => {
    const tile = parseTile(await bytesOf('/log/tile/0/000.p/68'), 68);
    const entries = parseEntryBundle(await bytesOf('/log/tile/entries/000.p/68'), 68);
    expect(entries.map((entry) => encodeBase64(leafHash(entry)))).toEqual(tile.map(encodeBase64));
    const smaller = await bytesOf('/log/tile/0/000.p/5');
    expect(smaller).toEqual((await bytesOf('/log/tile/0/000.p/68')).subarray(0, 5 * 32));
  });

  test.each([
    '/log/tile/0/000',
    '/log/tile/0/000.p/69',
    '/log/tile/0/001',
    '/log/tile/1/000.p/1',
    '/log/tile/entries/000.p/69',
    '/log/tile/0/000.p/0',
    '/log/tile/00/000.p/5',
    '/log/tile/0',
  ])('%s is not there', async (path) => {
    expect(await server.get(path)).toMatchObject({ status: 404, json: { code: 'NOT_FOUND' } });
  });
});

describe('proofs', () => {
  test('an event is proved under the newest checkpoint, in the text that any verifier reads', async () => {
    const { json } = await server.get('/v1/proofs/inclusion?sequence=60');
    expect(json).toMatchObject({ sequence: '60', treeSize: '68' });
    const verdict = verifyProof(parseProof(json.proof), {
      leafHash: Buffer.from(json.leafHash, 'base64'),
      policy: policyOfLog(parseVerifierKey(vkey)),
    });
    expect(verdict).toMatchObject({ ok: true });
  });

  test('one size continues another', async () => {
    const { json } = await server.get('/v1/proofs/consistency?from=55&to=67');
    const bytes = (text: string): Uint8Array => Buffer.from(text, 'base64');
    expect(
      verifyConsistency({
        oldSize: 55,
        newSize: 67,
        oldRoot: bytes(json.fromRootHash),
        newRoot: bytes(json.toRootHash),
        proof: json.hashes.map(bytes),
      }),
    ).toEqual({ ok: true });
  });

  test.each([
    ['/v1/proofs/inclusion?sequence=68', 404, 'NOT_FOUND'],
    ['/v1/proofs/inclusion?sequence=67&treeSize=67', 400, 'USAGE'],
    ['/v1/proofs/inclusion?sequence=1&treeSize=69', 400, 'USAGE'],
    ['/v1/proofs/inclusion', 400, 'USAGE'],
    ['/v1/proofs/consistency?from=0&to=5', 400, 'USAGE'],
    ['/v1/proofs/consistency?from=6&to=5', 400, 'USAGE'],
    ['/v1/proofs/consistency?from=6&to=69', 400, 'USAGE'],
  ])('%s → %i %s', async (path, status, code) => {
    expect(await server.get(path)).toMatchObject({ status, json: { code } });
  });
});

test('the export has every event as recorded, and ends with the checkpoint', async () => {
  const { text } = await server.get('/v1/export');
  const lines = text.trimEnd().split('\n');
  const last = JSON.parse(lines.at(-1) ?? '');
  expect(last).toEqual({ treeSize: '68', checkpoint: (await server.get('/log/checkpoint')).text });
  const entries = parseEntryBundle(await bytesOf('/log/tile/entries/000.p/68'), 68);
  expect(lines.slice(0, -1)).toEqual(
    entries.map((entry, index) => `{"index":"${index}","event":${Buffer.from(entry)}}`),
  );
  expect(parseLines((await server.get('/v1/export?from=66')).text)).toHaveLength(3);
});

describe('a cosignature', () => {
  const witness = signingKey({
    name: 'witness.example/w',
    type: KEY_TYPE.cosignatureV1,
    seed: new Uint8Array(32).fill(7),
  });
  const cosigned = (note: string, timeSeconds = 1_700_000_000): string =>
    cosignCheckpoint(note, createCosigner(witness, timeSeconds));
  const post = (checkpoint: string, key = witness.vkey) =>
    server.post('/v1/cosignatures', { checkpoint, vkey: key }, { 'content-type': 'application/json' });

  test('that holds is given out with the checkpoint, the last one of each witness', async () => {
    const note = await checkpointOf(68);
    for (const time of [1_700_000_000, 1_700_000_001]) {
      const { status, json } = await post(cosigned(note, time));
      expect({ status, json }).toEqual({
        status: 201,
        json: { treeSize: '68', witness: 'witness.example/w', kept: true },
      });
    }
    const { text } = await server.get('/log/checkpoint');
    expect(text).toBe(cosigned(note, 1_700_000_001));
    expect((await server.get('/v1/proofs/inclusion?sequence=3')).json.proof.endsWith(text)).toBe(true);
  });

  test('that does not hold is refused, and what is given out stays as it was', async () => {
    const before = (await server.get('/log/checkpoint')).text;
    const note = before.split('\n').slice(0, 5).join('\n');
    const other = signingKey({ ...witness, seed: new Uint8Array(32).fill(8) });
    const broken = cosigned(`${note}\n`).replace(/.{8}=\n$/, 'AAAAAAAA=\n');
    for (const [text, key] of [
      [broken, witness.vkey],
      [`${note}\n`, witness.vkey],
      [cosigned(`${note}\n`), other.vkey],
      [cosigned(`${note}\n`), vkey],
      ['nonsense', witness.vkey],
    ] as const)
      expect(await post(text, key)).toMatchObject({ status: 422, json: { code: 'COSIGNATURE_REFUSED' } });
    expect((await server.get('/log/checkpoint')).text).toBe(before);
  });

  test('of a size that another node has signed, and this one has and has not signed, is asked for again later', async () => {
    const first = await serve();
    const { checkpoint } = filesOf(first.directory);
    const before = readFileSync(checkpoint);
    await load(first, worked);
    await first.close();
    const after = readFileSync(checkpoint, 'utf8');
    writeFileSync(checkpoint, before);
    const behind = await serve({ directory: first.directory, signing: { signs: false } });
    const body = { checkpoint: cosigned(after), vkey: witness.vkey };
    const reply = await behind.post('/v1/cosignatures', body, { 'content-type': 'application/json' });
    expect(reply).toMatchObject({ status: 503, json: { code: 'NOT_SIGNED' } });
    await behind.end();
  });

  test('of more than is recorded: a log that goes alone has lost it, a node may still follow', async () => {
    const first = await serve();
    await first.close();
    const files = readdirSync(first.directory).map((name) => join(first.directory, name));
    const before = files.map((file) => readFileSync(file));
    const second = await serve({ directory: first.directory });
    await load(second, worked);
    await second.close();
    const note = readFileSync(filesOf(first.directory).checkpoint, 'utf8');
    for (const [index, file] of files.entries()) writeFileSync(file, before[index] as Uint8Array);
    const ledger = await openLedgerWriter(first.directory, { signing: { signs: false } });
    const body = { checkpoint: cosigned(note), vkey: witness.vkey };
    const place = { params: {}, query: {}, actor: LOCAL_ACTOR, only: undefined };
    const codeOf = async (of: LedgerRecording): Promise<unknown> => {
      try {
        return await takeCosignature(of, body, place);
      } catch (error) {
        return (error as Problem).code;
      }
    };
    expect(await codeOf(ledger)).toBe('HISTORY_REWRITTEN');
    const state = { isConnected: true, problem: undefined, logSize: 69, alarm: undefined };
    expect(await codeOf({ ...ledger, store: () => state })).toBe('NOT_SIGNED');
    await ledger.closeWriter();
    rmSync(first.directory, { recursive: true });
  });
});
