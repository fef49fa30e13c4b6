import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect } from 'vitest';

/** Runs the real command line, as a user would, in directories of its own. */

export const LEDGER = fileURLToPath(new URL('../../src/ledger.mjs', import.meta.url));
export const WORKED_EXAMPLE = fileURLToPath(new URL('../fixtures/worked-example.ndjson', import.meta.url));

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Calling {
  /** The directory that the user calls from. */
  readonly from: string;
  readonly input?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Nothing of the environment that the tests run in reaches the command but where to find Node. */
export const environmentOf = ({ from, environment = {} }: Calling): NodeJS.ProcessEnv => ({
  PATH: process.env.PATH,
  LANG: 'C',
  INIT_CWD: from,
  ...environment,
});

export const ledger = (calling: Calling, ...args: readonly string[]): Promise<Finished> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [LEDGER, ...args], { env: environmentOf(calling) });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
    child.stdin.end(calling.input ?? '');
  });

/** Long work on a busy machine says how far it is. */
const PROGRESS = /^\{"progress":.*\}\n/gm;

/** The answer of a command that succeeds, under `--json`. */
export const answerOf = async <T>(from: string, ...args: readonly string[]): Promise<T> => {
  const finished = await ledger({ from }, ...args, '--json');
  expect({ ...finished, stderr: finished.stderr.replaceAll(PROGRESS, '') }).toMatchObject({
    code: 0,
    stderr: '',
  });
  return JSON.parse(finished.stdout) as T;
};

/** The one problem object of a command that fails, under `--json`. */
export const problemOf = async (
  calling: Calling,
  ...args: readonly string[]
): Promise<{ readonly exit: number | null; readonly code: string; readonly [name: string]: unknown }> => {
  const finished = await ledger(calling, ...args, '--json');
  return { exit: finished.code, ...(JSON.parse(finished.stdout) as { readonly code: string }) };
};

const directories: string[] = [];
afterAll(() => {
  for (const directory of directories) rmSync(directory, { recursive: true, force: true });
});

/** A directory that is removed after the tests of the file. */
export const temporaryDirectory = (): string => {
  const directory = mkdtempSync(join(tmpdir(), 'ledger-cli-'));
  directories.push(directory);
  return directory;
};

export const exampleFacts = (): Record<string, unknown>[] =>
  readFileSync(WORKED_EXAMPLE, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

export const asNdjson = (facts: readonly unknown[]): string =>
  facts.map((fact) => `${JSON.stringify(fact)}\n`).join('');

/** Opens a demonstration and imports the worked example into it. */
export const openWorkedExample = async (from: string): Promise<void> => {
  await answerOf(from, 'init', '--demo');
  const imported = await ledger({ from }, 'import', WORKED_EXAMPLE);
  expect(imported).toMatchObject({ code: 0, stderr: '' });
};
