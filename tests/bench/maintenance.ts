import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { filesOf } from '../../src/directory.ts';
import type { OpenJournalTree } from '../../src/journal/tree.ts';
import { type JournalWriter, openJournalWriter } from '../../src/journal/writer.ts';
import type { LogEntry } from '../../src/log/port.ts';
import { makeSigningKey } from '../../src/signing/keys.ts';
import { SIGN_INTERVAL_MS } from '../../src/signing/pace.ts';
import { openSigner } from '../../src/signing/signing.ts';

/** Of a journal that nothing can be proved from. */
const NO_HASH = new Uint8Array();
const noTree: OpenJournalTree = () => ({ append: () => NO_HASH, reset: () => {} });

export interface Maintenance {
  readonly withSeconds: number;
  readonly withoutSeconds: number;
}

/** A signer that signs as often as one does under load, by the time that the journal was at work. */
const pacedSigner = (directory: string, journal: JournalWriter) => {
  const files = filesOf(directory);
  const origin = 'bench.example/ledger';
  makeSigningKey(files, origin);
  const opened = openSigner(files, { origin, journal: journal.reader, signs: true });
  if (!opened.ok) throw new Error(opened.detail);
  let due = 0;
  return (seconds: number): void => {
    if (seconds * 1_000 < due) return;
    due = seconds * 1_000 + SIGN_INTERVAL_MS;
    opened.signer?.sign(journal.size);
  };
};

/**
 * The same groups appended to two files by the writer of the journal, each with its flushes: with the upkeep of the log (leaf
 * hashes, the tree's rows, a durable checkpoint a second) and without. Turn about, so that what else the machine does
 * meets both.
 */
export const maintenance = async (
  directory: string,
  groups: AsyncIterable<readonly LogEntry[]>,
): Promise<Maintenance> => {
  mkdirSync(directory);
  const kept = openJournalWriter(join(directory, 'kept.sqlite'));
  const bare = openJournalWriter(join(directory, 'bare.sqlite'), 'FULL', noTree);
  const sign = pacedSigner(directory, kept);
  const timed = (work: () => void): number => {
    const start = performance.now();
    work();
    return (performance.now() - start) / 1_000;
  };
  let withSeconds = 0;
  let withoutSeconds = 0;
  const appendKept = (group: readonly LogEntry[]): void => {
    withSeconds += timed(() => {
      kept.append(group);
      sign(withSeconds);
    });
  };
  const appendBare = (group: readonly LogEntry[]): void => {
    withoutSeconds += timed(() => bare.append(group));
  };
  let keptFirst = true;
  for await (const group of groups) {
    for (const append of keptFirst ? [appendKept, appendBare] : [appendBare, appendKept]) append(group);
    keptFirst = !keptFirst;
  }
  kept.close();
  bare.close();
  return { withSeconds, withoutSeconds };
};
