/** What a call to the store failed with, classified in one place. */

export type FailureKind =
  /** The same call may be tried again, and may have done its work already. */
  | 'retriable'
  /** The same, and the client is to be replaced: it may hold on to a server that no longer answers. */
  | 'deadline'
  | 'missing'
  /** The stream was deleted for good. */
  | 'deleted'
  /** Nothing was done, and trying again does not help. */
  | 'refused';

export class StoreFailure extends Error {
  readonly kind: FailureKind;
  constructor(kind: FailureKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StoreFailure';
    this.kind = kind;
  }
}

const KINDS: Readonly<Record<string, FailureKind>> = {
  unavailable: 'retriable',
  timeout: 'retriable',
  'not-leader': 'retriable',
  cancelled: 'retriable',
  'deadline-exceeded': 'deadline',
  'stream-not-found': 'missing',
  'no-stream': 'missing',
  'stream-deleted': 'deleted',
  'access-denied': 'refused',
  'maximum-append-size-exceeded': 'refused',
  'invalid-argument': 'refused',
};

/** gRPC statuses of a server that stops, or that is not there. */
const INTERNAL = 13;
const UNAVAILABLE = 14;

const kindOf = ({
  type,
  code,
  message,
}: {
  type?: unknown;
  code?: unknown;
  message: string;
}): FailureKind => {
  const known = typeof type === 'string' ? KINDS[type] : undefined;
  if (known !== undefined) return known;
  if (code === INTERNAL || code === UNAVAILABLE) return 'retriable';
  if (message.startsWith('Failed to discover')) return 'deadline';
  // Also what nobody has seen yet: an append may have been written, and finding that out is always safe.
  return 'retriable';
};

/** Whatever the client threw. Its message may be empty; its words never hold credentials, for the client has none to show. */
export const failureOf = (error: unknown): StoreFailure => {
  if (error instanceof StoreFailure) return error;
  if (!(error instanceof Error)) return new StoreFailure('retriable', String(error));
  const kind = kindOf(error);
  return new StoreFailure(kind, error.message === '' ? kind : error.message, { cause: error });
};
