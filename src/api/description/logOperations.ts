import * as z from 'zod';
import { JSON_TYPE, NDJSON_TYPE } from '../mediaType.ts';
import type { Operations } from './operation.ts';
import { base64Hash, digits, READ_HEADERS } from './shapes.ts';

/** The log: checkpoints, tiles, proofs, cosignatures, and the log itself. */

const TAG = 'log';
const TEXT_TYPE = 'text/plain';
const BYTES_TYPE = 'application/octet-stream';

const tilePath = () =>
  z.object({
    path: z
      .string()
      .meta({ description: '`<level>/<index>[.p/<width>]`, or `<index>[.p/<width>]` of entries' }),
  });

const INCLUSION = z
  .strictObject({
    sequence: digits(),
    treeSize: digits(),
    leafHash: base64Hash(),
    rootHash: base64Hash(),
    hashes: z.array(base64Hash()).meta({ description: 'RFC 9162 §2.1.3.1, from the leaf up' }),
    proof: z
      .string()
      .nullable()
      .meta({ description: 'The same as C2SP tlog-proof with its checkpoint, under the newest one' }),
  })
  .meta({ id: 'Inclusion' });

const CONSISTENCY = z
  .strictObject({
    from: digits(),
    to: digits(),
    fromRootHash: base64Hash(),
    toRootHash: base64Hash(),
    hashes: z.array(base64Hash()).meta({ description: 'RFC 9162 §2.1.4.1' }),
  })
  .meta({ id: 'Consistency' });

const COSIGNATURE = z
  .strictObject({
    checkpoint: z.string().meta({ description: 'The signed note with the cosignature' }),
    vkey: z.string().meta({ description: 'Verifier key of the witness' }),
  })
  .meta({ id: 'Cosignature' });

const COSIGNED = z
  .strictObject({ treeSize: digits(), witness: z.string(), kept: z.boolean() })
  .meta({ id: 'Cosigned' });

const text = (description: string) => ({ 200: { description, content: { [TEXT_TYPE]: z.string() } } });
const bytes = (description: string) => ({ 200: { description, content: { [BYTES_TYPE]: z.string() } } });

const FILE_OPERATIONS: Operations = {
  'GET /log/checkpoint': {
    tag: TAG,
    summary: 'The newest signed checkpoint with its cosignatures (C2SP tlog-checkpoint)',
    answers: text('A signed note'),
    examples: [{ summary: 'The newest', status: 200 }],
  },
  'GET /log/vkey': {
    tag: TAG,
    summary: "The log's verifier key; whoever verifies has it from elsewhere, and compares",
    answers: text('A verifier key of a C2SP signed note'),
    examples: [{ summary: 'The key', status: 200 }],
  },
  'GET /log/tile/entries/*path': {
    tag: TAG,
    summary: 'A bundle of entries: the recorded bytes (C2SP tlog-tiles)',
    path: tilePath(),
    answers: bytes('Big-endian uint16 length and entry, repeated'),
    examples: [
      { summary: 'The first 68 events', path: { path: '000.p/68' }, status: 200 },
      { summary: 'More than are signed', path: { path: '001' }, status: 404 },
    ],
  },
  'GET /log/tile/*path': {
    tag: TAG,
    summary: 'A tile of hashes (C2SP tlog-tiles)',
    path: tilePath(),
    answers: bytes('Up to 256 hashes of 32 bytes'),
    examples: [
      { summary: 'The first 68 leaf hashes', path: { path: '0/000.p/68' }, status: 200 },
      { summary: 'Not the path of a tile', path: { path: '0/0' }, status: 404 },
    ],
  },
};

const PROOF_OPERATIONS: Operations = {
  'GET /v1/proofs/inclusion': {
    tag: TAG,
    summary: 'That an event is in the log, under the newest checkpoint or a smaller signed size',
    query: z.object({ sequence: digits(), treeSize: digits().optional() }),
    headers: READ_HEADERS,
    answers: { 200: { description: 'The proof', content: { [JSON_TYPE]: INCLUSION } } },
    examples: [
      { summary: 'Under the newest checkpoint', query: { sequence: '60' }, status: 200 },
      { summary: 'Under a smaller size', query: { sequence: '60', treeSize: '61' }, status: 200 },
      { summary: 'No such event', query: { sequence: '100000' }, status: 404 },
    ],
  },
  'GET /v1/proofs/consistency': {
    tag: TAG,
    summary: 'That one signed size of the log continues another',
    query: z.object({ from: digits(), to: digits().optional() }),
    headers: READ_HEADERS,
    answers: { 200: { description: 'The proof', content: { [JSON_TYPE]: CONSISTENCY } } },
    examples: [
      { summary: 'From the opening to the newest', query: { from: '55' }, status: 200 },
      { summary: 'Between two sizes', query: { from: '55', to: '60' }, status: 200 },
      { summary: 'Nothing is proved about size 0', query: { from: '0' }, status: 400 },
    ],
  },
};

export const LOG_OPERATIONS: Operations = {
  ...FILE_OPERATIONS,
  ...PROOF_OPERATIONS,
  'GET /v1/export': {
    tag: TAG,
    summary: 'The signed log, an event a line; the last line has the checkpoint',
    description:
      'Each line is `{"index","event"}` with the event as recorded; the last is `{"treeSize","checkpoint"}`, without which the answer is incomplete.',
    query: z.object({ from: digits().optional() }),
    answers: { 200: { description: 'NDJSON', content: { [NDJSON_TYPE]: z.string() } } },
    examples: [{ summary: 'From an event on', query: { from: '60' }, status: 200 }],
  },
  'POST /v1/cosignatures': {
    tag: TAG,
    summary: 'A checkpoint as a witness has cosigned it',
    body: { [JSON_TYPE]: COSIGNATURE },
    answers: { 201: { description: 'It holds', content: { [JSON_TYPE]: COSIGNED } } },
    examples: [
      {
        summary: 'Not a key',
        body: { checkpoint: 'example.org/ledger/demo\n', vkey: 'witness' },
        status: 422,
      },
    ],
  },
};
