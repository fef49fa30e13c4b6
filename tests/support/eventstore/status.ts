import { Metadata, type ServerErrorResponse, status } from '@grpc/grpc-js';

/** How the server says that it cannot: gRPC statuses, with the trailers that the client reads. */

const failure = (
  code: number,
  details: string,
  trailers: Readonly<Record<string, string>> = {},
): ServerErrorResponse => {
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(trailers)) metadata.set(name, value);
  return Object.assign(new Error(details), { code, details, metadata });
};

export const notReady = () => failure(status.UNAVAILABLE, 'Server Is Not Ready');
export const stopping = () => failure(status.INTERNAL, 'The server is shutting down');
export const commitTimeout = () => failure(status.ABORTED, 'Commit phase timeout');
export const tooSlow = () => failure(status.ABORTED, 'Consumer too slow');
export const accessDenied = () =>
  failure(status.PERMISSION_DENIED, 'Access Denied', { exception: 'access-denied' });
export const streamDeleted = (name: string) =>
  failure(status.FAILED_PRECONDITION, `Event stream '${name}' is deleted.`, {
    exception: 'stream-deleted',
    'stream-name': name,
  });
export const appendTooLarge = (max: number) =>
  failure(status.INVALID_ARGUMENT, `Maximum Append Size of ${max} Exceeded.`, {
    exception: 'maximum-append-size-exceeded',
    'maximum-append-size': String(max),
  });
export const notLeader = (host: string, port: number) =>
  failure(status.NOT_FOUND, 'Leader info available', {
    exception: 'not-leader',
    'leader-endpoint-host': host,
    'leader-endpoint-port': String(port),
  });
