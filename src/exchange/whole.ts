import { Problem } from '../problem.ts';

/**
 * Bytes of what is judged as a whole, an atomic input or a dry run, where the log takes no append of any length: all facts
 * are held in memory then, at about seven times their bytes (measured).
 */
export const WHOLE_BYTES_MAX = 256 * 1_024 * 1_024;

/** Hands on chunks up to a bound, over all calls of what is returned. */
export const wholeWithin = (bytesMax: number = WHOLE_BYTES_MAX) => {
  let bytes = 0;
  /** @throws Problem ATOMIC_TOO_LARGE */
  return async function* (chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      bytes += chunk.byteLength;
      if (bytes > bytesMax) throw new Problem('ATOMIC_TOO_LARGE', { max: bytesMax });
      yield chunk;
    }
  };
};
