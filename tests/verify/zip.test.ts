import fc from 'fast-check';
import { zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { readZip } from '../../src/verify/archive.ts';
import { ZIP_FILES_MAX, zipOf } from '../../src/verify/zip.ts';

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

test('the bytes of a zip with one file', () => {
  expect(text(zipOf([['a.txt', Buffer.from('hello\n')]]))).toBe(
    [
      // Local header: signature, version 2.0, flags, stored, 00:00, 1980-01-01, CRC-32, sizes, name; then the file.
      '504b0304' + '1400' + '0000' + '0000' + '0000' + '2100' + '20303a36' + '06000000' + '06000000',
      '0500' + '0000' + '612e747874' + '68656c6c6f0a',
      // The same in the directory, with who made it, and where the local header is.
      '504b0102' + '1400' + '1400' + '0000' + '0000' + '0000' + '2100' + '20303a36' + '06000000' + '06000000',
      '0500' + '0000' + '0000' + '0000' + '0000' + '00000000' + '00000000' + '612e747874',
      // The end: how many files, and where the directory is.
      '504b0506' + '0000' + '0000' + '0100' + '0100' + '33000000' + '29000000' + '0000',
    ].join(''),
  );
});

/** Names that sort the same by code units and by whatever another writer sorts by: it is given them in order. */
const names = fc.uniqueArray(
  fc.oneof(fc.stringMatching(/^[a-z]{1,8}(\/[a-z0-9.]{1,8})?$/), fc.constantFrom('读我.md', '证据/1.json')),
  { maxLength: 6 },
);

test('is what another writer makes of the same files', () => {
  fc.assert(
    fc.property(
      names,
      fc.array(fc.uint8Array({ maxLength: 300 }), { minLength: 6, maxLength: 6 }),
      (list, contents) => {
        const files = list.map((name, index) => [name, contents[index] as Uint8Array] as const);
        const sorted = files.toSorted(([a], [b]) => (a < b ? -1 : 1));
        const other = zipSync(Object.fromEntries(sorted), { level: 0, mtime: new Date(1980, 0, 1) });
        const zip = zipOf(files);
        expect(text(zip)).toBe(text(other));
        const read = readZip(zip, 'some.zip');
        expect([...read.names].sort()).toEqual([...list].sort());
        for (const [name, bytes] of files) expect(text(read.read(name))).toBe(text(bytes));
      },
    ),
  );
});

test('more files than a zip can count are refused', () => {
  const nothing = new Uint8Array(0);
  const files = Array.from({ length: ZIP_FILES_MAX + 1 }, (_, index) => [`${index}`, nothing] as const);
  expect(() => zipOf(files)).toThrow(/65536 files are too many for a zip \(65535\)/);
  expect(zipOf(files.slice(1)).length).toBe(5_613_820);
});
