import { statfs } from 'node:fs/promises';

/** Bytes that may still be written where a directory is. */
export const freeBytesOf = async (directory: string): Promise<number> => {
  const { bavail, bsize } = await statfs(directory);
  return bavail * bsize;
};
