import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LedgerWriter } from '../../src/main.ts';
import { Problem } from '../../src/problem.ts';
import { formatProof, leafHash, openTree, parseProof } from '../../src/transparency/index.ts';
import { type VerifyOptions, verifyFiles as verifyEvidence, verifyPath } from '../../src/verify/verify.ts';
import { zipOf } from '../../src/verify/zip.ts';
import { removeTemporaryDirectories, temporaryDirectory } from '../support/ledger.ts';
import {
  checkpointOf,
  cosign,
  exampleLedger,
  type Files,
  figureFiles,
  LOG_KEY,
  logOf,
  OTHER_KEY,
  OTHER_LOG,
  POLICY,
  provedBy,
  STRANGER,
  sign,
  textsOf,
  WITNESS,
  writeFiles,
} from './support.ts';

/** Evidence of a figure: what holds, and that whatever a server shows instead does not. */

let ledger: LedgerWriter;
let files: Files;
beforeAll(async () => {
  ledger = await exampleLedger();
  files = figureFiles(ledger);
});
afterAll(async () => {
  await ledger.closeWriter();
  removeTemporaryDirectories();
});

const KEY = LOG_KEY.vkey;

const zipFile = (bytes: Uint8Array): string => {
  const path = join(temporaryDirectory(), 'evidence.zip');
  writeFileSync(path, bytes);
  return path;
};

const verifyFiles = (shown: Files, options: Partial<VerifyOptions> = {}) =>
  verifyPath(writeFiles(shown), { key: KEY, ...options });

const codeOf = async (shown: Files, options: Partial<VerifyOptions> = {}): Promise<string> => {
  const answer = await verifyFiles(shown, options);
  return answer.ok ? 'ok' : answer.code;
};

const verifyInMemory = (shown: Files) =>
  verifyEvidence(
    { names: new Set(shown.keys()), read: (name) => shown.get(name) as Uint8Array },
    { key: KEY },
  );

const textOf = (shown: Files, name: string): string => Buffer.from(shown.get(name) ?? '').toString();
const withText = (shown: Files, name: string, text: string): Files =>
  new Map([...shown, [name, Buffer.from(text)]]);
const without = (shown: Files, name: string): Files =>
  new Map([...shown].filter(([other]) => other !== name));

const linesOf = (shown: Files): string[] => textOf(shown, 'events.ndjson').trimEnd().split('\n');
const indexOf = (line: string): number => Number.parseInt(/"index":"(\d+)"/.exec(line)?.[1] ?? '', 10);
/** The evidence without some of its events and their proofs, which a liar leaves out together. */
const withoutEvents = (shown: Files, left: (line: string) => boolean): Files => {
  const lines = linesOf(shown);
  const gone = lines.filter(left).map((line) => `proofs/${indexOf(line)}.tlog-proof`);
  expect(gone).not.toEqual([]);
  const kept = lines.filter((line) => !left(line)).map((line) => `${line}\n`);
  return new Map(
    [...withText(shown, 'events.ndjson', kept.join(''))].filter(([name]) => !gone.includes(name)),
  );
};

describe('Evidence of a figure', () => {
  test('verifies as a directory and as a zip, and says what is proved', async () => {
    const answer = await verifyFiles(files);
    expect(answer).toMatchObject({
      ok: true,
      kind: 'figure',
      origin: 'example.org/demo',
      subject: { code: 'pledge-amount-growth', year: 2020, figure: { value: { amountFen: '1120000000' } } },
    });
    expect(await verifyPath(zipFile(zipOf([...files])), { key: KEY })).toEqual(answer);
  });

  test('is the same bytes for the same figure', () => {
    expect(Buffer.from(zipOf([...figureFiles(ledger)])).equals(zipOf([...files]))).toBe(true);
  });

  test.each([
    ['pledge-amount-growth', 2019],
    ['pledge-count-growth', 2020],
    ['fund-projects', 2020],
    ['valid-inventions', 2020],
    ['deal-amount-growth', 2018],
  ])('of %s %i verifies at every size of the log', async (code, year) => {
    for (let size = 1; size <= ledger.journal.size(); size += 7)
      expect([size, await codeOf(figureFiles(ledger, { code, year, size }))]).toEqual([size, 'ok']);
  });

  test('says what the ledger says, at each vintage of the worked example', async () => {
    const valueAt = async (day: string): Promise<unknown> => {
      const size = ledger.journal.sizeAt(Date.parse(`${day}T23:59:59+08:00`) * 1_000);
      const answer = await verifyFiles(figureFiles(ledger, { year: 2019, size }));
      return (answer as { subject?: { figure: { value: unknown } } }).subject?.figure.value;
    };
    expect(await valueAt('2019-12-31')).toEqual({ amountFen: '1120000000', display: '1120.00 万元' });
    expect(await valueAt('2020-01-31')).toEqual({ amountFen: '1320000000', display: '1320.00 万元' });
    expect(await valueAt('2021-03-31')).toEqual({ amountFen: '1120000000', display: '1120.00 万元' });
  });
});

describe('A server that lies is caught:', () => {
  test('another log', async () => {
    const checkpoint = checkpointOf(ledger.journal, ledger.journal.size(), OTHER_LOG);
    expect(await codeOf(figureFiles(ledger, { checkpoint }))).toBe('ORIGIN_MISMATCH');
  });

  test('another key of the same name', async () => {
    const checkpoint = checkpointOf(ledger.journal, ledger.journal.size(), OTHER_KEY);
    expect(await codeOf(figureFiles(ledger, { checkpoint }))).toBe('SIGNATURE_INVALID');
  });

  test('a missing cosignature', async () => {
    const checkpoint = checkpointOf(ledger.journal, ledger.journal.size());
    expect(await codeOf(figureFiles(ledger, { checkpoint }), { policy: POLICY })).toBe('POLICY_UNSATISFIED');
    const cosigned = figureFiles(ledger, { checkpoint: cosign(checkpoint) });
    expect(await codeOf(cosigned, { policy: POLICY })).toBe('ok');
  });

  test('a cosignature by a key that nobody gave, where all must be known', async () => {
    const checkpoint = cosign(checkpointOf(ledger.journal, ledger.journal.size()), STRANGER);
    const shown = figureFiles(ledger, { checkpoint });
    expect(await verifyFiles(shown)).toMatchObject({
      ok: true,
      cosignatures: { checked: [], notChecked: [{ name: 'stranger.example/w' }] },
    });
    expect(await codeOf(shown, { strict: true })).toBe('SIGNATURE_INVALID');
    expect(
      await codeOf(figureFiles(ledger, { checkpoint: cosign(checkpoint, WITNESS) }), { policy: POLICY }),
    ).toBe('ok');
  });

  test('a stale checkpoint', async () => {
    const size = ledger.journal.size();
    const checkpoint = checkpointOf(ledger.journal, size - 2);
    const shown = figureFiles(ledger, { checkpoint, size: size - 2 });
    expect(await codeOf(shown, { old: checkpointOf(ledger.journal, size) })).toBe('CHECKPOINT_STALE');
  });

  test('a split view: two roots for one size', async () => {
    const size = ledger.journal.size();
    const old = sign({ origin: LOG_KEY.name, size, root: new Uint8Array(32) });
    expect(await codeOf(files, { old })).toBe('HISTORY_REWRITTEN');
  });

  test('a rewritten past', async () => {
    const size = ledger.journal.size();
    const known = logOf([...textsOf(ledger).slice(0, size - 5), 'another']);
    const old = { origin: LOG_KEY.name, size: known.size, root: known.root };
    const honest = { ...old, root: openTree(ledger.journal.hashes, known.size).root() };
    const shown = figureFiles(ledger, { old: honest });
    expect(await codeOf(shown, { old: sign(honest) })).toBe('ok');
    expect(await codeOf(shown, { old: sign(old) })).toBe('HISTORY_REWRITTEN');
    // What was made for the checkpoint known cannot be proved.
    expect(await codeOf(figureFiles(ledger, { old }), { old: sign(old) })).toBe('HISTORY_REWRITTEN');
    expect(await codeOf(figureFiles(ledger, { old }))).toBe('PROOF_INVALID');
  });

  test('a checkpoint that the evidence was not made for is wrong use, not a verdict', async () => {
    const old = checkpointOf(ledger.journal, 3);
    await expect(verifyFiles(files, { old })).rejects.toThrow(Problem);
    expect(await codeOf(files, { old: checkpointOf(ledger.journal, ledger.journal.size()) })).toBe('ok');
  });

  test('an event missing inside a contract', async () => {
    const second = linesOf(files).find((line) => /"revision":1,.*"subject":"pledge/.test(line)) ?? '';
    const subject = /"subject":"(pledge[^"]+)"/.exec(second)?.[1] ?? '';
    const isFirst = (line: string): boolean =>
      line.includes(`"subject":"${subject}"`) && line.includes('"revision":0,');
    expect(await verifyFiles(withoutEvents(files, isFirst))).toMatchObject({
      ok: false,
      code: 'REVISION_GAP',
      at: subject,
    });
  });

  test('a contract left out', async () => {
    const subject = /"subject":"(pledge[^"]+)"/.exec(
      linesOf(files).find((line) => line.includes('pledge/')) ?? '',
    );
    const isOfIt = (line: string): boolean => line.includes(`"subject":"${subject?.[1]}"`);
    expect(await codeOf(withoutEvents(files, isOfIt))).toBe('FIGURE_MISMATCH');
  });

  test('the last event of the prefix left out', async () => {
    const last = linesOf(files).at(-1);
    expect(await codeOf(withoutEvents(files, (line) => line === last))).toBe('INPUT_UNREADABLE');
  });

  test('a changed amount', async () => {
    const shown = withText(
      files,
      'events.ndjson',
      textOf(files, 'events.ndjson').replace('"securedAmount":"', '"securedAmount":"1'),
    );
    expect(await codeOf(shown)).toBe('PROOF_INVALID');
  });

  test('the proof of another valid record', async () => {
    const [first, second] = linesOf(files).map((line) => `proofs/${indexOf(line)}.tlog-proof`);
    const proof = files.get(second ?? '') as Uint8Array;
    expect(await codeOf(new Map([...files, [first ?? '', proof]]))).toBe('PROOF_INVALID');
    const moved = { ...parseProof(files.get(second ?? '') as Uint8Array), index: 0 };
    expect(await codeOf(withText(files, first ?? '', formatProof(moved)))).toBe('PROOF_INVALID');
  });

  test('a figure that does not follow', async () => {
    const text = textOf(files, 'figure.json');
    for (const [from, to] of [
      ['"amountFen": "1120000000"', '"amountFen": "1120000001"'],
      ['"met": false', '"met": true'],
      ['"recordedTime": "2021', '"recordedTime": "2020'],
    ] as const) {
      expect(text).toContain(from);
      expect(await codeOf(withText(files, 'figure.json', text.replace(from, to)))).toBe('FIGURE_MISMATCH');
    }
  });

  test('an event that its schema or the rules of its line refuse, though it is in the log', async () => {
    const texts = textsOf(ledger);
    const place = texts.findIndex((text) => text.includes('"type":"pledge.registered"'));
    const replaced = (change: (text: string) => string): Files =>
      provedBy(
        files,
        'figure.json',
        texts.map((text, index) => (index === place ? change(text) : text)),
      );
    expect(await codeOf(replaced((text) => text))).toBe('ok');
    for (const change of [
      (text: string) => text.replace('"securedAmount":"', '"securedAmount":"-'),
      (text: string) => text.replace('"specversion":"1.0"', '"specversion":"1.0" '),
      (text: string) => text.replace('"type":"pledge.registered"', '"type":"loan.defaulted"'),
      (text: string) => text.replace('"debtUntil":"', '"debtUntil":"2000-01-01","debtUntil":"'),
      (text: string) =>
        text.replace(
          /"pledgee":\{.*?\}/,
          text.match(/"pledgor":(\{.*?\})/)?.[0].replace('pledgor', 'pledgee') ?? '',
        ),
    ]) {
      expect(change(texts[place] ?? '')).not.toBe(texts[place]);
      expect(await codeOf(replaced(change))).toBe('ENTRY_REFUSED');
    }
  });
});

describe('Files of evidence', () => {
  test('are all there and no others', async () => {
    for (const name of files.keys())
      expect([name, await codeOf(without(files, name))]).toEqual([name, 'INPUT_UNREADABLE']);
    expect(await codeOf(withText(files, 'notes.txt', 'hello'))).toBe('INPUT_UNREADABLE');
    expect(await codeOf(withText(files, 'proofs/999.tlog-proof', 'hello'))).toBe('INPUT_UNREADABLE');
    expect(await codeOf(withText(files, 'receipt.json', '{}\n'))).toBe('INPUT_UNREADABLE');
    expect(await verifyPath(join(temporaryDirectory(), 'nothing'), { key: KEY })).toMatchObject({
      code: 'INPUT_UNREADABLE',
    });
  });

  test('are caught with one bit flipped, whichever byte it is in', { timeout: 60_000 }, async () => {
    const small = figureFiles(ledger, { code: 'valid-inventions', year: 2018, size: 2 });
    for (const [name, bytes] of small) {
      const passed: number[] = [];
      for (let place = 0; place < bytes.length; place += 1) {
        const flipped = Uint8Array.from(bytes);
        flipped[place] = (flipped[place] as number) ^ (1 << (place % 8));
        const shown = new Map([...small, [name, flipped]]);
        if ((await verifyInMemory(shown)).ok) passed.push(place);
      }
      expect([name, passed]).toEqual([name, []]);
    }
    expect(await verifyInMemory(small)).toMatchObject({ ok: true });
  });

  test('are caught in a zip with one bit flipped', { timeout: 60_000 }, async () => {
    const zip = zipOf([...figureFiles(ledger, { code: 'valid-inventions', year: 2018, size: 2 })]);
    const path = zipFile(zip);
    const passed: number[] = [];
    for (let place = 0; place < zip.length; place += 11) {
      const flipped = Uint8Array.from(zip);
      flipped[place] = (flipped[place] as number) ^ (1 << (place % 8));
      writeFileSync(path, flipped);
      if ((await verifyPath(path, { key: KEY })).ok) passed.push(place);
    }
    expect(passed).toEqual([]);
  });
});

test('The leaf of an event shown is the hash of its bytes', () => {
  for (const line of linesOf(files)) {
    const text = line.slice(line.indexOf('"event":') + '"event":'.length, -1);
    expect(Buffer.from(leafHash(Buffer.from(text)))).toEqual(
      Buffer.from(ledger.journal.leafHash(indexOf(line))),
    );
  }
});
