import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { MAX_TEXT_BYTES, TransparencyError } from '../transparency/index.ts';
import { parseAddCheckpoint } from './request.ts';
import type { Witness, WitnessAnswer } from './witness.ts';

/** C2SP tlog-witness over HTTP: `POST /add-checkpoint`. */

const SIZE_TYPE = 'text/x.tlog.size';
const TEXT_TYPE = 'text/plain; charset=utf-8';
const BODY_MS_MAX = 20_000;

interface HttpAnswer {
  readonly status: number;
  readonly text: string;
  readonly type?: string;
}

const httpAnswer = (answer: WitnessAnswer): HttpAnswer => {
  switch (answer.kind) {
    case 'cosigned':
      return { status: 200, text: answer.lines };
    case 'unknownLog':
      return { status: 404, text: 'the origin is not known\n' };
    case 'unsigned':
      return { status: 403, text: `${answer.detail}\n` };
    case 'oldTooLarge':
      return { status: 400, text: 'the old size is larger than the checkpoint\n' };
    case 'otherSize':
    case 'split':
      return { status: 409, text: `${answer.size}\n`, type: SIZE_TYPE };
    case 'unproved':
      return { status: 422, text: `${answer.detail}\n` };
  }
};

const bodyOf = async (request: IncomingMessage): Promise<string | undefined> => {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_TEXT_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
};

const answerTo = async (
  request: IncomingMessage,
  witness: Witness,
  onAnswer: (answer: WitnessAnswer) => void,
): Promise<HttpAnswer> => {
  if (request.url !== '/add-checkpoint') return { status: 404, text: 'POST /add-checkpoint\n' };
  if (request.method !== 'POST') return { status: 405, text: 'POST /add-checkpoint\n' };
  const body = await bodyOf(request);
  if (body === undefined) return { status: 400, text: 'the request is too large\n' };
  try {
    const answer = witness.take(parseAddCheckpoint(body));
    onAnswer(answer);
    return httpAnswer(answer);
  } catch (error) {
    if (error instanceof TransparencyError) return { status: 400, text: `${error.message}\n` };
    throw error;
  }
};

const send = (response: ServerResponse, { status, text, type = TEXT_TYPE }: HttpAnswer): void => {
  response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(text) });
  response.end(text);
};

/** A server that speaks the protocol; `onAnswer` is told of each judgement before it is sent. */
export const witnessServer = (witness: Witness, onAnswer: (answer: WitnessAnswer) => void): Server => {
  const server = createServer((request, response) => {
    answerTo(request, witness, onAnswer).then(
      (answer) => send(response, answer),
      () => response.destroy(),
    );
  });
  server.requestTimeout = BODY_MS_MAX;
  return server;
};
