import type * as z from 'zod';

/** How the API describes itself: one operation for each method of a route, from which the document and its tests are made. */

/** A request that is sent as it stands by the tests, against the ledger of the worked example. */
export interface Example {
  readonly summary: string;
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** A value is sent as JSON, a text as it stands. */
  readonly body?: unknown;
  /** Media type of the body; the first of the operation's otherwise. */
  readonly type?: string;
  readonly status: number;
}

export interface Answer {
  readonly description: string;
  /** Media type → schema; what is no JSON is described as text. */
  readonly content?: Readonly<Record<string, z.ZodType>>;
}

export interface Operation {
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  readonly path?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly headers?: z.ZodObject;
  /** Media type → schema of the body. */
  readonly body?: Readonly<Record<string, z.ZodType>>;
  /** Status → answer; problems are the same for all. */
  readonly answers: Readonly<Record<number, Answer>>;
  readonly examples: readonly Example[];
}

/** `GET /v1/contracts/:line/:id` → operation. */
export type Operations = Readonly<Record<string, Operation>>;
