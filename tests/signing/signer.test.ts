import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { openDatabase } from '../../src/journal/database.ts';
import { openJournalWriter } from '../../src/journal/writer.ts';
import { makeSigningKey } from '../../src/signing/keys.ts';
import { encodeBase64, openCheckpoint, parseVerifierKey } from '../../src/transparency/index.ts';
import { removeTemporaryDirectories, temporaryDirectory } from '../support/ledger.ts';
import { type Bench, filesIn, grow, ORIGIN, openedSigner, prepared, signerOf } from './setup.ts';

afterEach(removeTemporaryDirectories);

const codeOf = (checked: { readonly ok: boolean; readonly code?: string }): string =>
  checked.ok ? 'ok' : (checked.code ?? '');

/** Changes the stored rows as only somebody with the file can. */
const tamper = ({ path, journal }: Bench, sql: string): void => {
  journal.close();
  const database = openDatabase(path);
  database.exec(`DROP TRIGGER event_is_final_1; DROP TRIGGER event_is_final_2; ${sql}`);
  database.close();
};

/** What opening the signer says of the journal as it is in its file now. */
const reopened = ({ files, path }: Bench): string => {
  const journal = openJournalWriter(path, 'NORMAL');
  const opened = signerOf(files, journal.reader);
  journal.close();
  return codeOf(opened);
};

describe('signing', () => {
  test('a checkpoint is of the tree, by the key of the log, and kept before it is given out', () => {
    const { files, journal } = prepared(temporaryDirectory(), 300);
    const signer = openedSigner(files, journal.reader);
    expect(signer.latest()).toBeUndefined();
    const signed = signer.sign(300);
    const note = readFileSync(files.checkpoint, 'utf8');
    expect(signed).toMatchObject({ ok: true, signed: { note, checkpoint: { origin: ORIGIN, size: 300 } } });
    const opened = openCheckpoint(note, { logs: [parseVerifierKey(signer.vkey)] });
    expect(opened.ok && encodeBase64(opened.checkpoint.root)).toBe(journal.reader.rootHash(300));
    journal.close();
  });

  test('what was signed once is not signed again', () => {
    const { files, journal } = prepared(temporaryDirectory(), 5);
    const signer = openedSigner(files, journal.reader);
    signer.sign(5);
    const { ino } = statSync(files.checkpoint);
    signer.sign(5);
    expect(statSync(files.checkpoint).ino).toBe(ino);
    journal.close();
  });

  test('every growth by one continues what was signed before, across restarts', () => {
    const { files, journal } = prepared(temporaryDirectory(), 250);
    for (let round = 0; round < 20; round += 1) {
      const signer = openedSigner(files, journal.reader);
      expect(codeOf(signer.sign(journal.size))).toBe('ok');
      grow(journal, 1);
    }
    journal.close();
  });

  test('a smaller size is never signed after a larger one', () => {
    const { files, journal } = prepared(temporaryDirectory(), 10);
    const signer = openedSigner(files, journal.reader);
    signer.sign(10);
    expect(codeOf(signer.sign(9))).toBe('HISTORY_REWRITTEN');
    journal.close();
  });

  test('after what does not continue the past nothing is signed any more', () => {
    const { files, journal } = prepared(temporaryDirectory(), 10);
    const signer = openedSigner(files, journal.reader);
    signer.sign(10);
    journal.database.exec(
      'DROP TRIGGER event_is_final_1; UPDATE event SET leaf_hash = zeroblob(32) WHERE sequence = 3',
    );
    grow(journal, 1);
    const note = readFileSync(files.checkpoint, 'utf8');
    expect(codeOf(signer.sign(11))).toBe('HISTORY_REWRITTEN');
    expect(codeOf(signer.sign(10))).toBe('HISTORY_REWRITTEN');
    expect(readFileSync(files.checkpoint, 'utf8')).toBe(note);
    journal.close();
  });
});

describe('before anything is signed after a start', () => {
  const signedAt = (count: number): Bench => {
    const bench = prepared(temporaryDirectory(), count);
    openedSigner(bench.files, bench.journal.reader).sign(count);
    return bench;
  };

  test('a journal that lost its end is not signed', () => {
    const bench = signedAt(20);
    tamper(bench, 'DELETE FROM event WHERE sequence >= 18');
    expect(reopened(bench)).toBe('HISTORY_REWRITTEN');
  });

  test('a journal that lost its end and went on is not signed', () => {
    const bench = signedAt(20);
    tamper(
      bench,
      `DROP TRIGGER place_is_final_2; DROP TRIGGER identity_is_final_2;
       DELETE FROM event WHERE sequence >= 18; DELETE FROM place WHERE sequence >= 18;
       DELETE FROM identity WHERE sequence >= 18`,
    );
    const journal = openJournalWriter(bench.path, 'NORMAL');
    grow(journal, 10, 'another');
    journal.close();
    expect(reopened(bench)).toBe('HISTORY_REWRITTEN');
  });

  test.each([
    [
      'the text of an event after the last full tile',
      "UPDATE event SET text = text || ' ' WHERE sequence = 515",
    ],
    ['its hash', 'UPDATE event SET leaf_hash = zeroblob(32) WHERE sequence = 515'],
    ['a hash in the last full tile', 'UPDATE event SET leaf_hash = zeroblob(32) WHERE sequence = 300'],
    ['the hash of the last full tile', 'UPDATE tree SET hash = zeroblob(32) WHERE position = 1'],
    ['an event in the middle, gone', 'DELETE FROM event WHERE sequence = 514'],
    ['a hash of the tree, gone', 'DELETE FROM tree WHERE position = 1'],
  ])('%s: TREE_DAMAGED', (_what, sql) => {
    const bench = signedAt(520);
    tamper(bench, sql);
    let code = '';
    try {
      code = reopened(bench);
    } catch (error) {
      code = (error as { code: string }).code;
    }
    // The journal itself does not open without the right edge of its tree.
    expect(['TREE_DAMAGED', 'HASHES_MISSING']).toContain(code);
  });

  test('a hash far in the past that the signed root rests on: HISTORY_REWRITTEN', () => {
    const bench = signedAt(520);
    tamper(bench, 'UPDATE tree SET hash = zeroblob(32) WHERE position = 0');
    expect(reopened(bench)).toBe('HISTORY_REWRITTEN');
  });

  test('every flipped bit of the checkpoint file is noticed', () => {
    const bench = signedAt(7);
    const intact = readFileSync(bench.files.checkpoint);
    const missed: number[] = [];
    for (let bit = 0; bit < intact.length * 8; bit += 1) {
      const bytes = Buffer.from(intact);
      bytes[Math.floor(bit / 8)] = (bytes[Math.floor(bit / 8)] ?? 0) ^ (1 << (bit % 8));
      writeFileSync(bench.files.checkpoint, bytes);
      const opened = signerOf(bench.files, bench.journal.reader);
      if (codeOf(opened) !== 'CHECKPOINT_DAMAGED') missed.push(bit);
    }
    expect(missed).toEqual([]);
    writeFileSync(bench.files.checkpoint, intact);
    expect(codeOf(signerOf(bench.files, bench.journal.reader))).toBe('ok');
    bench.journal.close();
  });

  test('a checkpoint of another log is not taken for its own', () => {
    const bench = signedAt(7);
    const other = prepared(temporaryDirectory(), 7);
    openedSigner(other.files, other.journal.reader).sign(7);
    writeFileSync(bench.files.checkpoint, readFileSync(other.files.checkpoint));
    expect(codeOf(signerOf(bench.files, bench.journal.reader))).toBe('CHECKPOINT_DAMAGED');
    for (const { journal } of [bench, other]) journal.close();
  });
});

describe('the key', () => {
  test('its secret is readable by its owner only, and its public half is beside it', () => {
    const files = filesIn(temporaryDirectory());
    const key = makeSigningKey(files, ORIGIN);
    expect(statSync(files.signingKey).mode & 0o777).toBe(0o600);
    expect(readFileSync(files.signingKey, 'utf8')).toMatch(
      /^PRIVATE\+KEY\+example\.org\/log\+[0-9a-f]{8}\+\S+\n$/,
    );
    expect(readFileSync(files.verifierKey, 'utf8')).toBe(`${key.vkey}\n`);
  });

  test('without a key nothing is opened to be signed', () => {
    const directory = temporaryDirectory();
    const journal = openJournalWriter(join(directory, 'journal.sqlite'), 'NORMAL');
    grow(journal, 1);
    expect(codeOf(signerOf(filesIn(directory), journal.reader))).toBe('SIGNING_KEY_MISSING');
    expect(existsSync(filesIn(directory).checkpoint)).toBe(false);
    journal.close();
  });

  test('a key for another log, or another key for this one, is refused without telling it', () => {
    const bench = prepared(temporaryDirectory(), 1);
    const directory = temporaryDirectory();
    for (const origin of ['example.org/other', ORIGIN]) {
      makeSigningKey(filesIn(directory), origin);
      const text = readFileSync(filesIn(directory).signingKey, 'utf8');
      const opened = signerOf(bench.files, bench.journal.reader, text);
      expect(codeOf(opened)).toBe('SIGNING_KEY_WRONG');
      expect(JSON.stringify(opened)).not.toContain(text.trim().slice(-40));
    }
    expect(codeOf(signerOf(bench.files, bench.journal.reader, 'PRIVATE+KEY+nonsense'))).toBe(
      'SIGNING_KEY_WRONG',
    );
    bench.journal.close();
  });

  test('the key may come from elsewhere', () => {
    const bench = prepared(temporaryDirectory(), 1);
    const text = readFileSync(bench.files.signingKey, 'utf8');
    writeFileSync(bench.files.signingKey, 'gone');
    expect(codeOf(signerOf(bench.files, bench.journal.reader, text))).toBe('ok');
    bench.journal.close();
  });
});
