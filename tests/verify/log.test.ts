import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { LedgerWriter } from '../../src/main.ts';
import { encodeEntryBundle, encodeTile, leafHash } from '../../src/transparency/index.ts';
import { type VerifyOptions, verifyPath } from '../../src/verify/verify.ts';
import { removeTemporaryDirectories } from '../support/ledger.ts';
import {
  checkpointOf,
  cosign,
  exampleLedger,
  exportFiles,
  type Files,
  LOG_KEY,
  OTHER_KEY,
  OTHER_LOG,
  POLICY,
  putFile,
  STRANGER,
  textsOf,
  writeFiles,
} from './support.ts';

/** An exported log: verified whole from its bytes, and what is changed in it is caught. */

let ledger: LedgerWriter;
let texts: readonly string[];
beforeAll(async () => {
  ledger = await exampleLedger();
  texts = textsOf(ledger);
});
afterAll(async () => {
  await ledger.closeWriter();
  removeTemporaryDirectories();
});

const verifyFiles = (files: Files, options: Partial<VerifyOptions> = {}) =>
  verifyPath(writeFiles(files), { key: LOG_KEY.vkey, ...options });

const codeOf = async (files: Files, options: Partial<VerifyOptions> = {}): Promise<string> => {
  const answer = await verifyFiles(files, options);
  return answer.ok ? 'ok' : answer.code;
};

const bundleName = (): string => `tile/entries/000.p/${texts.length}`;
const tileName = (): string => `tile/0/000.p/${texts.length}`;
const subjectOf = (text: string): string => /"subject":"[^"]+"/.exec(text)?.[0] ?? '';
/** Whether no other event is on the subject of this one. */
const isAlone = (text: string): boolean =>
  texts.filter((other) => other.includes(subjectOf(text))).length === 1;

describe('An exported log', () => {
  test('verifies, and says what is proved', async () => {
    expect(await verifyFiles(exportFiles(texts))).toMatchObject({
      ok: true,
      kind: 'log',
      origin: 'example.org/demo',
      checkpoint: { treeSize: String(texts.length), rootHash: ledger.journal.rootHash(texts.length) },
    });
  });

  test('verifies against a checkpoint seen before', async () => {
    const files = exportFiles(texts);
    for (const size of [1, 40, texts.length])
      expect(await codeOf(files, { old: checkpointOf(ledger.journal, size) })).toBe('ok');
  });

  test('verifies under a policy that its witness has signed', async () => {
    const files = exportFiles(texts);
    const cosigned = cosign(Buffer.from(files.get('checkpoint') ?? '').toString());
    expect(await codeOf(files, { policy: POLICY })).toBe('POLICY_UNSATISFIED');
    expect(await codeOf(new Map([...files, ['checkpoint', Buffer.from(cosigned)]]), { policy: POLICY })).toBe(
      'ok',
    );
  });
});

describe('A log that lies is caught:', () => {
  test('of another origin, or signed by another key', async () => {
    expect(await codeOf(exportFiles(texts, OTHER_LOG))).toBe('ORIGIN_MISMATCH');
    expect(await codeOf(exportFiles(texts, OTHER_KEY))).toBe('SIGNATURE_INVALID');
  });

  test('older than what was seen', async () => {
    const old = checkpointOf(ledger.journal, texts.length);
    expect(await codeOf(exportFiles(texts.slice(0, -1)), { old })).toBe('CHECKPOINT_STALE');
  });

  test('another past than the one that was seen', async () => {
    const rewritten = texts.map((text, place) => (place === 3 ? text.replace('"id":"', '"id":"x') : text));
    const files = exportFiles(rewritten);
    for (const size of [10, texts.length])
      expect(await codeOf(files, { old: checkpointOf(ledger.journal, size) })).toBe('HISTORY_REWRITTEN');
    expect(await codeOf(files)).toBe('ok');
  });

  test.each([
    ['changed', (entries: string[]) => entries.splice(7, 1, (entries[7] ?? '').replace('"id":"', '"id":"x'))],
    ['moved', (entries: string[]) => entries.splice(7, 2, entries[8] ?? '', entries[7] ?? '')],
    [
      'inserted, and the last one dropped',
      (entries: string[]) => {
        entries.splice(7, 0, entries[3] ?? '');
        entries.pop();
      },
    ],
  ])('an entry %s', async (_, change) => {
    const files = exportFiles(texts);
    const entries = [...texts];
    change(entries);
    files.set(bundleName(), encodeEntryBundle(entries.map((text) => Buffer.from(text))));
    expect(await verifyFiles(files)).toMatchObject({ ok: false, code: 'LEAF_MISMATCH', at: 'event 7' });
  });

  test('an entry and its tile changed together', async () => {
    const files = exportFiles(texts);
    const entries = texts.map((text, place) => (place === 7 ? text.replace('"id":"', '"id":"x') : text));
    files.set(bundleName(), encodeEntryBundle(entries.map((text) => Buffer.from(text))));
    files.set(tileName(), encodeTile(entries.map((text) => leafHash(Buffer.from(text)))));
    expect(await codeOf(files)).toBe('ROOT_MISMATCH');
  });

  test('its end cut off', async () => {
    const cut = exportFiles(texts.slice(0, -2));
    const files = new Map([
      ...cut,
      ['checkpoint', Buffer.from(checkpointOf(ledger.journal, texts.length))],
    ] as const);
    expect(await codeOf(files)).toBe('ROOT_MISMATCH');
  });

  test('files cut short, missing, foreign', async () => {
    const files = exportFiles(texts);
    for (const [name, bytes] of files) {
      expect([name, await codeOf(new Map([...files, [name, bytes.subarray(0, -1)]]))]).toEqual([
        name,
        'INPUT_UNREADABLE',
      ]);
      expect([name, await codeOf(new Map([...files].filter(([other]) => other !== name)))]).toEqual([
        name,
        'INPUT_UNREADABLE',
      ]);
    }
    expect(await codeOf(new Map([...files, ['tile/0/001', new Uint8Array(8192)]]))).toBe('INPUT_UNREADABLE');
    expect(await codeOf(new Map([...files, ['notes', new Uint8Array(1)]]))).toBe('INPUT_UNREADABLE');
  });

  test('an event missing inside a contract, in a log that was written so', async () => {
    const place = texts.findIndex((text) => text.includes('"subject":"pledge/') && !isAlone(text));
    expect(place).toBeGreaterThan(0);
    expect(await codeOf(exportFiles(texts.filter((_, index) => index !== place)))).toBe('REVISION_GAP');
  });

  test('an entry that its schema or the rules of its line refuse', async () => {
    const place = texts.findIndex((one) => one.includes('"type":"pledge.registered"') && isAlone(one));
    expect(place).toBeGreaterThan(0);
    const text = texts[place] ?? '';
    for (const other of [
      'not JSON',
      '{}',
      text.replace('"securedAmount":"', '"securedAmount":"-'),
      text.replace('"type":"pledge.registered"', '"type":"loan.defaulted"'),
      text.replace('"data":{', '"data":{ '),
    ]) {
      const answer = await verifyFiles(exportFiles(texts.with(place, other)));
      expect(answer).toMatchObject({ ok: false, code: 'ENTRY_REFUSED', at: `event ${place}` });
    }
  });

  test('an identity that was recorded before, on another subject', async () => {
    const last = texts.length - 1;
    const identityOf = (text: string): string => /,"id":"[^"]+"/.exec(text)?.[0] ?? '';
    const sourceOf = (text: string): string => /"source":"[^"]+"/.exec(text)?.[0] ?? '';
    const text = texts[last] ?? '';
    const earlier = texts.find(
      (one) => sourceOf(one) === sourceOf(text) && subjectOf(one) !== subjectOf(text),
    );
    expect(earlier).toBeDefined();
    const again = text.replace(identityOf(text), identityOf(earlier ?? ''));
    expect(await verifyFiles(exportFiles(texts.with(last, again)))).toMatchObject({
      ok: false,
      code: 'ENTRY_REFUSED',
      at: `event ${last}`,
    });
  });

  test('a recorded time that goes back', async () => {
    const last = texts.length - 1;
    const text = (texts[last] ?? '').replace(/"recordedtime":"\d{4}/, '"recordedtime":"2001');
    expect(await verifyFiles(exportFiles(texts.with(last, text)))).toMatchObject({
      code: 'ENTRY_REFUSED',
      at: `event ${last}`,
    });
  });

  test('the first of several in the order of the codes', async () => {
    const files = exportFiles(texts, OTHER_KEY);
    const bundle = files.get(bundleName()) as Uint8Array;
    expect(await codeOf(files)).toBe('SIGNATURE_INVALID');
    files.set(bundleName(), bundle.subarray(0, -1));
    expect(await codeOf(files)).toBe('INPUT_UNREADABLE');
  });

  test('any bit flipped in any file', { timeout: 60_000 }, async () => {
    const files = exportFiles(texts);
    const directory = writeFiles(files);
    for (const [name, bytes] of files) {
      const passed: number[] = [];
      for (let place = 0; place < bytes.length; place += name === 'checkpoint' ? 1 : 211) {
        const flipped = Uint8Array.from(bytes);
        flipped[place] = (flipped[place] as number) ^ (1 << (place % 8));
        putFile(directory, name, flipped);
        if ((await verifyPath(directory, { key: LOG_KEY.vkey })).ok) passed.push(place);
      }
      putFile(directory, name, bytes);
      expect([name, passed]).toEqual([name, []]);
    }
  });

  test('a cosignature by a key that nobody gave: only where all must be known', async () => {
    const files = exportFiles(texts);
    const note = Buffer.from(files.get('checkpoint') ?? '').toString();
    files.set('checkpoint', Buffer.from(cosign(note, STRANGER)));
    expect(await verifyFiles(files)).toMatchObject({ ok: true, cosignatures: { notChecked: [{}] } });
    expect(await codeOf(files, { strict: true })).toBe('SIGNATURE_INVALID');
  });
});
