import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { indicatorOf } from '../../projections/indicators.ts';
import type { RecordedEvent } from '../../src/domain/envelope.ts';
import type { JournalReader } from '../../src/journal/reader.ts';
import type { LedgerWriter } from '../../src/main.ts';
import {
  type Checkpoint,
  cosignCheckpoint,
  createCosigner,
  createSigner,
  encodeEntryBundle,
  encodeTile,
  entryBundlesOfSize,
  formatProof,
  formatSigningKey,
  formatTilePath,
  KEY_TYPE,
  leafHash,
  openTree,
  parseSigningKey,
  type SigningKey,
  signCheckpoint,
  TILE_WIDTH,
  type TileHashReader,
  tilesOfSize,
} from '../../src/transparency/index.ts';
import type { EvidenceFile } from '../../src/verify/archive.ts';
import { figureEvidence } from '../../src/verify/figureEvidence.ts';
import { demonstrationLedger, post, temporaryDirectory } from '../support/ledger.ts';

/** Ledgers, keys and evidence of the tests; the keys sign whatever a lying server wants. */

export const ORIGIN = 'example.org/demo';

const seedOf = (byte: number): Uint8Array => new Uint8Array(32).fill(byte);
const keyOf = (name: string, type: 0x01 | 0x04, byte: number): SigningKey =>
  parseSigningKey(formatSigningKey({ name, type, seed: seedOf(byte) }));

export const LOG_KEY = keyOf(ORIGIN, KEY_TYPE.ed25519, 1);
export const OTHER_KEY = keyOf(ORIGIN, KEY_TYPE.ed25519, 2);
export const OTHER_LOG = keyOf('other.example/ledger', KEY_TYPE.ed25519, 3);
export const WITNESS = keyOf('witness.example/w', KEY_TYPE.cosignatureV1, 4);
export const STRANGER = keyOf('stranger.example/w', KEY_TYPE.cosignatureV1, 5);

export const POLICY = `witness w ${WITNESS.vkey}\nquorum w\n`;

export const sign = (checkpoint: Checkpoint, key: SigningKey = LOG_KEY): string =>
  signCheckpoint(checkpoint, createSigner(key));

export const cosign = (note: string, key: SigningKey = WITNESS): string =>
  cosignCheckpoint(note, createCosigner(key, 1_600_000_000));

export const checkpointOf = (
  { hashes }: Pick<JournalReader, 'hashes'>,
  size: number,
  key: SigningKey = LOG_KEY,
): string => sign({ origin: key.name, size, root: openTree(hashes, size).root() }, key);

export const exampleFacts = (): Record<string, unknown>[] =>
  readFileSync(new URL('../fixtures/worked-example.ndjson', import.meta.url), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

/** A demonstration with the worked example, its read model brought up. */
export const exampleLedger = async (): Promise<LedgerWriter> => {
  const ledger = await demonstrationLedger();
  await post(ledger, exampleFacts());
  ledger.projector.catchUp();
  return ledger;
};

export type Files = Map<string, Uint8Array>;

export interface FigureOptions {
  readonly code?: string;
  readonly year?: number;
  readonly size?: number;
  readonly checkpoint?: string;
  readonly old?: Checkpoint;
}

export const figureFiles = (ledger: LedgerWriter, options: FigureOptions = {}): Files => {
  const { code = 'pledge-amount-growth', year = 2020, size = ledger.journal.size(), old } = options;
  const checkpoint = options.checkpoint ?? checkpointOf(ledger.journal, ledger.journal.size());
  const scope = { indicator: indicatorOf(code), year, size, checkpoint };
  return new Map(figureEvidence(ledger, { ...scope, ...(old === undefined ? {} : { old }) }));
};

/** Writes files into a fresh directory and gives its path. */
export const writeFiles = (files: Iterable<EvidenceFile>): string => {
  const directory = join(temporaryDirectory(), 'files');
  for (const [name, bytes] of files) {
    mkdirSync(dirname(join(directory, name)), { recursive: true });
    writeFileSync(join(directory, name), bytes);
  }
  return directory;
};

/** Puts one file in the place of another, or takes it away. */
export const putFile = (directory: string, name: string, bytes: Uint8Array | undefined): void => {
  if (bytes === undefined) rmSync(join(directory, name));
  else writeFileSync(join(directory, name), bytes);
};

const treeReader = (texts: readonly string[]): TileHashReader => {
  const leaves = texts.map((text) => leafHash(Buffer.from(text)));
  const rootOf = (level: number, index: number): Uint8Array => {
    const count = TILE_WIDTH ** level;
    const part = leaves.slice(index * count, (index + 1) * count);
    return openTree({ hashes: (_, start, n) => part.slice(start, start + n) }, 1).root();
  };
  return {
    hashes: (level, start, count) =>
      level === 0
        ? leaves.slice(start, start + count)
        : Array.from({ length: count }, (_, place) => rootOf(level, start + place)),
  };
};

/** A log of these entries: what a server that lies has to show. At most 256 of them. */
export const logOf = (texts: readonly string[]) => {
  if (texts.length > TILE_WIDTH) throw new RangeError('a small log only');
  const hashes = treeReader(texts);
  const size = texts.length;
  return { hashes, size, texts, root: openTree(hashes, size).root() };
};

/** The files of an exported log of these entries, signed by a key. */
export const exportFiles = (texts: readonly string[], key: SigningKey = LOG_KEY): Files => {
  const { hashes, size, root } = logOf(texts);
  const files: Files = new Map([['checkpoint', Buffer.from(sign({ origin: key.name, size, root }, key))]]);
  for (const tile of entryBundlesOfSize(size))
    files.set(formatTilePath(tile), encodeEntryBundle(texts.map((text) => Buffer.from(text))));
  for (const tile of tilesOfSize(size))
    files.set(formatTilePath(tile), encodeTile(hashes.hashes(0, 0, tile.width)));
  return files;
};

export const textsOf = ({ journal }: LedgerWriter): string[] =>
  journal.read(0, journal.size()).map(({ text }) => text);

export const eventOf = (text: string): RecordedEvent => JSON.parse(text) as RecordedEvent;

const EVENT_INDEX = /^\{"index":"(\d+)"/;

/** Evidence as it would be of a log that has these entries instead, all of it signed and proved. */
export const provedBy = (shown: Files, statementFile: string, texts: readonly string[]): Files => {
  const { hashes, size, root } = logOf(texts);
  const checkpoint = sign({ origin: LOG_KEY.name, size, root });
  const tree = openTree(hashes, size);
  const textOf = (name: string): string => Buffer.from(shown.get(name) ?? '').toString();
  const statement = JSON.parse(textOf(statementFile)) as {
    asOf?: { treeSize: string; rootHash: string };
    treeSize?: string;
    rootHash?: string;
    consistency: string[];
  };
  const earlier = (statement.asOf ?? statement) as { treeSize: string; rootHash: string };
  const earlierSize = Number.parseInt(earlier.treeSize, 10);
  earlier.rootHash = Buffer.from(openTree(hashes, earlierSize).root()).toString('base64');
  statement.consistency = tree
    .consistencyProof(earlierSize)
    .map((hash) => Buffer.from(hash).toString('base64'));
  const indexes = textOf('events.ndjson')
    .trimEnd()
    .split('\n')
    .map((line) => Number.parseInt(EVENT_INDEX.exec(line)?.[1] ?? '', 10));
  const events = indexes.map((index) => `{"index":"${index}","event":${texts[index]}}\n`).join('');
  const proofs = indexes.map((index): [string, Uint8Array] => {
    const proof = formatProof({ index, hashes: tree.inclusionProof(index), checkpoint, extra: null });
    return [`proofs/${index}.tlog-proof`, Buffer.from(proof)];
  });
  return new Map([
    ...shown,
    ['checkpoint', Buffer.from(checkpoint)],
    ['events.ndjson', Buffer.from(events)],
    [statementFile, Buffer.from(`${JSON.stringify(statement, null, 2)}\n`)],
    ...proofs,
  ]);
};
