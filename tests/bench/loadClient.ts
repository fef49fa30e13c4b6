import { connect, type Socket } from 'node:net';

/** A load generator in a process of its own: keep-alive connections, on each of which a request follows its answer. */

export interface LoadOptions {
  readonly port: number;
  readonly connections: number;
  readonly seconds: number;
  /** First requests are not measured. */
  readonly warmUpSeconds: number;
  readonly path: string;
  /** A body for each request of a number, or undefined for GET. */
  readonly bodyOf?: (number: number) => string;
}

export interface LoadResult {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Status → number of answers. */
  readonly statuses: Readonly<Record<string, number>>;
}

/**
 * Requests that are made before the first is sent: where a server has threads of its own, it shares the processors with this
 * process, which is to take as little of them as it can.
 */
const PREPARED = 40_000;

const HEAD_END = Buffer.from('\r\n\r\n');
const STATUS_AT = 9;

const requestText = (path: string, body: string | undefined): string =>
  body === undefined
    ? `GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`
    : `POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;

/** Calls back for each whole answer on a connection with its status. */
const answersOf = (socket: Socket, onAnswer: (status: string) => void): void => {
  let waiting: Buffer = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    waiting = waiting.length === 0 ? chunk : Buffer.concat([waiting, chunk]);
    for (;;) {
      const end = waiting.indexOf(HEAD_END);
      if (end < 0) return;
      const head = waiting.toString('latin1', 0, end);
      const length = Number.parseInt(/content-length: (\d+)/i.exec(head)?.[1] ?? '0', 10);
      const total = end + HEAD_END.length + length;
      if (waiting.length < total) return;
      waiting = waiting.subarray(total);
      onAnswer(head.slice(STATUS_AT, STATUS_AT + 3));
    }
  });
};

const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

export const runLoad = async (options: LoadOptions): Promise<LoadResult> => {
  const { port, connections, seconds, warmUpSeconds, path, bodyOf } = options;
  const requestOf = (number: number): Buffer => Buffer.from(requestText(path, bodyOf?.(number)));
  const prepared = Array.from({ length: bodyOf ? PREPARED : 0 }, (_, number) => requestOf(number));
  const get = requestOf(0);
  const begin = performance.now() + warmUpSeconds * 1_000;
  const end = begin + seconds * 1_000;
  const latencies: number[] = [];
  const statuses: Record<string, number> = {};
  let number = 0;
  const one = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const socket = connect({ port, host: '127.0.0.1', noDelay: true });
      let sent = 0;
      const next = (): void => {
        sent = performance.now();
        socket.write(bodyOf ? (prepared[number] ?? requestOf(number)) : get);
        number += 1;
      };
      answersOf(socket, (status) => {
        const now = performance.now();
        if (now >= begin && now < end) {
          latencies.push(now - sent);
          statuses[status] = (statuses[status] ?? 0) + 1;
        }
        if (now < end) return next();
        socket.end();
        resolve();
      });
      socket.on('error', reject).on('connect', next);
    });
  await Promise.all(Array.from({ length: connections }, one));
  latencies.sort((a, b) => a - b);
  return {
    perSecond: latencies.length / seconds,
    p50Ms: percentile(latencies, 0.5),
    p99Ms: percentile(latencies, 0.99),
    statuses,
  };
};
