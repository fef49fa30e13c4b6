import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { readCheckpoints } from '../checkpoints.ts';
import { timeText } from '../domain/calendar.ts';
import { openingOf } from '../domain/history.ts';
import type { Message } from '../domain/refusal.ts';
import { openDatabase } from '../journal/database.ts';
import { type Standing, standingOf } from '../journal/home.ts';
import { tryLock } from '../journal/lock.ts';
import { type JournalReader, openJournalReader } from '../journal/reader.ts';
import { filesOf, requireLedger } from '../main.ts';
import { Problem } from '../problem.ts';
import { NONE } from './figures.ts';
import { type Invocation, invocationOf } from './invocation.ts';
import { answer } from './output.ts';
import type { Translate } from './words.ts';

interface StatusJson {
  readonly directory: string;
  readonly origin: string | null;
  readonly demonstration: boolean | null;
  readonly openedOn: string | null;
  /** `home` is written; a `copy` is only read until it is resumed, one that is `sealed` for good. */
  readonly standing: Standing['kind'];
  readonly treeSize: string;
  /** What the newest checkpoint covers; null where nothing was signed. */
  readonly signedSize: string | null;
  readonly rootHash: string | null;
  readonly recordedTime: string | null;
  readonly readModel: { readonly size: string; readonly stale: string | null } | null;
  /** Whether a process writes the data directory. */
  readonly writer: boolean;
}

/** How far the read model is; null where there is none yet. */
const readModelOf = (directory: string): StatusJson['readModel'] => {
  const { figures } = filesOf(directory);
  if (!existsSync(figures)) return null;
  const database = openDatabase(figures, { readOnly: true });
  try {
    const row = database.prepare('SELECT size, stale FROM checkpoint').get() as {
      size: number;
      stale: string | null;
    };
    return { size: String(row.size), stale: row.stale };
  } finally {
    database.close();
  }
};

const hasWriter = (directory: string): boolean => {
  const lock = tryLock(filesOf(directory).lock);
  lock?.release();
  return lock === undefined;
};

/** A damaged checkpoint is said by whoever signs; here it counts as none. */
const signedSizeOf = (directory: string): string | null => {
  try {
    const latest = readCheckpoints(filesOf(directory)).latest();
    return latest ? String(latest.checkpoint.size) : null;
  } catch (error) {
    if (error instanceof Problem) return null;
    throw error;
  }
};

const statusOf = (directory: string, journal: JournalReader): StatusJson => {
  const size = journal.size();
  const opening = openingOf(journal.ofSubject('ledger/main'));
  return {
    directory,
    origin: opening?.origin ?? null,
    demonstration: opening?.demonstration ?? null,
    openedOn: opening?.openedOn ?? null,
    standing: standingOf(filesOf(directory).journal).kind,
    treeSize: String(size),
    signedSize: signedSizeOf(directory),
    rootHash: size === 0 ? null : journal.rootHash(size),
    recordedTime: size === 0 ? null : timeText(journal.recordedAt(size - 1)),
    readModel: readModelOf(directory),
    writer: hasWriter(directory),
  };
};

const STANDINGS = {
  home: { zh: '正本，可写', en: 'at home, written here' },
  copy: { zh: '副本，恢复写入前只读', en: 'a copy, only read until it is resumed' },
  sealed: { zh: '已封存，只读', en: 'sealed, only read' },
} as const satisfies Readonly<Record<Standing['kind'], Message>>;

const lines = (status: StatusJson, { t, language }: Invocation): readonly string[] => {
  const standing = STANDINGS[status.standing][language];
  const { readModel } = status;
  const behind = readModel?.stale ? t(`，已停止：${readModel.stale}`, `, stopped: ${readModel.stale}`) : '';
  const demonstration = status.demonstration ? t('（演示）', ' (demonstration)') : '';
  return [
    t(`数据目录  ${status.directory}`, `data directory  ${status.directory}`),
    t(
      `账本名称  ${status.origin ?? NONE}${demonstration}`,
      `origin          ${status.origin ?? NONE}${demonstration}`,
    ),
    t(`开账日期  ${status.openedOn ?? NONE}`, `opened on       ${status.openedOn ?? NONE}`),
    t(`事件数量  ${status.treeSize}`, `events          ${status.treeSize}`),
    t(`已签署    ${status.signedSize ?? NONE}`, `signed          ${status.signedSize ?? NONE}`),
    t(`状态      ${standing}`, `standing        ${standing}`),
    t(`根哈希    ${status.rootHash ?? NONE}`, `root hash       ${status.rootHash ?? NONE}`),
    t(`最后记录  ${status.recordedTime ?? NONE}`, `last recorded   ${status.recordedTime ?? NONE}`),
    t(`读模型    ${readModel?.size ?? NONE}${behind}`, `read model      ${readModel?.size ?? NONE}${behind}`),
    t(`写入进程  ${status.writer ? '有' : '无'}`, `writer          ${status.writer ? 'running' : 'none'}`),
  ];
};

const run = (_options: unknown, command: Command): void => {
  const invocation = invocationOf(command);
  requireLedger(invocation.directory);
  const journal = openJournalReader(filesOf(invocation.directory).journal);
  try {
    answer(invocation, statusOf(invocation.directory, journal), lines);
  } finally {
    journal.close();
  }
};

export const addStatus = (program: Command, t: Translate): void => {
  program
    .command('status')
    .description(t('账本与数据目录的状况', 'how the ledger and its data directory stand'))
    .action(run);
};
