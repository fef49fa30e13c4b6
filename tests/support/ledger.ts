import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { intakeValue } from '../../src/exchange/intake.ts';
import { claimHome } from '../../src/journal/home.ts';
import { openJournalWriter } from '../../src/journal/writer.ts';
import { filesOf, initLedger, type LedgerWriter, LOCAL_ACTOR, openLedgerWriter } from '../../src/main.ts';
import { DEMONSTRATION_OPENED_ON, openingEntries } from '../../src/opening.ts';
import type { Outcome } from '../../src/recorder/recorder.ts';

/** Ledgers in temporary directories. */

const directories: string[] = [];

export const temporaryDirectory = (): string => {
  const directory = mkdtempSync(join(tmpdir(), 'ledger-test-'));
  directories.push(directory);
  return directory;
};

/** To be called after each test. */
export const removeTemporaryDirectories = (): void => {
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true, force: true });
};

/** A demonstration ledger with the plan's targets, open for writing. */
export const demonstrationLedger = (directory: string = temporaryDirectory()): Promise<LedgerWriter> => {
  initLedger(directory, { origin: 'example.org/demo', demonstration: true, plan: true });
  return openLedgerWriter(directory);
};

/** A demonstration as it never is, opened on another day than {@link DEMONSTRATION_OPENED_ON}: earlier years are observed. */
export const ledgerOpenedOn = (openedOn: string): Promise<LedgerWriter> => {
  const directory = temporaryDirectory();
  const opening = { origin: 'example.org/demo', openedOn, demonstration: true, plan: true, nowUs: 0 };
  const [opened, ...targets] = openingEntries(opening);
  if (!opened) throw new Error('a ledger has an opening');
  const text = opened.text.replace(`"openedOn":"${DEMONSTRATION_OPENED_ON}"`, `"openedOn":"${openedOn}"`);
  const journal = openJournalWriter(filesOf(directory).journal);
  journal.append([{ ...opened, text }, ...targets]);
  journal.close();
  claimHome(filesOf(directory).journal);
  return openLedgerWriter(directory, { signing: { signs: false } });
};

/** Posts facts in one submission; what intake refuses counts as refused too. */
export const post = async (
  ledger: LedgerWriter,
  facts: readonly unknown[],
  options: { readonly atomic?: boolean; readonly dryRun?: boolean } = {},
): Promise<Outcome[]> => {
  const { demonstration } = ledger.recorder.state;
  const taken = facts.map((fact) => intakeValue(fact, { demonstration }));
  const prepared = taken.filter((intake) => intake.ok);
  const outcomes = [...(await ledger.recorder.record({ facts: prepared, actor: LOCAL_ACTOR, ...options }))];
  return taken.map((intake) =>
    intake.ok ? (outcomes.shift() as Outcome) : { status: 'refused', refusals: intake.refusals },
  );
};

export const isTaken = (outcome: Outcome): boolean => outcome.status === 'recorded';
