import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = resolve(import.meta.dirname, '../..');
const read = (name: string): string => readFileSync(resolve(ROOT, name), 'utf8');

const COMPOSE = read('docker-compose.yml');

/** The text of each service, by its name. */
const services = (): Map<string, string> => {
  const section = COMPOSE.slice(COMPOSE.indexOf('\nservices:'), COMPOSE.indexOf('\nnetworks:'));
  const parts = section.split(/^ {2}(?=[a-z0-9]+:$)/m).slice(1);
  return new Map(parts.map((part) => [part.slice(0, part.indexOf(':')), part]));
};

test('both profiles have the services they are to have', () => {
  const of = (profile: string): string[] =>
    [...services()].filter(([, text]) => text.includes(`profiles: [${profile}]`)).map(([name]) => name);
  expect(of('single')).toEqual(['store', 'ledger']);
  expect(of('cluster')).toEqual([
    'certificates',
    'store1',
    'store2',
    'store3',
    'ledger1',
    'ledger2',
    'entry',
  ]);
});

test('every image is pinned to a version', () => {
  const images = [...`${COMPOSE}\n${read('Dockerfile')}`.matchAll(/(?:image:|^FROM) (\S+)/gm)].map(
    ([, name]) => name,
  );
  expect(images.length).toBeGreaterThanOrEqual(6);
  expect(images.filter((image) => !/:[\w.-]*\d+\.\d+\.\d+[\w.-]*$/.test(image ?? ''))).toEqual([]);
});

test('every service that goes on has a health check and is started again', () => {
  const { certificates: _, ...ongoing } = Object.fromEntries(services());
  for (const [name, text] of Object.entries(ongoing)) {
    const shared = text.includes('<<: *ledger')
      ? 'x-ledger'
      : text.includes('<<: *kurrentdb')
        ? 'x-kurrentdb'
        : '';
    const whole = text + COMPOSE.slice(COMPOSE.indexOf(shared), COMPOSE.indexOf(shared) + 1_200);
    expect([name, /restart: always/.test(whole), /healthcheck:/.test(whole)]).toEqual([name, true, true]);
  }
});

test('no secret stands in a file, and the ledger does not run as root', () => {
  expect(COMPOSE).not.toMatch(/PASSWORD: (?!\$\{)/);
  expect(COMPOSE).not.toMatch(/esdb:\/\/[^$\s:]+:[^$\s@]+@/);
  expect(read('Dockerfile')).toMatch(/^USER node$/m);
  expect(read('deploy/make-certificates.sh')).toMatch(/umask 077[\s\S]*chmod 0400 "\$target\/node.key"/);
  expect(statSync(resolve(ROOT, 'deploy/make-certificates.sh')).mode & 0o111).not.toBe(0);
});
