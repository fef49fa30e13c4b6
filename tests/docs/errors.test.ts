import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ERROR_EXAMPLES } from '../../docs/errorExamples.ts';
import { errorsPage } from '../../docs/errors.ts';
import type { CodeEntry } from '../../src/domain/codeEntry.ts';
import { CODES, type Code } from '../../src/domain/codes.ts';
import { messageOf } from '../../src/domain/refusal.ts';

/** The page of the error codes, and that the catalogue has no code that nothing answers with. */

const names = Object.keys(CODES) as Code[];

test('docs/errors.md is what docs/generate.ts makes', () => {
  expect(readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8')).toBe(errorsPage());
});

test('the page has a section of every code, once', () => {
  const headings = [...errorsPage().matchAll(/^### (\w+)$/gm)].map(([, code]) => code);
  expect(headings.toSorted()).toEqual(names.toSorted());
});

test.each(names)('the example of %s fills its message and points into a fact', (code) => {
  const { pointer, values } = ERROR_EXAMPLES[code];
  const { zh, en } = messageOf(code, values);
  expect(`${zh} ${en}`).not.toMatch(/\{[A-Za-z]+\}/);
  expect(pointer ?? '').toMatch(/^(\/[^/]+)*$/);
  for (const name of Object.keys(values)) expect(CODES[code].zh + CODES[code].en).toContain(`{${name}}`);
});

test.each(names)('%s says in both languages what it means and what to do', (code) => {
  const { zh, en, action, status, repeat }: CodeEntry = CODES[code];
  for (const text of [zh, action.zh]) expect(text).toMatch(/\p{Script=Han}/u);
  for (const text of [en, action.en]) expect(text).toMatch(/^[^\p{Script=Han}]+$/u);
  expect(action.zh).toMatch(/。$/);
  expect(action.en).toMatch(/\.$/);
  expect(en).not.toMatch(/\.$/);
  const TOO_MANY = 429;
  if (repeat === 'later' && status !== TOO_MANY) expect(status).toBeGreaterThanOrEqual(500);
});

/** Codes of the service's parts that answer requests and publish. */
const BY_THE_SERVICE: ReadonlySet<string> = new Set<Code>([
  'ATOMIC_TOO_LARGE',
  'BATCH_TOO_LARGE',
  'FORBIDDEN',
  'MEDIA_TYPE',
  'METHOD_NOT_ALLOWED',
  'NOT_ADMITTED',
  'PARTICIPANT_STATE',
  'LAST_OPERATOR',
  'SOURCE_FOREIGN',
  'TYPE_NOT_PERMITTED',
  'UNAUTHENTICATED',
]);

test('every code is answered somewhere', () => {
  const root = new URL('../../', import.meta.url);
  const sources = ['src', 'projections'].flatMap((folder) =>
    readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.m?ts$|\.mjs$/.test(name) && !name.endsWith('codes.ts'))
      .map((name) => readFileSync(new URL(`${folder}/${name}`, root), 'utf8')),
  );
  const used = new Set(sources.flatMap((text) => text.match(/\b[A-Z][A-Z_]+[A-Z]\b/g) ?? []));
  expect(names.filter((code) => !used.has(code) && !BY_THE_SERVICE.has(code))).toEqual([]);
});

test('every code is answered to some test', () => {
  const root = new URL('../', import.meta.url);
  const tests = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts') && !name.startsWith('docs'))
    .map((name) => readFileSync(new URL(name, root), 'utf8'));
  const expected = new Set(tests.flatMap((text) => text.match(/\b[A-Z][A-Z_]+[A-Z]\b/g) ?? []));
  expect(names.filter((code) => !expected.has(code))).toEqual([]);
});
