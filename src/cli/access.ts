import {
  followStore,
  type LedgerReader,
  type LedgerWriter,
  openLedgerReader,
  openLedgerWriter,
} from '../main.ts';
import { Problem } from '../problem.ts';
import type { Invocation } from './invocation.ts';
import { noteLine } from './output.ts';
import { startProgress } from './progress.ts';

/** The one place where a command gets at the ledger: the data directory, in process. */

/** Runs a reading beside whoever writes. @throws Problem DATA_MISSING, READ_MODEL_STALE */
export const withReader = async <T>(
  invocation: Invocation,
  read: (ledger: LedgerReader) => T | Promise<T>,
): Promise<T> => {
  const ledger = await openLedgerReader(invocation.directory);
  try {
    return await read(ledger);
  } finally {
    ledger.close();
  }
};

const READ_MODEL = { zh: '更新读模型', en: 'Bringing the read model up' };

const catchUp = (invocation: Invocation, ledger: LedgerWriter): void => {
  const progress = startProgress(invocation, { label: READ_MODEL, total: ledger.journal.size() });
  try {
    ledger.projector.catchUp(progress.to);
  } finally {
    progress.end();
  }
  if (ledger.projector.stale !== undefined)
    throw new Problem('READ_MODEL_STALE', { detail: ledger.projector.stale });
};

/**
 * Runs work that records, as the only writer, and brings the read model up before it answers. A store that fails for good
 * ends it. @throws Problem DATA_MISSING, DATA_LOCKED, READ_MODEL_STALE, STORE_UNREACHABLE
 */
export const withWriter = async <T>(
  invocation: Invocation,
  write: (ledger: LedgerWriter) => Promise<T>,
): Promise<T> => {
  const { directory, config } = invocation;
  // At the end of the log before anything is decided; a store that is out of reach is said at once.
  if (config.store && (await followStore(directory, config.store)) === 0)
    throw new Problem('DATA_MISSING', { detail: directory });
  const ledger = await openLedgerWriter(directory, {
    signing: config.signing,
    witnesses: config.witnesses,
    store: config.store,
    onWitnessFailed: (url, detail) =>
      noteLine(invocation.t(`见证人 ${url}：${detail}`, `the witness ${url}: ${detail}`)),
  });
  const failed = ledger.fatal.then((error) => Promise.reject(error));
  // The race below may be over by then, and a rejection nobody waits for would end the process.
  failed.catch(() => {});
  try {
    if (ledger.readOnly) throw ledger.readOnly;
    const result = await Promise.race([write(ledger), failed]);
    catchUp(invocation, ledger);
    return result;
  } finally {
    await ledger.closeWriter();
  }
};
