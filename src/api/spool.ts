import { randomUUID } from 'node:crypto';
import { type FileHandle, open, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { Problem } from '../problem.ts';
import { freeBytesOf } from './diskSpace.ts';
import { READY_DISK_FREE_BYTES_MIN } from './limits.ts';

/** Bytes of any number, kept on disk until they are read, once or more often. Nothing of them is left behind, at any end. */
export interface Spool {
  /** @throws Problem DISK_FULL while there is still space for what is recorded */
  write(bytes: Uint8Array): Promise<void>;
  chunks(): AsyncGenerator<Buffer>;
  close(): Promise<void>;
}

const READ_BYTES = 262_144;
/** How often it is asked what space there is. */
const WATCH_BYTES = 16 * 1_024 * 1_024;

const readAt = async (file: FileHandle, position: number): Promise<Buffer> => {
  const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(READ_BYTES), 0, READ_BYTES, position);
  return buffer.subarray(0, bytesRead);
};

export const openSpool = async (directory: string): Promise<Spool> => {
  const path = join(directory, `spool-${randomUUID()}`);
  const file = await open(path, 'wx+', 0o600);
  // A file without a name is gone with its last handle, also when the process is killed.
  await unlink(path);
  let size = 0;
  let watchedAt = 0;
  return {
    write: async (bytes) => {
      if (size >= watchedAt) {
        watchedAt = size + WATCH_BYTES;
        if ((await freeBytesOf(directory)) < READY_DISK_FREE_BYTES_MIN + WATCH_BYTES)
          throw new Problem('DISK_FULL');
      }
      await file.appendFile(bytes);
      size += bytes.length;
    },
    async *chunks() {
      for (let position = 0; ; ) {
        const chunk = await readAt(file, position);
        if (chunk.length === 0) return;
        position += chunk.length;
        yield chunk;
      }
    },
    close: () => file.close(),
  };
};
