import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** Whatever starts the product gives the runtime the same memory; each place has to say it by itself. */

const textOf = (name: string): string => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');

const flagsIn = (text: string): string[] => text.match(/--[a-z-]*(?:semi-space-size=\d+|scavenge)/g) ?? [];

const { scripts } = JSON.parse(textOf('package.json')) as {
  readonly scripts: Readonly<Record<string, string>>;
};

test.each([
  ['npm start', scripts.start],
  ['npm run ledger', scripts.ledger],
  ['npm run bench', scripts.bench],
  ['npm run bench:store', scripts['bench:store']],
  ['the launcher', textOf('src/ledger.mjs')],
  ['the image', textOf('Dockerfile')],
])('%s starts the runtime with its flags', (_, text) => {
  expect(flagsIn(text ?? '')).toEqual(['--max-semi-space-size=16', '--no-parallel-scavenge']);
});
