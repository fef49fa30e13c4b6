import { CODES, type Code } from '../domain/codes.ts';
import { Problem, type ProblemJson } from '../problem.ts';
import type { Invocation } from './invocation.ts';

/** The ledger behind `--server URL`: its API, spoken to with the key of `--key-file`. */

/** What is asked of the ledger, over HTTP or in process. */
export interface Question {
  /** GET unless it says otherwise. */
  readonly method?: 'GET' | 'POST';
  readonly path: string;
  readonly query?: Readonly<Record<string, string | undefined>>;
  /** One JSON value. */
  readonly body?: unknown;
}

/** A problem as the server stated it: its words are those of the server. */
class AnsweredProblem extends Problem {
  override readonly words: Problem['words'];
  constructor(code: Code, { message, errors = [] }: ProblemJson) {
    super(code, {}, { errors });
    this.words = message;
    this.message = message.en;
  }
}

const isKnown = (code: unknown): code is Code => typeof code === 'string' && Object.hasOwn(CODES, code);

/** The problem in an answer, if it is one that this version knows. */
export const problemIn = (value: unknown): Problem | undefined => {
  const problem = value as Partial<ProblemJson> | null;
  if (typeof problem !== 'object' || !isKnown(problem?.code) || problem.message === undefined)
    return undefined;
  return new AnsweredProblem(problem.code, problem as ProblemJson);
};

const unreachable = (url: string, cause: unknown): Problem => {
  const { cause: inner, message } = cause as Error;
  const detail = inner instanceof Error ? inner.message : message;
  return new Problem('SERVER_UNREACHABLE', { url, detail }, { cause });
};

const queryText = (query: Question['query']): string => {
  const given = Object.entries(query ?? {}).filter(([, value]) => value !== undefined) as [string, string][];
  return given.length === 0 ? '' : `?${new URLSearchParams(given)}`;
};

/** The body of an answer; should it be cut short, it fails with that problem. */
async function* whole(body: AsyncIterable<Uint8Array>, cutShort: (cause: unknown) => Problem) {
  try {
    yield* body;
  } catch (error) {
    throw cutShort(error);
  }
}

/** Problems are JSON; what a proxy in between says instead is quoted. */
const failureOf = async (response: Response, url: string): Promise<Problem> => {
  const text = await response.text();
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  const detail = `${response.status} ${response.statusText}`.trim();
  return problemIn(value) ?? new Problem('SERVER_UNREACHABLE', { url, detail });
};

/** Has a reading know of all that was recorded before it is asked, as one on the data directory does. */
export const UP_TO_DATE: RequestInit = { headers: { 'Ledger-After': 'latest' } };

export interface Server {
  /**
   * The answer to a request, whose body rejects with a problem too. @throws Problem, the server's own, SERVER_UNREACHABLE, or
   * OUTCOME_UNKNOWN where the answer to a post is cut short
   */
  fetch(question: Omit<Question, 'body'>, init?: RequestInit): Promise<Response>;
}

/** The server of an invocation; undefined where the command runs on the data directory. */
export const serverOf = ({ server, key }: Invocation): Server | undefined => {
  if (server === undefined) return undefined;
  const authorization = key === undefined ? {} : { authorization: `Bearer ${key}` };
  return {
    fetch: async ({ method = 'GET', path, query }, init = {}) => {
      const url = server + path + queryText(query);
      let response: Response;
      try {
        response = await fetch(url, {
          redirect: 'error',
          ...init,
          method,
          headers: { ...authorization, ...(init.headers as Record<string, string> | undefined) },
        });
      } catch (error) {
        throw unreachable(server, error);
      }
      const cutShort = (cause: unknown): Problem =>
        method === 'GET' ? unreachable(server, cause) : new Problem('OUTCOME_UNKNOWN', {}, { cause });
      const answered = new Response(
        response.body && ReadableStream.from(whole(response.body, cutShort)),
        response,
      );
      if (!answered.ok) throw await failureOf(answered, server);
      return answered;
    },
  };
};
