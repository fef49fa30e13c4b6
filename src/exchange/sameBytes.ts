import { hash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { Problem } from '../problem.ts';

/** A file that is read twice, by blocks. */

const BLOCK_BYTES = 262_144;

/** Blocks of one size but for the last, however the bytes come. */
async function* blocksOf(path: string): AsyncGenerator<Buffer> {
  const file = await open(path);
  try {
    for (;;) {
      const block = Buffer.allocUnsafe(BLOCK_BYTES);
      let length = 0;
      while (length < BLOCK_BYTES) {
        const { bytesRead } = await file.read(block, length, BLOCK_BYTES - length);
        if (bytesRead === 0) break;
        length += bytesRead;
      }
      if (length > 0) yield block.subarray(0, length);
      if (length < BLOCK_BYTES) return;
    }
  } finally {
    await file.close();
  }
}

const changed = (path: string): Problem =>
  new Problem('ENVIRONMENT', {
    detail: {
      zh: `${path} 在导入期间有变动：其后的内容未记录；请以不再变动的文件再次导入`,
      en: `${path} changed while it was imported: nothing is recorded from there on; import it again when it is done`,
    },
  });

/**
 * Reads a file, to its end, as often as it is called. Any later time hands on only what was there the first time, block by
 * block: a copy of a large file, which would guarantee the same, may have no space, and that a file has kept its size and
 * time guarantees nothing. @throws Problem ENVIRONMENT at the first block that is another
 */
export const sameBytes = (path: string): (() => AsyncGenerator<Uint8Array>) => {
  let known: readonly string[] | undefined;
  return async function* () {
    const seen: string[] = [];
    for await (const block of blocksOf(path)) {
      const digest = hash('sha256', block, 'base64');
      if (known && known[seen.length] !== digest) throw changed(path);
      seen.push(digest);
      yield block;
    }
    if (known && known.length !== seen.length) throw changed(path);
    known ??= seen;
  };
};
