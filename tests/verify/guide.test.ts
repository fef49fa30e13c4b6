import { execFile, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LedgerWriter } from '../../src/main.ts';
import { receiptEvidence } from '../../src/verify/receiptEvidence.ts';
import { removeTemporaryDirectories, temporaryDirectory } from '../support/ledger.ts';
import {
  checkpointOf,
  cosign,
  exampleLedger,
  type Files,
  figureFiles,
  LOG_KEY,
  OTHER_KEY,
  OTHER_LOG,
  writeFiles,
} from './support.ts';

/** The recipe of the auditor's guide, run as it stands there: sh, openssl, sha256sum, and nothing of ours. */

const GUIDE = new URL('../../docs/auditing.md', import.meta.url);

let ledger: LedgerWriter;
let script: string;
beforeAll(async () => {
  ledger = await exampleLedger();
  const [, recipe = ''] = /<!-- check\.sh -->\n```sh\n([\s\S]*?)```/.exec(readFileSync(GUIDE, 'utf8')) ?? [];
  script = join(temporaryDirectory(), 'check.sh');
  writeFileSync(script, recipe);
});
afterAll(async () => {
  await ledger.closeWriter();
  removeTemporaryDirectories();
});

const run = promisify(execFile);
const small = { code: 'deal-amount-growth', year: 2019 };

/** What sh is on Debian, and on Red Hat and macOS. */
const SHELLS = ['sh', 'bash --posix'].filter(
  (shell) => spawnSync(`${shell} -c true`, { shell: true }).status === 0,
);

describe.each(SHELLS)('The recipe with openssl and sha256sum, by %s', { timeout: 60_000 }, (shell) => {
  const [command = '', ...options] = shell.split(' ');
  const checkIn = async (directory: string, key: string = LOG_KEY.vkey): Promise<string> => {
    const found = await run(command, [...options, script, directory, key]).catch(
      (error: { stdout: string }) => error,
    );
    return found.stdout.trim();
  };
  const check = (files: Files, key?: string): Promise<string> => checkIn(writeFiles(files), key);

  test.each([4, 8, 21])('holds for a figure at size %i of the log, cosigned or not', async (size) => {
    const checkpoint = cosign(checkpointOf(ledger.journal, 33));
    const answer = await check(figureFiles(ledger, { ...small, size, checkpoint }));
    expect(answer).toMatch(/^OK: \d+ events are in the log example\.org\/demo of 33 events$/);
  });

  test('holds for a receipt and at the size of the checkpoint itself', async () => {
    const checkpoint = checkpointOf(ledger.journal, 12);
    const receipt = new Map(receiptEvidence(ledger.journal, { sequences: [2, 11], checkpoint }));
    expect(await check(receipt)).toBe('OK: 2 events are in the log example.org/demo of 12 events');
    expect(await check(figureFiles(ledger, { ...small, size: 12, checkpoint }))).toMatch(/^OK/);
  });

  test('fails for another key, another log, another event, another past', async () => {
    const files = figureFiles(ledger, { ...small, size: 21, checkpoint: checkpointOf(ledger.journal, 33) });
    const replaced = (name: string, from: RegExp, to: string): Files => {
      const text = Buffer.from(files.get(name) ?? '').toString();
      expect(text).toMatch(from);
      return new Map([...files, [name, Buffer.from(text.replace(from, to))]]);
    };
    expect(await check(files, OTHER_KEY.vkey)).toBe('FAILED: the signature does not hold');
    expect(await check(files, OTHER_LOG.vkey)).toBe('FAILED: the checkpoint is of another log');
    expect(await check(replaced('events.ndjson', /"target":"\d/, '"target":"7'))).toMatch(
      /^FAILED: event \d+ is not in the log$/,
    );
    expect(await check(replaced('figure.json', /"rootHash": "./, '"rootHash": "_'))).toMatch(/^FAILED/);
    expect(await check(replaced('checkpoint', /^33$/m, '34'))).toBe('FAILED: the signature does not hold');
  });

  const receipt = (): Files =>
    new Map(
      receiptEvidence(ledger.journal, { sequences: [2, 11], checkpoint: checkpointOf(ledger.journal, 12) }),
    );
  const withEvents = (files: Files, edit: (events: string) => string): Files =>
    new Map([
      ...files,
      ['events.ndjson', Buffer.from(edit(Buffer.from(files.get('events.ndjson') ?? '').toString()))],
    ]);

  test.each(['count[$(touch ran)0]', 'count', '', '02', '2/../2', '-1', '*'])(
    'runs nothing of the evidence, and takes no index %j',
    async (index) => {
      const files = withEvents(receipt(), (events) => events.replace('"index":"2"', `"index":"${index}"`));
      files.set(`proofs/${index}.tlog-proof`, files.get('proofs/2.tlog-proof') ?? Buffer.alloc(0));
      const directory = writeFiles(files);
      expect(await checkIn(directory)).toBe('FAILED: the index is not a number');
      expect(existsSync(join(directory, 'ran'))).toBe(false);
    },
  );

  test('takes no index beyond the log', async () => {
    const checkpoint = checkpointOf(ledger.journal, 1);
    const files = withEvents(
      new Map(receiptEvidence(ledger.journal, { sequences: [0], checkpoint })),
      (events) => events.replace('"index":"0"', '"index":"7"'),
    );
    files.set('proofs/7.tlog-proof', files.get('proofs/0.tlog-proof') ?? Buffer.alloc(0));
    expect(await check(files)).toBe('FAILED: event 7 is not in the log');
  });

  test('takes no size that is no number, and none beyond the log', async () => {
    const files = figureFiles(ledger, { ...small, size: 21, checkpoint: checkpointOf(ledger.journal, 33) });
    const ofSize = (treeSize: string): Files => {
      const figure = Buffer.from(files.get('figure.json') ?? '').toString();
      return new Map([
        ...files,
        ['figure.json', Buffer.from(figure.replace('"treeSize": "21"', `"treeSize": "${treeSize}"`))],
      ]);
    };
    for (const size of ['fn[$(touch ran)0]', '021', ''])
      expect(await check(ofSize(size))).toBe("FAILED: the size of the figure's log is not a number");
    expect(await check(ofSize('34'))).toBe('FAILED: the log of the figure is longer');
  });

  test('leaves no event out, counts none twice, and holds nothing for proved by none', async () => {
    const unended = withEvents(receipt(), (events) =>
      events.trimEnd().replace(/"id":"[^"]*"(?!.*\n)/, '"id":"other"'),
    );
    expect(await check(unended)).toBe('FAILED: event 11 is not in the log');
    const whole = withEvents(receipt(), (events) => events.trimEnd());
    expect(await check(whole)).toBe('OK: 2 events are in the log example.org/demo of 12 events');
    const twice = withEvents(receipt(), (events) => events.repeat(2));
    expect(await check(twice)).toBe('FAILED: event 2 is not in the order of the log');
    expect(await check(withEvents(receipt(), () => ''))).toBe('FAILED: there are no events');
  });
});
