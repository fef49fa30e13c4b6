import type { IncomingMessage, ServerResponse } from 'node:http';
import { Problem, wrongUse } from '../problem.ts';
import { BODY_MS_MAX, IDLE_MS_MAX } from './limits.ts';

/** Reading bodies and writing long answers, at the pace of clients that may be slow, silent or gone. */

/** The server stops before the body has come. */
export const stopping = (): Problem =>
  new Problem('ENVIRONMENT', { detail: { zh: '服务器正在停止', en: 'the server is stopping' } });

/** Resolves like `promise`, or rejects with what `problem` makes when it takes too long or `signal` is aborted. */
const within = <T>(promise: Promise<T>, msMax: number, late: () => Error, signal?: AbortSignal): Promise<T> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => finish(() => reject(late())), msMax);
    const onAbort = (): void => finish(() => reject(signal?.reason));
    const finish = (settle: () => void): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      settle();
    };
    promise.then(
      (value) => finish(() => resolve(value)),
      (error) => finish(() => reject(error)),
    );
    if (signal?.aborted) onAbort();
    else signal?.addEventListener('abort', onAbort, { once: true });
  });

const silent = (): Problem =>
  wrongUse(`${IDLE_MS_MAX / 1000} 秒内未收到数据`, `nothing came for ${IDLE_MS_MAX / 1000} s`);
const slow = (): Problem =>
  wrongUse(
    `请求正文未在 ${BODY_MS_MAX / 1000} 秒内到齐`,
    `the body did not come within ${BODY_MS_MAX / 1000} s`,
  );

/**
 * Chunks of a body as they come. Rejects when the client is silent or gone, and with the reason of `signal`; the
 * connection is left as it is, so that the rejection can be answered.
 */
export async function* chunksOf(request: IncomingMessage, signal: AbortSignal): AsyncGenerator<Buffer> {
  // Leaving a plain iterator early would destroy the connection before the answer is out.
  const chunks = request.iterator({ destroyOnReturn: false }) as AsyncIterator<Buffer>;
  for (;;) {
    const { done, value } = await within(chunks.next(), IDLE_MS_MAX, silent, signal);
    if (done) return;
    yield value;
  }
}

interface Watch {
  /** Something has come. */
  seen(): void;
  end(): void;
}

/** Watches over a body that is still to come: its client may be silent or slow, and the server may stop. */
const watchBody = (fail: (error: unknown) => void, signal: AbortSignal): Watch => {
  const idle = setTimeout(() => fail(silent()), IDLE_MS_MAX);
  const total = setTimeout(() => fail(slow()), BODY_MS_MAX);
  const onAbort = (): void => fail(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  return {
    seen: () => idle.refresh(),
    end: () => {
      clearTimeout(idle);
      clearTimeout(total);
      signal.removeEventListener('abort', onAbort);
    },
  };
};

interface BodyOptions {
  readonly bytesMax: number;
  readonly tooLarge: (bytes: number) => Problem;
  readonly signal: AbortSignal;
}

const EMPTY = Buffer.alloc(0);

/** A body of at most `bytesMax` bytes, or the problem that it is larger. */
export const readBody = async (request: IncomingMessage, options: BodyOptions): Promise<Buffer> => {
  const { bytesMax, tooLarge } = options;
  const announced = Number.parseInt(request.headers['content-length'] ?? '', 10);
  if (announced > bytesMax) throw tooLarge(announced);
  if (request.readableLength !== announced) return restOfBody(request, options);
  // Most bodies have come with their headers: those need no watch, only their end is still to be seen.
  const body: Buffer = request.read() ?? EMPTY;
  request.resume();
  return body;
};

/** A body that is still to come. */
const restOfBody = (request: IncomingMessage, { bytesMax, tooLarge, signal }: BodyOptions): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let bytes = 0;
    const finish = (): void => {
      watch.end();
      request.off('data', onData).off('end', onEnd).off('close', onClose).off('error', fail);
    };
    // The body goes on flowing, to nobody: an answer is not lost to a client that is still writing.
    const fail = (error: unknown): void => {
      finish();
      reject(error);
    };
    const onData = (chunk: Buffer): void => {
      bytes += chunk.length;
      parts.push(chunk);
      if (bytes > bytesMax) fail(tooLarge(bytes));
      else watch.seen();
    };
    const onEnd = (): void => {
      finish();
      resolve(parts.length === 1 ? (parts[0] as Buffer) : Buffer.concat(parts));
    };
    const onClose = (): void => fail(new ClientGone());
    const watch = watchBody(fail, signal);
    request.on('data', onData).on('end', onEnd).on('close', onClose).on('error', fail);
    if (signal.aborted) fail(signal.reason);
    if (request.destroyed) fail(new ClientGone());
  });

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The text of a body, or undefined when it is not UTF-8. A byte order mark stays: JSON has none. */
export const textOf = (body: Uint8Array): string | undefined => {
  try {
    return utf8.decode(body);
  } catch {
    return undefined;
  }
};

/** Resolves to whether the client has taken what was written before `msMax`. Rejects when it is gone. */
export const drained = (response: ServerResponse, msMax: number): Promise<boolean> =>
  new Promise((resolve, reject) => {
    if (response.destroyed || response.closed) return reject(new ClientGone());
    if (!response.writableNeedDrain) return resolve(true);
    const timer = setTimeout(() => finish(() => resolve(false)), msMax);
    const onDrain = (): void => finish(() => resolve(true));
    const onClose = (): void => finish(() => reject(new ClientGone()));
    const finish = (settle: () => void): void => {
      clearTimeout(timer);
      response.off('drain', onDrain).off('close', onClose);
      settle();
    };
    response.on('drain', onDrain).on('close', onClose);
  });

/** Nobody is there to be answered. */
export class ClientGone extends Error {
  constructor() {
    super('the client is gone');
    this.name = 'ClientGone';
  }
}

/** Writes, and waits while the client does not read. Rejects when it does not for too long, or is gone. */
export const writeAll = async (response: ServerResponse, text: string): Promise<void> => {
  if (response.write(text)) return;
  if (await drained(response, IDLE_MS_MAX)) return;
  response.destroy();
  throw new ClientGone();
};
