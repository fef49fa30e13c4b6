import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeDurably } from '../signing/durableFile.ts';

/** What a witness must not forget: the log's key as it first saw it, and the last checkpoint that it cosigned. */
export interface WitnessState {
  readonly logKey: string | undefined;
  keepLogKey(vkey: string): void;
  /** The signed note; undefined before the first. */
  seen(): string | undefined;
  /** Durable when this returns. */
  keep(note: string): void;
  /** Keeps two checkpoints that contradict each other, in files whose names it answers. */
  alarm(seen: string, offered: string): readonly [string, string];
}

const readIf = (path: string): string | undefined =>
  existsSync(path) ? readFileSync(path, 'utf8') : undefined;

export const openWitnessState = (directory: string): WitnessState => {
  mkdirSync(directory, { recursive: true });
  const file = (name: string): string => join(directory, name);
  let seen = readIf(file('checkpoint'));
  return {
    logKey: readIf(file('log.vkey'))?.trimEnd(),
    keepLogKey: (vkey) => writeDurably(file('log.vkey'), `${vkey}\n`),
    seen: () => seen,
    keep: (note) => {
      writeDurably(file('checkpoint'), note);
      seen = note;
    },
    alarm: (before, offered) => {
      const names = [file('alarm.seen'), file('alarm.offered')] as const;
      writeDurably(names[0], before);
      writeDurably(names[1], offered);
      return names;
    },
  };
};
