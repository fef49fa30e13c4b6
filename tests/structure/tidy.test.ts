import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');

const linesOf = (folders: readonly string[]): { place: string; line: string }[] =>
  folders.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .flatMap((name) =>
        readFileSync(join(ROOT, folder, name), 'utf8')
          .split('\n')
          .map((line, index) => ({ place: `${folder}/${name}:${index + 1}`, line })),
      ),
  );

const found = (folders: readonly string[], pattern: RegExp): string[] =>
  linesOf(folders)
    .filter(({ line }) => pattern.test(line) && !/^\s*(\/\/|\*|\/\*)/.test(line))
    .map(({ place, line }) => `${place} ${line.trim()}`);

test('pure folders read no clock and no randomness', () => {
  const impure = /Date\.now|new Date\(\)|Math\.random|randomBytes|performance\.now|process\.env/;
  expect(found(['src/domain', 'src/transparency', 'projections', 'seeds'], impure)).toEqual([]);
});

test('money is never a float', () => {
  expect(found(['src', 'projections'], /parseFloat|\.toNumber\(\)/)).toEqual([]);
  expect(
    found(['projections'], /\bNumber\((?!found|is|change)/).filter((line) => /[fF]en/.test(line)),
  ).toEqual([]);
});

test('no left-overs', () => {
  expect(
    found(['src', 'projections', 'seeds', 'tests'], /\b(TODO|FIXME|XXX)\b(?!\))/).filter(
      (l) => !l.includes('tidy.test.ts'),
    ),
  ).toEqual([]);
  expect(found(['src', 'projections'], /@ts-(ignore|expect-error)|biome-ignore|: any\b|as any\b/)).toEqual(
    [],
  );
  expect(found(['tests'], /\b(it|test|describe)\.(skip|only|todo)\(/)).toEqual([]);
});
