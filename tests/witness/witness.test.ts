import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { KEY_TYPE, parseVerifierKey, signingKey } from '../../src/transparency/index.ts';
import { lookAtLog } from '../../src/witness/follow.ts';
import { witnessServer } from '../../src/witness/listen.ts';
import { formatAddCheckpoint } from '../../src/witness/request.ts';
import { openWitnessState } from '../../src/witness/state.ts';
import { submitCheckpoint } from '../../src/witness/submit.ts';
import { createWitness } from '../../src/witness/witness.ts';
import { removeTemporaryDirectories, temporaryDirectory } from '../support/ledger.ts';
import { log, logOf, ORIGIN } from './support.ts';

afterEach(removeTemporaryDirectories);

const SEED = { name: 'witness.example/w', type: KEY_TYPE.cosignatureV1, seed: new Uint8Array(32).fill(2) };
const key = signingKey(SEED);

const witnessIn = (directory: string) => {
  const state = openWitnessState(directory);
  return { state, witness: createWitness({ key, log, state, nowSeconds: () => 1_700_000_000 }) };
};

const honest = logOf(40);
const forked = logOf(40, 8);

describe('a witness', () => {
  test('cosigns what continues what it saw, and keeps it before it answers', () => {
    const directory = temporaryDirectory();
    const { witness } = witnessIn(directory);
    const first = witness.take({ oldSize: 0, proof: [], note: honest.note(10) });
    expect(first.kind).toBe('cosigned');
    expect(readFileSync(join(directory, 'checkpoint'), 'utf8')).toBe(honest.note(10));
    // After a restart it goes on from what it kept.
    const again = witnessIn(directory).witness;
    expect(again.seen()?.size).toBe(10);
    expect(again.take({ oldSize: 10, proof: honest.proof(10, 25), note: honest.note(25) }).kind).toBe(
      'cosigned',
    );
    expect(again.take({ oldSize: 25, proof: [], note: honest.note(25) }).kind).toBe('cosigned');
  });

  test.each([
    [
      'another size than the last',
      { oldSize: 9, proof: honest.proof(9, 20), note: honest.note(20) },
      'otherSize',
    ],
    ['an older checkpoint', { oldSize: 5, proof: [], note: honest.note(5) }, 'otherSize'],
    ['an old size above the checkpoint', { oldSize: 11, proof: [], note: honest.note(7) }, 'oldTooLarge'],
    ['another root for the same size', { oldSize: 10, proof: [], note: forked.note(10) }, 'split'],
    ['a rewritten past', { oldSize: 10, proof: forked.proof(10, 20), note: forked.note(20) }, 'unproved'],
    ['no proof', { oldSize: 10, proof: [], note: honest.note(20) }, 'unproved'],
    [
      'a key that is not the log’s',
      {
        oldSize: 10,
        proof: honest.proof(10, 20),
        note: honest.note(
          20,
          signingKey({ name: ORIGIN, type: KEY_TYPE.ed25519, seed: new Uint8Array(32).fill(9) }),
        ),
      },
      'unsigned',
    ],
    [
      'another log',
      {
        oldSize: 0,
        proof: [],
        note: honest.note(
          3,
          signingKey({ name: 'other', type: KEY_TYPE.ed25519, seed: new Uint8Array(32).fill(3) }),
        ),
      },
      'unknownLog',
    ],
  ])('does not cosign %s', (_, request, kind) => {
    const { witness, state } = witnessIn(temporaryDirectory());
    witness.take({ oldSize: 0, proof: [], note: honest.note(10) });
    expect(witness.take(request).kind).toBe(kind);
    expect(state.seen()).toBe(honest.note(10));
  });
});

describe('the protocol', () => {
  const served = async () => {
    const { witness, state } = witnessIn(temporaryDirectory());
    const server = witnessServer(witness, () => {});
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const post = async (body: string) => {
      const response = await fetch(`${url}/add-checkpoint`, { method: 'POST', body });
      return [response.status, response.headers.get('content-type'), await response.text()];
    };
    return { url, post, state, close: () => server.close() };
  };

  test('answers with the status of each case', async () => {
    const { post, close } = await served();
    const body = (oldSize: number, note: string, proof: readonly Uint8Array[] = []): string =>
      formatAddCheckpoint({ oldSize, proof, note });
    const [status, , lines] = await post(body(0, honest.note(10)));
    expect(status).toBe(200);
    expect(lines).toMatch(/^— witness\.example\/w \S+\n$/);
    expect(await post(body(0, honest.note(20)))).toEqual([409, 'text/x.tlog.size', '10\n']);
    expect(await post(body(10, forked.note(10)))).toEqual([409, 'text/x.tlog.size', '10\n']);
    expect((await post(body(10, forked.note(20), forked.proof(10, 20))))[0]).toBe(422);
    expect((await post(body(12, honest.note(11))))[0]).toBe(400);
    expect((await post(`old 010\n\n${honest.note(20)}`))[0]).toBe(400);
    expect((await post('nonsense'))[0]).toBe(400);
    const other = signingKey({ name: 'other', type: KEY_TYPE.ed25519, seed: new Uint8Array(32).fill(3) });
    expect((await post(body(0, honest.note(3, other))))[0]).toBe(404);
    const impostor = signingKey({ name: ORIGIN, type: KEY_TYPE.ed25519, seed: new Uint8Array(32).fill(9) });
    expect((await post(body(10, honest.note(20, impostor))))[0]).toBe(403);
    close();
  });

  test('a log that does not know what the witness has seen learns it and is cosigned', async () => {
    const { url, close } = await served();
    const address = { key: parseVerifierKey(key.vkey), url };
    const submission = (of: typeof honest, size: number) => ({
      note: of.note(size),
      size,
      proofFrom: (oldSize: number) => of.proof(oldSize, size),
    });
    expect((await submitCheckpoint(address, submission(honest, 10), 0)).kind).toBe('cosigned');
    expect((await submitCheckpoint(address, submission(honest, 20), 0)).kind).toBe('cosigned');
    expect(await submitCheckpoint(address, submission(honest, 15), 10)).toEqual({
      kind: 'overtaken',
      size: 20,
    });
    expect((await submitCheckpoint(address, submission(forked, 30), 20)).kind).toBe('failed');
    close();
    const refused = await submitCheckpoint(
      { ...address, url: 'http://127.0.0.1:1' },
      submission(honest, 30),
      20,
    );
    expect(refused.kind).toBe('failed');
  });
});

describe('a log that is followed', () => {
  type Log = ReturnType<typeof logOf>;
  const at = (of: Log, size: number) => ({
    checkpoint: async () => of.note(size),
    consistency: async (from: number, to: number) => (to <= size ? of.proof(from, to) : undefined),
  });
  /** A look at what a log shows, a proof being asked for there or of another node behind the same address. */
  const look = async (
    witness: ReturnType<typeof witnessIn>['witness'],
    shown: ReturnType<typeof at>,
    asked = shown,
  ) => lookAtLog(witness, asked, { key: log, note: await shown.checkpoint() });

  test('is cosigned as it grows', async () => {
    const { witness } = witnessIn(temporaryDirectory());
    for (const size of [10, 10, 24, 40])
      expect(await look(witness, at(honest, size))).toMatchObject({ kind: 'cosigned', size });
  });

  test.each([
    ['another root for the same size', at(forked, 10)],
    ['a rewritten past', at(forked, 30)],
    ['a cut tail', at(honest, 9)],
    ['a cut tail that grew again otherwise', at(logOf(40, 9), 20)],
    ['a size that is shown and not proved', { ...at(honest, 20), consistency: async () => undefined }],
  ])('raises the alarm at %s', async (_, lying) => {
    const directory = temporaryDirectory();
    const { witness, state } = witnessIn(directory);
    await look(witness, at(honest, 10));
    const seen = await look(witness, lying);
    expect(seen.kind).toBe('alarm');
    expect(state.seen()).toBe(honest.note(10));
    if (seen.kind === 'alarm') state.alarm(state.seen() ?? '', seen.offered);
    expect(existsSync(join(directory, 'alarm.seen'))).toBe(true);
    expect(readFileSync(join(directory, 'alarm.offered'), 'utf8')).toBe(await lying.checkpoint());
  });

  test('an older checkpoint of the same history is no alarm', async () => {
    const { witness } = witnessIn(temporaryDirectory());
    await look(witness, at(honest, 20));
    expect(await look(witness, { ...at(honest, 20), checkpoint: async () => honest.note(10) })).toEqual({
      kind: 'stale',
      size: 10,
    });
  });

  test('a node that is behind the one that showed the checkpoint is waited for', async () => {
    const { witness, state } = witnessIn(temporaryDirectory());
    await look(witness, at(honest, 10));
    expect(await look(witness, at(honest, 20), at(honest, 15))).toEqual({ kind: 'behind', size: 20 });
    expect(state.seen()).toBe(honest.note(10));
    expect(await look(witness, at(honest, 20))).toMatchObject({ kind: 'cosigned', size: 20 });
    // The other way round: the one behind has shown its checkpoint, and what it denied is known where it is asked for again.
    const denying = { ...at(honest, 20), consistency: async () => undefined };
    expect(await look(witness, at(honest, 15), denying)).toEqual({ kind: 'behind', size: 20 });
  });
});
