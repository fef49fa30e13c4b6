import type { Response } from 'express';
import { CODES } from '../domain/codes.ts';
import { type Problem, problemJson } from '../problem.ts';
import { RETRY_AFTER_SECONDS } from './limits.ts';

/** Answers: JSON values, problems, and the place in the log that they speak of. */

export const PROBLEM_TYPE = 'application/problem+json';

const send = (response: Response, status: number, type: string, text: string): void => {
  response.status(status).setHeader('Content-Type', type);
  response.end(response.req.method === 'HEAD' ? undefined : text);
};

/** Sends a JSON text. */
export const sendJsonText = (response: Response, status: number, text: string): void =>
  send(response, status, 'application/json; charset=utf-8', text);

export const sendJson = (response: Response, status: number, value: unknown): void =>
  sendJsonText(response, status, JSON.stringify(value));

/** Says that repeating may help, and when. */
export const setRetryAfter = (response: Response): void => {
  response.setHeader('Retry-After', RETRY_AFTER_SECONDS);
};

const SERVICE_UNAVAILABLE = 503;
const UNAUTHORIZED = 401;

export const sendProblem = (response: Response, problem: Problem): void => {
  const { status, repeat } = CODES[problem.code];
  if (status === UNAUTHORIZED) response.setHeader('WWW-Authenticate', 'Bearer realm="ledger"');
  if (status === SERVICE_UNAVAILABLE && repeat === 'later') setRetryAfter(response);
  const [path] = response.req.originalUrl.split('?', 1);
  send(response, status, PROBLEM_TYPE, JSON.stringify(problemJson(problem, path)));
};

/** `Ledger-Sequence`: the last event that the answer knows of; an empty log has none. */
export const setLedgerSequence = (response: Response, size: number): void => {
  if (size > 0) response.setHeader('Ledger-Sequence', String(size - 1));
};
