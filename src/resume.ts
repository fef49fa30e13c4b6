import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { orProblem } from './checkpoints.ts';
import { filesOf, requireLedger, takeLock } from './directory.ts';
import type { DataOf } from './domain/catalogue.ts';
import type { RecordedEvent } from './domain/envelope.ts';
import { openingOf } from './domain/history.ts';
import { claimHome, standingOf } from './journal/home.ts';
import type { JournalReader } from './journal/reader.ts';
import { type JournalWriter, openJournalWriter } from './journal/writer.ts';
import { DEMONSTRATION_SUFFIX, reopeningEntry } from './opening.ts';
import { Problem, wrongUse } from './problem.ts';
import { type ClockPort, ledgerClock, systemClock } from './recorder/clock.ts';
import { requireEmbedded } from './sharedStore.ts';
import { checkContinues, checkTree } from './signing/check.ts';
import { openSigned, readCheckpointFile, type SignedCheckpoint } from './signing/checkpointFile.ts';
import { writeDurably } from './signing/durableFile.ts';
import { makeSigningKey, openSigningKey, readSigningKey, readVerifierKey } from './signing/keys.ts';
import { openSigner, type SigningChoices } from './signing/signing.ts';
import {
  parseCheckpoint,
  parseNote,
  parseVerifierKey,
  TransparencyError,
  type VerifierKey,
} from './transparency/index.ts';

/**
 * `resume`: a copy, or what is left of a ledger, is written again. Under its own name only if it holds all that is known
 * outside; else under another one, so that nobody can be shown two histories of one log.
 */
export interface ResumeOptions {
  /** The newest checkpoint that is known outside: its file, and what stands in it. */
  readonly lastCheckpoint: { readonly path: string; readonly note: string };
  readonly newOrigin?: string | undefined;
  readonly signing: SigningChoices;
  readonly clock?: ClockPort;
}

export interface Resumed {
  readonly origin: string;
  readonly treeSize: string;
  readonly rootHash: string;
  /** Where it goes on under another name. */
  readonly predecessor: NonNullable<DataOf<'ledger.opened'>['predecessor']> | null;
}

type Files = ReturnType<typeof filesOf>;

/** The key by which the checkpoints of the log are known here. @throws Problem SIGNING_KEY_MISSING */
const knownKey = (files: Files, origin: string, { key: given }: SigningChoices): VerifierKey => {
  const known = orProblem(readVerifierKey(files)).key;
  if (known) return known;
  // Also where it does not sign: without any key nothing can be said of a checkpoint. Kept only once it has opened one.
  return parseVerifierKey(orProblem(readSigningKey(files, { origin, given })).key.vkey);
};

/** What is known to have been signed, the larger last: the given checkpoint, and the one that is kept here. */
const knownCheckpoints = (
  files: Files,
  key: VerifierKey,
  { path, note }: ResumeOptions['lastCheckpoint'],
): readonly SignedCheckpoint[] => {
  const { signed: outside } = orProblem(openSigned(note, key, path));
  const { signed: kept } = orProblem(readCheckpointFile(files.checkpoint, key));
  const known = kept ? [kept, outside] : [outside];
  return known.sort((a, b) => a.checkpoint.size - b.checkpoint.size);
};

/** Whether all that was signed is here. @throws Problem HISTORY_REWRITTEN when something else is */
const isComplete = (journal: JournalReader, known: readonly SignedCheckpoint[]): boolean => {
  const here = known.filter(({ checkpoint }) => checkpoint.size <= journal.size());
  for (const { checkpoint } of here) orProblem(checkContinues(journal, checkpoint));
  return here.length === known.length;
};

/** The name as the ledger may have it. */
const nameOf = (newOrigin: string, { demonstration }: DataOf<'ledger.opened'>): string =>
  demonstration && !newOrigin.endsWith(DEMONSTRATION_SUFFIX) ? newOrigin + DEMONSTRATION_SUFFIX : newOrigin;

/** Refuses a name that the log has, or has had, here or elsewhere: something may be signed under it. @throws Problem USAGE */
const requireNewName = (name: string, journal: JournalReader, nameElsewhere: string): void => {
  const namesHere = journal
    .ofSubject('ledger/main')
    .filter(({ event }) => event.type === 'ledger.opened')
    .map(({ event }) => event.data as DataOf<'ledger.opened'>)
    .flatMap(({ origin, predecessor }) => [origin, predecessor?.origin]);
  if (name === nameElsewhere || namesHere.includes(name))
    throw wrongUse(`${name} 是或曾是本日志的名称`, `${name} is a name that the log has, or has had, already`);
};

/** Whether an earlier attempt was killed after it had recorded the new name, and before anything was signed under it. */
const isBegun = (files: Files, { reader, size }: JournalWriter, name: string): boolean => {
  const last = JSON.parse(reader.at(size - 1)?.text ?? '{}') as Partial<RecordedEvent>;
  if (last.type !== 'ledger.opened') return false;
  const { origin, predecessor } = last.data as DataOf<'ledger.opened'>;
  if (origin !== name || predecessor === undefined) return false;
  const { key } = orProblem(readVerifierKey(files));
  return key?.name !== name || !existsSync(files.checkpoint);
};

/** The name of the log that signed a checkpoint, by its own word. */
const nameIn = ({ path, note }: ResumeOptions['lastCheckpoint']): string => {
  try {
    return parseCheckpoint(parseNote(note).text).origin;
  } catch (error) {
    if (error instanceof TransparencyError)
      throw new Problem('CHECKPOINT_DAMAGED', { detail: `${path}: ${error.message}` });
    throw error;
  }
};

const nextTime = (journal: JournalReader, clock: ClockPort): number => {
  const last = journal.recordedAt(journal.size() - 1);
  const reading = ledgerClock(clock, last).after(last);
  if (!reading.ok) throw new Problem('CLOCK_WRONG', { detail: reading.detail });
  return reading.us;
};

const appendReopening = (
  journal: JournalWriter,
  before: DataOf<'ledger.opened'>,
  origin: string,
  clock: ClockPort,
): void => {
  const { reader, size } = journal;
  journal.append([
    reopeningEntry({
      origin,
      before,
      predecessor: { origin: before.origin, treeSize: String(size), rootHash: reader.rootHash(size) },
      revision: reader.revisionCount('ledger/main'),
      recordedAt: nextTime(reader, clock),
    }),
  ]);
};

/**
 * The key of the new name in the place of the old one, which signs no more. A process that is killed between two steps
 * leaves a directory that is not written, and that is resumed again to the same end.
 */
const changeKeys = (files: Files, origin: string, { signs, key: given }: SigningChoices): void => {
  // One that an earlier attempt has made may have signed already.
  if (given === undefined && openSigningKey(files, { origin, given }).ok) return;
  if (existsSync(files.checkpoint)) renameSync(files.checkpoint, files.formerCheckpoint);
  rmSync(files.cosignatures, { force: true });
  rmSync(files.verifierKey, { force: true });
  if (given !== undefined) orProblem(openSigningKey(files, { origin, given }));
  else if (signs) makeSigningKey(files, origin);
};

const openingIn = (journal: JournalReader): DataOf<'ledger.opened'> => {
  const opening = openingOf(journal.ofSubject('ledger/main'));
  if (!opening)
    throw new Problem('DATA_MISSING', {
      detail: { zh: '日志中没有 ledger.opened', en: 'the journal holds no ledger.opened' },
    });
  return opening;
};

const resumeUnderNewName = (
  files: Files,
  journal: JournalWriter,
  newOrigin: string,
  { lastCheckpoint, signing, clock = systemClock }: ResumeOptions,
): void => {
  const before = openingIn(journal.reader);
  const origin = nameOf(newOrigin, before);
  // It goes on under that name already, here; a copy of it does not.
  const isResumed = before.predecessor !== undefined && before.origin === origin;
  if (isResumed && standingOf(files.journal).kind === 'home') return;
  // Before anything is recorded: a key that does not sign for the new name would leave it half done.
  if (signing.key !== undefined) orProblem(readSigningKey(files, { origin, given: signing.key }));
  const nameElsewhere = nameIn(lastCheckpoint);
  if (nameElsewhere === origin || !isBegun(files, journal, origin)) {
    requireNewName(origin, journal.reader, nameElsewhere);
    const { key } = orProblem(readVerifierKey(files));
    // Facts may be missing, but none may be another one.
    if (key) isComplete(journal.reader, knownCheckpoints(files, key, lastCheckpoint));
    appendReopening(journal, before, origin, clock);
  }
  // The read model may hold what the journal has lost; it is built anew.
  for (const file of [files.figures, files.findings])
    for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true });
  changeKeys(files, openingIn(journal.reader).origin, signing);
};

const resumeAsItWas = (
  files: Files,
  journal: JournalWriter,
  { lastCheckpoint, signing }: ResumeOptions,
): void => {
  const { origin } = openingIn(journal.reader);
  const known = knownCheckpoints(files, knownKey(files, origin, signing), lastCheckpoint);
  const newest = known.at(-1) as SignedCheckpoint;
  if (!isComplete(journal.reader, known)) {
    const { size } = newest.checkpoint;
    throw new Problem('FACTS_MISSING', {
      detail: {
        zh: `已签署 ${size} 条事件，此处有 ${journal.size} 条`,
        en: `${size} events were signed, ${journal.size} are here`,
      },
    });
  }
  if (signing.signs) orProblem(openSigningKey(files, { origin, given: signing.key }));
  // What is signed next has to continue this one.
  writeDurably(files.checkpoint, newest.note);
};

const openJournal = (path: string): JournalWriter => {
  try {
    return openJournalWriter(path);
  } catch (error) {
    if (error instanceof TransparencyError) throw new Problem('TREE_DAMAGED', { detail: error.message });
    throw error;
  }
};

const resumeOn = (files: Files, journal: JournalWriter, options: ResumeOptions): Resumed => {
  orProblem(checkTree(journal.reader));
  const { newOrigin, signing } = options;
  if (newOrigin === undefined) resumeAsItWas(files, journal, options);
  else resumeUnderNewName(files, journal, newOrigin, options);
  const { origin, predecessor = null } = openingIn(journal.reader);
  const { signer } = orProblem(openSigner(files, { ...signing, origin, journal: journal.reader }));
  claimHome(files.journal);
  if (signer) orProblem(signer.sign(journal.size));
  return {
    origin,
    treeSize: String(journal.size),
    rootHash: journal.reader.rootHash(journal.size),
    predecessor,
  };
};

/** @throws Problem DATA_MISSING, DATA_LOCKED, LEDGER_SEALED, FACTS_MISSING, HISTORY_REWRITTEN, CHECKPOINT_DAMAGED, … */
export const resumeLedger = (directory: string, options: ResumeOptions): Resumed => {
  requireLedger(directory);
  requireEmbedded(directory);
  const files = filesOf(directory);
  const lock = takeLock(directory);
  try {
    const standing = standingOf(files.journal);
    if (standing.kind === 'sealed') throw new Problem('LEDGER_SEALED', { successor: standing.successor });
    const journal = openJournal(files.journal);
    try {
      return resumeOn(files, journal, options);
    } finally {
      journal.close();
    }
  } finally {
    lock.release();
  }
};

/** Reads the file of a checkpoint. @throws Problem USAGE when it is not there */
export const readCheckpointOf = (path: string): ResumeOptions['lastCheckpoint'] => {
  if (!existsSync(path)) throw wrongUse(`没有此文件：${path}`, `no such file: ${path}`);
  return { path, note: readFileSync(path, 'utf8') };
};
