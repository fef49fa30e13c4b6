import type { Invocation } from './invocation.ts';

/** What a command answers goes to stdout; all else (progress, refusals, notes) to stderr. */

const JSON_INDENT = 2;

export const printLines = (lines: readonly string[]): void => {
  process.stdout.write(lines.map((line) => `${line}\n`).join(''));
};

/** The answer of a command: the value under `--json`, else lines for a reader. */
export const answer = <T>(
  invocation: Invocation,
  value: T,
  lines: (value: T, invocation: Invocation) => readonly string[],
): void => {
  if (invocation.json) printLines([JSON.stringify(value, null, JSON_INDENT)]);
  else printLines(lines(value, invocation));
};

export const noteLine = (text: string): void => {
  process.stderr.write(`${text}\n`);
};
