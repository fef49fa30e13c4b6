import { cpSync } from 'node:fs';
import { expect } from 'vitest';
import { annexTable } from '../../projections/annex.ts';
import { filesOf, initLedger, openLedgerReader, openLedgerWriter } from '../../src/main.ts';
import { asProblem } from '../../src/problem.ts';
import { readCheckpointOf, resumeLedger } from '../../src/resume.ts';
import { facts, USCC } from '../support/facts.ts';
import { post, temporaryDirectory } from '../support/ledger.ts';

/** Ledgers that are recorded in, copied and resumed. */

export const ORIGIN = 'example.org/demo';
export const SIGNS = { signs: true } as const;

export const codeOf = async (work: () => unknown): Promise<string> => {
  try {
    await work();
    return 'done';
  } catch (error) {
    const { code } = asProblem(error);
    if (code === 'INTERNAL') throw error;
    return code;
  }
};

export const pledge = (number: number) =>
  facts.pledgeRegistered(
    { registrationNumber: `Y${number}`, debtor: undefined },
    { id: `p${number}`, subject: `pledge/${USCC.bank}.${number}` },
  );

/** Records one more pledge. */
export const record = async (directory: string, number: number): Promise<void> => {
  const ledger = await openLedgerWriter(directory);
  try {
    if (ledger.readOnly) throw ledger.readOnly;
    const [outcome] = await post(ledger, [pledge(number)]);
    expect(outcome?.status).toBe('recorded');
    ledger.projector.catchUp();
  } finally {
    await ledger.closeWriter();
  }
};

export const ledgerWith = async (pledges: number): Promise<string> => {
  const directory = temporaryDirectory();
  initLedger(directory, { origin: ORIGIN, demonstration: true, plan: false });
  for (let number = 0; number < pledges; number += 1) await record(directory, number);
  return directory;
};

export const copyOf = (directory: string): string => {
  const copy = temporaryDirectory();
  cpSync(directory, copy, { recursive: true });
  return copy;
};

export const resume = (directory: string, checkpointOf: string, newOrigin?: string) =>
  resumeLedger(directory, {
    lastCheckpoint: readCheckpointOf(filesOf(checkpointOf).checkpoint),
    newOrigin,
    signing: SIGNS,
  });

/** Size, root and the table of a year. */
export const contentOf = async (directory: string): Promise<unknown> => {
  const ledger = await openLedgerReader(directory);
  try {
    const size = ledger.journal.size();
    const { rows } = annexTable(ledger.figures.at(size), { year: 2019 });
    return { size, root: ledger.journal.rootHash(size), rows };
  } finally {
    ledger.close();
  }
};
