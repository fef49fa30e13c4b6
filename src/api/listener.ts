import { once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerOptions,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { promisify } from 'node:util';
import type { Message } from '../domain/refusal.ts';
import { Problem, problemJson, wrongUse } from '../problem.ts';
import { PROBLEM_TYPE } from './answers.ts';
import { CONNECTIONS_MAX, HEADER_BYTES_MAX, HEADERS_MS_MAX, KEEP_ALIVE_MS } from './limits.ts';

/** An HTTP listener with limits, on which what is no HTTP is answered in the form of everything else. */
export interface Listener {
  readonly url: string;
  readonly address: string;
  /**
   * Takes no more connections and resolves when those there are have been answered; after `msMax` it resolves to false
   * with some still open.
   */
  drain(msMax: number): Promise<boolean>;
  /** Number of open connections. */
  connections(): Promise<number>;
  /** Closes whatever is still open. */
  cut(): void;
}

const CLIENT_ERRORS: Readonly<Record<string, readonly [number, string, Message]>> = {
  HPE_HEADER_OVERFLOW: [
    431,
    'Request Header Fields Too Large',
    {
      zh: `请求标头超过 ${HEADER_BYTES_MAX} 字节`,
      en: `the header is larger than ${HEADER_BYTES_MAX} bytes`,
    },
  ],
  ERR_HTTP_REQUEST_TIMEOUT: [
    408,
    'Request Timeout',
    { zh: `${HEADERS_MS_MAX / 1000} 秒内未收到请求标头`, en: `no header within ${HEADERS_MS_MAX / 1000} s` },
  ],
};
const EXPECTATION_FAILED = 417;
const NO_HTTP = [400, 'Bad Request', { zh: '不是 HTTP 请求', en: 'not an HTTP request' }] as const;

const bodyOf = (status: number, { zh, en }: Message): string =>
  JSON.stringify({ ...problemJson(wrongUse(zh, en)), status });

/** An expectation that is none of HTTP's. */
const refuseExpectation = (_request: IncomingMessage, response: ServerResponse): void => {
  response.writeHead(EXPECTATION_FAILED, { 'Content-Type': PROBLEM_TYPE, Connection: 'close' });
  response.end(
    bodyOf(EXPECTATION_FAILED, { zh: 'Expect 只能是 100-continue', en: 'Expect is 100-continue or nothing' }),
  );
};

const answerClientError = (error: NodeJS.ErrnoException, socket: Socket): void => {
  const [status, reason, detail] = CLIENT_ERRORS[error.code ?? ''] ?? NO_HTTP;
  const body = bodyOf(status, detail);
  socket.end(
    `HTTP/1.1 ${status} ${reason}\r\nConnection: close\r\nContent-Type: ${PROBLEM_TYPE}\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
};

const SWEEP_MS = 20;

const urlOf = ({ address, port, family }: AddressInfo): string =>
  `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;

const drainOf = (server: Server, msMax: number): Promise<boolean> =>
  new Promise((resolve) => {
    // A connection that becomes idle during the stop is not closed by itself.
    const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS);
    const finish = (value: boolean): void => {
      clearInterval(sweep);
      clearTimeout(timer);
      resolve(value);
    };
    const timer = setTimeout(() => finish(false), msMax);
    server.close(() => finish(true));
  });

export interface Place {
  readonly host: string;
  /** 0 takes any. */
  readonly port: number;
}

/** What the server makes of requests and their answers, where it is not Node's own. */
export type Messages = Pick<ServerOptions, 'IncomingMessage' | 'ServerResponse'>;

/** Listens. @throws Problem ENVIRONMENT when the port cannot be had */
export const listen = async (
  app: RequestListener,
  place: Place,
  messages: Messages = {},
): Promise<Listener> => {
  const server = createServer({
    ...messages,
    maxHeaderSize: HEADER_BYTES_MAX,
    headersTimeout: HEADERS_MS_MAX,
    keepAliveTimeout: KEEP_ALIVE_MS,
    // A stream may take any time; what a body may take is watched where it is read.
    requestTimeout: 0,
    // That there is none is said in the form of everything else.
    requireHostHeader: false,
  });
  server.maxConnections = CONNECTIONS_MAX;
  // Their bytes are limited. Were their number, those beyond it would be dropped unseen, X-Forwarded-For among them.
  server.maxHeadersCount = 0;
  const latest = new WeakMap<Socket, ServerResponse>();
  server.on('request', (request, response) => {
    latest.set(request.socket, response);
    app(request, response);
  });
  server.on('checkExpectation', refuseExpectation);
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    const response = latest.get(socket);
    const answer = (): void => answerClientError(error, socket);
    // Inside a body the answer may have begun, and the handler learns of it by itself.
    if (error.code === 'ECONNRESET' || !socket.writable || response?.req.complete === false) socket.destroy();
    // What was asked before is answered first.
    else if (response?.closed === false) response.once('close', answer);
    else answer();
  });
  server.listen(place.port, place.host);
  try {
    await once(server, 'listening');
  } catch (error) {
    throw new Problem('ENVIRONMENT', { detail: (error as Error).message }, { cause: error });
  }
  const address = server.address() as AddressInfo;
  return {
    url: urlOf(address),
    address: address.address,
    drain: (msMax) => drainOf(server, msMax),
    connections: promisify(server.getConnections.bind(server)),
    cut: () => server.closeAllConnections(),
  };
};
