import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');

const sources = (folder: string): string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name));

const importsOf = (file: string): string[] => {
  const text = readFileSync(join(ROOT, file), 'utf8');
  return [...text.matchAll(/(?:from|import)[\s(]+'(\.[^']+)'/g)].map(([, path]) =>
    relative(ROOT, resolve(ROOT, dirname(file), path as string)),
  );
};

/** The part of the product that a file belongs to: a folder of src, or one of the top-level ones. */
const partOf = (file: string): string => {
  const [top, second = ''] = file.split('/');
  if (top !== 'src') return top ?? '';
  return second.endsWith('.ts') ? 'top' : second;
};

const INWARD: Record<string, readonly string[]> = {
  domain: ['seeds'],
  transparency: [],
  projections: ['domain', 'seeds'],
  log: ['domain', 'journal', 'transparency'],
  journal: ['domain', 'log', 'transparency'],
  recorder: ['domain', 'journal', 'log', 'transparency'],
  signing: ['domain', 'journal', 'transparency'],
  witness: ['signing', 'transparency'],
  readmodel: ['domain', 'projections', 'journal'],
  exchange: ['domain', 'recorder', 'journal', 'log', 'transparency', 'top'],
  verify: ['domain', 'projections', 'transparency', 'journal', 'readmodel', 'top'],
  seeds: ['domain'],
  client: [],
};

/** What a part shows to its neighbors; everything else in it is its inside. */
const FACES: Record<string, readonly string[]> = {
  journal: [
    'src/journal/format.ts',
    'src/journal/reader.ts',
    'src/journal/writer.ts',
    'src/journal/home.ts',
    'src/journal/database.ts',
    'src/journal/longAppend.ts',
  ],
  log: ['src/log/port.ts', 'src/log/longAppend.ts'],
  recorder: ['src/recorder/recorder.ts', 'src/recorder/actor.ts'],
};

const files = ['src', 'projections', 'seeds'].flatMap(sources);

test('each part imports inwards only', () => {
  const outward = files.flatMap((file) => {
    const part = partOf(file);
    const allowed = INWARD[part];
    if (!allowed) return [];
    return importsOf(file)
      .filter((target) => partOf(target) !== part && !allowed.includes(partOf(target)))
      .map((target) => `${file} → ${target}`);
  });
  expect(outward).toEqual([]);
});

test('neighbors see each other only by their faces', () => {
  const inside = files.flatMap((file) => {
    const part = partOf(file);
    if (!INWARD[part]) return [];
    return importsOf(file)
      .filter((target) => partOf(target) !== part && FACES[partOf(target)]?.includes(target) === false)
      .map((target) => `${file} → ${target}`);
  });
  expect(inside).toEqual([]);
});

test('only main, the command line and the server build the whole', () => {
  const builders = files.filter(
    (file) =>
      importsOf(file).includes('src/main.ts') && !/^src\/(cli|api)\//.test(file) && file !== 'src/cli.ts',
  );
  expect(builders).toEqual([]);
});

test('there are no cycles between files', () => {
  const graph = new Map(
    files.map((file) => [file, importsOf(file).filter((target) => target.endsWith('.ts'))]),
  );
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) {
      cycles.push([...path.slice(path.indexOf(file)), file].join(' → '));
      return;
    }
    if (done.has(file)) return;
    for (const target of graph.get(file) ?? []) visit(target, [...path, file]);
    done.add(file);
  };
  for (const file of files) visit(file, []);
  expect(cycles).toEqual([]);
});
