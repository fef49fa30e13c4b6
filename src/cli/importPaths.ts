import { accessSync, constants, existsSync, fstatSync, realpathSync, type Stats, statSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import { filesOf } from '../directory.ts';
import { operatorKeyFile } from '../operatorKey.ts';
import { Problem, wrongUse } from '../problem.ts';
import { requireFree } from '../verify/archive.ts';
import type { Invocation } from './invocation.ts';

/** The paths of an import: what it reads is there, and what it writes can be written and is nothing that it reads. */

export interface ImportPaths {
  /** Paths, or `-` for the standard input. */
  readonly files: readonly string[];
  readonly rejects: string | undefined;
  readonly receipt: string | undefined;
}

export interface OutputOptions {
  readonly dryRun?: boolean;
  readonly rejects?: string;
  readonly receipt?: string;
}

const STANDARD_INPUT = '-';
const STANDARD_INPUT_FD = 0;

const statsOf = (path: string): Stats =>
  path === STANDARD_INPUT ? fstatSync(STANDARD_INPUT_FD) : statSync(path);

/** Whatever names and links lead to it. */
const isSame = (one: Stats, other: Stats): boolean => one.dev === other.dev && one.ino === other.ino;

/** Absolute paths of the files, each of which is there. A pipe can be read once. @throws Problem USAGE */
const inputPaths = (invocation: Invocation, names: readonly string[]): string[] => {
  const paths = names.map((name) => (name === STANDARD_INPUT ? name : invocation.path(name)));
  const streams: Stats[] = [];
  for (const path of paths) {
    if (path !== STANDARD_INPUT && !existsSync(path))
      throw wrongUse(`没有此文件：${path}`, `no such file: ${path}`);
    const stats = statsOf(path);
    if (stats.isDirectory()) throw wrongUse(`${path} 是目录`, `${path} is a directory`);
    if (path !== STANDARD_INPUT && stats.isFile()) continue;
    if (streams.some((stream) => isSame(stream, stats)))
      throw wrongUse(`${path} 只能读取一次`, `${path} can be read only once`);
    streams.push(stats);
  }
  return paths;
};

/** The path without links, as far as there is something. */
const realPath = (path: string): string =>
  existsSync(path) ? realpathSync(path) : join(realPath(dirname(path)), basename(path));

const isWithin = (directory: string, path: string): boolean =>
  relative(directory, path).split(sep)[0] !== '..';

/** The file for the refused lines, which are written over what stands in it. @throws Problem USAGE */
const rejectsPath = (invocation: Invocation, name: string, files: readonly string[]): string => {
  const path = invocation.path(name);
  if (!existsSync(path)) {
    if (!existsSync(dirname(path)))
      throw wrongUse(`没有此目录：${dirname(path)}`, `no such directory: ${dirname(path)}`);
    return path;
  }
  const stats = statSync(path);
  if (stats.isDirectory()) throw wrongUse(`${path} 是目录`, `${path} is a directory`);
  if (!stats.isFile()) return path;
  if (files.some((file) => isSame(statsOf(file), stats)))
    throw wrongUse(
      `--rejects：${path} 是所导入的文件，会被覆盖`,
      `--rejects: ${path} is a file of this import, and would be overwritten`,
    );
  const { directory } = invocation;
  const own = [...Object.values(filesOf(directory)), operatorKeyFile(directory)];
  if (own.filter((name) => existsSync(name)).some((file) => isSame(statSync(file), stats)))
    throw wrongUse(`--rejects：${path} 是账本的文件`, `--rejects: ${path} is a file of the ledger`);
  return path;
};

/** What is written there makes the directories that are not there yet. @throws Problem USAGE, ENVIRONMENT */
const requireWritable = (directory: string): void => {
  if (!existsSync(directory)) {
    requireWritable(dirname(directory));
    return;
  }
  if (!statSync(directory).isDirectory())
    throw wrongUse(`${directory} 不是目录`, `${directory} is no directory`);
  try {
    accessSync(directory, constants.W_OK);
  } catch (error) {
    throw new Problem(
      'ENVIRONMENT',
      { detail: { zh: `无法写入 ${directory}`, en: `${directory} cannot be written to` } },
      { cause: error },
    );
  }
};

/** Where the receipt goes, which must be free before anything is recorded. @throws Problem USAGE, ENVIRONMENT */
const receiptPath = (invocation: Invocation, name: string, { dryRun }: OutputOptions): string => {
  if (dryRun === true)
    throw wrongUse('--receipt：试运行不记录任何事实', '--receipt: a dry run records nothing');
  const path = invocation.path(name);
  requireFree(path);
  requireWritable(dirname(path));
  return path;
};

/** @throws Problem USAGE, ENVIRONMENT; nothing is recorded then */
export const importPaths = (
  invocation: Invocation,
  names: readonly string[],
  options: OutputOptions,
): ImportPaths => {
  const files = inputPaths(invocation, names);
  const rejects = options.rejects === undefined ? undefined : rejectsPath(invocation, options.rejects, files);
  const receipt =
    options.receipt === undefined ? undefined : receiptPath(invocation, options.receipt, options);
  if (rejects !== undefined && receipt !== undefined) {
    const [one, other] = [realPath(rejects), realPath(receipt)];
    if (isWithin(one, other) || isWithin(other, one))
      throw wrongUse(
        '--rejects 与 --receipt 须写入不同的位置',
        '--rejects and --receipt are to be written to different places',
      );
  }
  return { files, rejects, receipt };
};
