import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { type IncomingHttpHeaders, type RequestOptions, request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningServer, type ServerOptions, startServer } from '../../src/api/server.ts';
import { initLedger } from '../../src/main.ts';
import { facts, type Overrides, type Posted, USCC } from '../support/facts.ts';

/** A server of its own for a test, on any port and an empty demonstration ledger. */

export interface Served extends RunningServer {
  readonly directory: string;
  readonly get: (path: string, headers?: Record<string, string>) => Promise<Reply>;
  readonly post: (path: string, body: unknown, headers?: Record<string, string>) => Promise<Reply>;
  /** Stops the server and removes its data. */
  readonly end: () => Promise<void>;
}

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Any JSON, for the tests look everywhere into it; undefined when the body is none. */
  readonly json: ReturnType<typeof JSON.parse>;
}

export const ONE = 'application/cloudevents+json';
export const BATCH = 'application/cloudevents-batch+json';
export const NDJSON = 'application/x-ndjson';

export const replyOf = async (response: Response): Promise<Reply> => {
  const text = await response.text();
  const type = response.headers.get('content-type') ?? '';
  const json: unknown =
    /^application\/(problem\+)?json/.test(type) && text !== '' ? JSON.parse(text) : undefined;
  return { status: response.status, headers: response.headers, text, json };
};

export const emptyDirectory = (demonstration = true): string => {
  const directory = mkdtempSync(join(tmpdir(), 'ledger-api-'));
  initLedger(directory, {
    origin: demonstration ? 'example.org/ledger/demo' : 'example.org/ledger',
    demonstration,
    openedOn: demonstration ? undefined : '2018-01-01',
    plan: true,
  });
  return directory;
};

export const serve = async (
  options: Partial<ServerOptions> & { readonly demonstration?: boolean } = {},
): Promise<Served> => {
  const { demonstration = true, ...rest } = options;
  const directory = rest.directory ?? emptyDirectory(demonstration);
  const server = await startServer({
    directory,
    host: '127.0.0.1',
    port: 0,
    opsPort: 0,
    logLevel: 'silent',
    rateLimitPerMinute: 1_000_000,
    ...rest,
  });
  return {
    ...server,
    directory,
    get: async (path, headers = {}) => replyOf(await fetch(server.url + path, { headers })),
    post: async (path, body, headers = {}) =>
      replyOf(
        await fetch(server.url + path, {
          method: 'POST',
          body:
            typeof body === 'string' || body instanceof Uint8Array ? (body as string) : JSON.stringify(body),
          headers: { 'content-type': ONE, ...headers },
        }),
      ),
    end: async () => {
      await server.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
};

/** The right of the pledge with that number, from 1 to 99,999,999: no two pledges conflict. */
const ownRight = (number: number): Overrides => ({
  register: 'trademark',
  rights: [{ kind: 'trademark', number: String(number) }],
});

/** A pledge of its own for each number. */
export const pledge = (number: number, data: Overrides = {}, envelope: Overrides = {}): Posted =>
  facts.pledgeRegistered(
    {
      registrationNumber: `Y2019${number}`,
      debtor: undefined,
      // Who gives rights gives those of a patent, whose register is the usual one.
      ...('rights' in data ? {} : ownRight(number)),
      ...data,
    },
    { id: `p${number}`, subject: `pledge/${USCC.bank}.${number}`, ...envelope },
  );

/** One that no ledger takes: its amount is a number. */
export const faulty = (number: number): Posted => pledge(number, { securedAmount: 5 });

export const ndjson = (lines: readonly unknown[]): string =>
  lines.map((line) => `${JSON.stringify(line)}\n`).join('');

export const parseLines = (text: string): Record<string, unknown>[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

export const worked: string = readFileSync(
  new URL('../fixtures/worked-example.ndjson', import.meta.url),
  'utf8',
);

/** Posts lines that are all taken, and waits until the read model has them: the sequence of the last. */
export const load = async (server: Pick<Served, 'get' | 'post'>, lines: string): Promise<string> => {
  const { text } = await server.post('/v1/events', lines, { 'content-type': NDJSON });
  const { summary } = parseLines(text).at(-1) as {
    readonly summary: { readonly refused: number; readonly lastSequence: string };
  };
  if (summary.refused > 0) throw new Error(text);
  await reached(server, summary.lastSequence);
  return summary.lastSequence;
};

/** Waits until the read model of the server has the event with that sequence. */
export const reached = async (server: Pick<Served, 'get'>, sequence: string): Promise<void> => {
  const { status, text } = await server.get('/v1/periods', { 'ledger-after': sequence });
  if (status !== 200) throw new Error(text);
};

/** A request that fetch would not send: with any header. */
export const raw = (
  url: string,
  options: RequestOptions,
  body?: string,
): Promise<{ readonly status: number; readonly headers: IncomingHttpHeaders; readonly text: string }> =>
  new Promise((resolve, reject) => {
    const sent = request(url, options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text: Buffer.concat(chunks).toString('utf8'),
        }),
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });

/** All that a server sends on a connection that is written that text. */
export const exchange = (url: string, text: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    let got = '';
    socket.on('data', (chunk) => {
      got += String(chunk);
    });
    socket.on('close', () => resolve(got)).on('error', reject);
    socket.write(text);
  });

/** Sequence of the last event, from an answer of a post or a reading. */
export const sequenceOf = (reply: Reply): string => {
  const sequence = reply.headers.get('ledger-sequence');
  if (sequence === null) throw new Error(`answer ${reply.status} names no sequence: ${reply.text}`);
  return sequence;
};
