import type { Message } from '../../domain/refusal.ts';
import { openJournalReader } from '../../journal/reader.ts';
import { collectFindings, DoesNotVerify, failedAt, type VerifyCode } from '../failure.ts';
import { type BulletinEvents, bulletinEvents } from './bulletins.ts';
import { checkPartition } from './check.ts';
import { checkIndexes } from './journalIndex.ts';
import { openPartitions, readPartition } from './partition.ts';
import { type BundleRange, scanEntries, type TimeRange } from './scan.ts';
import { type LogPlace, openLogSource } from './source.ts';

const NOTHING = new Uint8Array(0);

/** What is done side by side, in threads: requests and answers are plain data. */

export interface ScanTask {
  readonly task: 'scan';
  readonly place: LogPlace;
  readonly range: BundleRange;
  /** Where the entries are put apart, into how many partitions, and as which part of them. */
  readonly directory: string;
  readonly partitions: number;
  /** Where their identities are put apart. */
  readonly identities: string;
  readonly part: number;
}

/** One partition, in the parts that were written of it. */
interface PartitionTask {
  readonly directory: string;
  readonly partition: number;
  readonly parts: number;
}

/** Whether an identity was recorded twice. */
export interface RepeatsTask extends PartitionTask {
  readonly task: 'repeats';
}

export interface CheckTask extends PartitionTask {
  readonly task: 'check';
  /** A journal, whose indexes are checked too. */
  readonly journal: string | undefined;
}

export type LogTask = ScanTask | RepeatsTask | CheckTask;

interface PlainFailure {
  readonly code: VerifyCode;
  readonly at: string;
  readonly detail: string | Message;
  readonly sequence: number;
}

export interface TaskAnswer {
  readonly failure: PlainFailure | undefined;
  /** Of a scan. */
  readonly times?: TimeRange;
  /** Of a check. */
  readonly bulletins?: readonly BulletinEvents[];
}

const plain = (failure: DoesNotVerify | undefined): PlainFailure | undefined =>
  failure && { code: failure.code, at: failure.at, detail: failure.detail, sequence: failure.sequence };

export const failureOf = ({ failure }: TaskAnswer): DoesNotVerify | undefined =>
  failure && new DoesNotVerify(failure.code, failure.at, failure.detail, failure.sequence);

const scan = (task: ScanTask, onProgress: (entries: number) => void): TaskAnswer => {
  const findings = collectFindings();
  const source = openLogSource(task.place);
  const subjects = openPartitions(task.directory, task.partitions, task.part);
  const identities = openPartitions(task.identities, task.partitions, task.part);
  const take = {
    subject: subjects.add,
    identity: (sequence: number, key: string) => identities.add(sequence, NOTHING, key),
  };
  try {
    const times = scanEntries(source, task.range, { findings, take, onBundle: onProgress });
    return { failure: plain(findings.first), times };
  } finally {
    subjects.close();
    identities.close();
    source.close();
  }
};

const repeats = ({ directory, partition, parts }: RepeatsTask): TaskAnswer => {
  const findings = collectFindings();
  for (const [identity, [, repeat]] of readPartition(directory, partition, parts))
    if (repeat && identity !== '')
      findings.add(
        failedAt(repeat.sequence, 'ENTRY_REFUSED', {
          zh: '其 source 和 id 此前已记录',
          en: 'its source and id were recorded before',
        }),
      );
  return { failure: plain(findings.first) };
};

const check = (task: CheckTask, onProgress: (entries: number) => void): TaskAnswer => {
  const bulletins: BulletinEvents[] = [];
  const journal = task.journal === undefined ? undefined : openJournalReader(task.journal);
  let entries = 0;
  try {
    const partition = readPartition(task.directory, task.partition, task.parts);
    const failure = checkPartition(partition, (subject, events) => {
      entries += events.length;
      if (journal) checkIndexes(journal, subject, events);
      const bulletin = bulletinEvents(subject, events);
      if (bulletin) bulletins.push(bulletin);
    });
    onProgress(entries);
    return { failure: plain(failure), bulletins };
  } finally {
    journal?.close();
  }
};

/** `onProgress` is told how many entries more are done. */
export const runTask = (task: LogTask, onProgress: (entries: number) => void): TaskAnswer => {
  switch (task.task) {
    case 'scan':
      return scan(task, onProgress);
    case 'repeats':
      return repeats(task);
    case 'check':
      return check(task, onProgress);
  }
};
