import { join } from 'node:path';
import type { JournalReader } from '../../src/journal/reader.ts';
import { type JournalWriter, openJournalWriter } from '../../src/journal/writer.ts';
import type { LogEntry } from '../../src/log/port.ts';
import { makeSigningKey } from '../../src/signing/keys.ts';
import { openSigner, type SigningFiles } from '../../src/signing/signing.ts';

/** A journal of made-up events and the files that it is signed with. */

export const ORIGIN = 'example.org/log';

export const filesIn = (directory: string): SigningFiles => ({
  signingKey: join(directory, 'signing.key'),
  verifierKey: join(directory, 'signing.vkey'),
  checkpoint: join(directory, 'checkpoint'),
  cosignatures: join(directory, 'cosignatures.json'),
});

export const madeUp = (sequence: number, word = 'event'): LogEntry => ({
  text: JSON.stringify({ id: `e${sequence}`, source: 'urn:test', subject: `s/${sequence}`, word }),
  source: 'urn:test',
  id: `e${sequence}`,
  subject: `s/${sequence}`,
  recordedAt: sequence + 1,
});

export const grow = (journal: JournalWriter, count: number, word?: string): void =>
  journal.append(Array.from({ length: count }, (_, index) => madeUp(journal.size + index, word)));

export interface Bench {
  readonly files: SigningFiles;
  readonly journal: JournalWriter;
  readonly path: string;
}

/** A directory with a key and that many events, nothing signed. */
export const prepared = (directory: string, count: number, word?: string): Bench => {
  const files = filesIn(directory);
  makeSigningKey(files, ORIGIN);
  const path = join(directory, 'journal.sqlite');
  const journal = openJournalWriter(path, 'NORMAL');
  grow(journal, count, word);
  return { files, journal, path };
};

export const signerOf = (files: SigningFiles, journal: JournalReader, key?: string) =>
  openSigner(files, { origin: ORIGIN, journal, signs: true, key });

/** The signer, or what is wrong as an error. */
export const openedSigner = (files: SigningFiles, journal: JournalReader) => {
  const opened = signerOf(files, journal);
  if (!opened.ok) throw new Error(`${opened.code}: ${opened.detail}`);
  if (!opened.signer) throw new Error('it does not sign');
  return opened.signer;
};
