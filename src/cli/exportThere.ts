import { existsSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { wrongUse } from '../problem.ts';
import {
  entryBundlesOfSize,
  formatTilePath,
  parseCheckpoint,
  parseNote,
  tilesOfSize,
} from '../transparency/index.ts';
import type { Server } from './server.ts';

/** `export --server`: the files of the log as the server has them, in a directory that takes its name when it is complete. */

export interface ExportedThere {
  readonly treeSize: number;
  readonly root: Uint8Array;
  readonly files: number;
}

/** @throws Problem USAGE for a directory that holds something, and those of the server */
export const exportThere = async (
  server: Server,
  directory: string,
  onProgress: (files: number) => void,
): Promise<ExportedThere> => {
  if (existsSync(directory) && readdirSync(directory).length > 0)
    throw wrongUse(`${directory} 不是空目录`, `${directory} is not empty`);
  const note = await (await server.fetch({ path: '/log/checkpoint' })).text();
  const { size, root } = parseCheckpoint(parseNote(note).text);
  const partial = `${directory}.partial-${process.pid}`;
  rmSync(partial, { recursive: true, force: true });
  try {
    mkdirSync(partial, { recursive: true });
    let files = 0;
    const write = (name: string, content: Uint8Array | string): void => {
      const path = join(partial, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, content);
      files += 1;
      onProgress(files);
    };
    for (const tiles of [entryBundlesOfSize(size), tilesOfSize(size)])
      for (const tile of tiles) {
        const name = formatTilePath(tile);
        const answered = await server.fetch({ path: `/log/${name}` });
        write(name, new Uint8Array(await answered.arrayBuffer()));
      }
    write('checkpoint', note);
    if (existsSync(directory)) rmdirSync(directory);
    renameSync(partial, directory);
    return { treeSize: size, root, files };
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    throw error;
  }
};
