import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Problem, problemJson } from '../../src/problem.ts';
import { encodeBase64 } from '../../src/transparency/index.ts';
import { logKey, logOf } from '../witness/support.ts';
import { ledger, problemOf, temporaryDirectory } from './support.ts';

/** `witness` at an address behind which there are several nodes, of which not every one has come as far. */

const honest = logOf(40);

type Answer = () => string | Problem;
/** What the next question for a checkpoint, or for a proof, is answered. */
const checkpoints: Answer[] = [];
const proofs: Answer[] = [];

const proof = (from: number, to: number) => (): string =>
  JSON.stringify({ hashes: honest.proof(from, to).map(encodeBase64) });
const notSigned = (): Problem => new Problem('NOT_SIGNED', { detail: 'size 20' });
const notAsLong = (): Problem => new Problem('USAGE', { detail: 'the log is not as long' });

const answerTo = (path: string): string | Problem => {
  if (path === '/log/vkey') return `${logKey.vkey}\n`;
  if (path === '/v1/cosignatures') return '{}';
  const answer = (path === '/log/checkpoint' ? checkpoints : proofs).shift();
  return answer?.() ?? new Problem('INTERNAL');
};

const address = createServer((request, response) => {
  const answer = answerTo(new URL(request.url ?? '', 'http://localhost').pathname);
  if (answer instanceof Problem) {
    const json = problemJson(answer);
    response.writeHead(json.status, { 'content-type': 'application/problem+json' });
    response.end(JSON.stringify(json));
  } else response.end(answer);
});
beforeAll(async () => {
  address.listen(0, '127.0.0.1');
  await once(address, 'listening');
});
afterAll(() => {
  address.close();
  address.closeAllConnections();
});

test('a node that is behind is asked again later, and one that has lost what was seen is the alarm', async () => {
  const from = temporaryDirectory();
  const { port } = address.address() as AddressInfo;
  const look = (answers: readonly Answer[], proved: readonly Answer[]): string[] => {
    checkpoints.splice(0, Number.POSITIVE_INFINITY, ...answers);
    proofs.splice(0, Number.POSITIVE_INFINITY, ...proved);
    return ['witness', `http://127.0.0.1:${port}`, '--key', 'witness.key', '--once'];
  };
  const cosigned = async (answers: readonly Answer[], proved: readonly Answer[]): Promise<string> =>
    (await ledger({ from }, ...look(answers, proved), '--lang', 'en')).stdout;
  const shown = (size: number) => () => honest.note(size);
  expect(await cosigned([shown(10)], [])).toBe('cosigned size 10\n');
  const later = { exit: 3, code: 'NOT_SIGNED' };
  expect(await problemOf({ from }, ...look([shown(20)], [notSigned]))).toMatchObject(later);
  expect(await problemOf({ from }, ...look([shown(20), notSigned], [notAsLong]))).toMatchObject(later);
  expect(await cosigned([shown(20)], [proof(10, 20)])).toBe('cosigned size 20\n');
  // A log that was cut and has grown again has not signed as much yet; there is nothing to compare before it has.
  expect(await problemOf({ from }, ...look([shown(15)], [notSigned]))).toMatchObject(later);
  expect(existsSync(join(from, 'witness.key.state', 'alarm.seen'))).toBe(false);
  const alarm = await problemOf({ from }, ...look([shown(15), shown(16)], [notAsLong]));
  expect(alarm).toMatchObject({ exit: 1, code: 'HISTORY_REWRITTEN' });
  expect(existsSync(join(from, 'witness.key.state', 'alarm.seen'))).toBe(true);
});
