import { once } from 'node:events';
import { convertToCommandError, type EventStoreDBClient } from '@eventstore/db-client';
import shared from '@eventstore/db-client/generated/shared_pb.js';
import services, { type StreamsClient } from '@eventstore/db-client/generated/streams_grpc_pb.js';
import messages, { type AppendReq, type AppendResp } from '@eventstore/db-client/generated/streams_pb.js';
import type { CallOptions, ClientWritableStream, Metadata } from '@grpc/grpc-js';
import type { Credentials } from './connection.ts';

/**
 * The unary append on the channel of the client, with the events' bytes as they are. The client's own `appendToStream` takes
 * values, which it serializes and brings through base64: with it an append cost twice as much (measured).
 */

/** An event for the store; `data` and `metadata` are JSON. */
export interface NewEvent {
  readonly id: string;
  readonly type: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

export type WriteAnswer =
  /** `last` is the revision of the last event written. */
  | { readonly kind: 'written'; readonly last: number }
  /** The stream ends elsewhere; -1 where there is none. */
  | { readonly kind: 'elsewhere'; readonly last: number };

export interface UnaryAppend {
  readonly stream: string;
  readonly expectedSize: number;
  /** Made one by one while those before are under way. */
  readonly events: Iterable<NewEvent>;
}

export interface CallChoices {
  readonly credentials: Credentials;
  readonly requiresLeader: boolean;
  /** In milliseconds. */
  readonly deadline: number;
}

/** How the client makes its own calls: it finds a server, and turns to another one where a call says so. */
interface CallingClient {
  execute<T>(
    service: typeof StreamsClient,
    name: string,
    call: (streams: StreamsClient) => Promise<T>,
  ): Promise<T>;
  callArguments(choices: CallChoices): [Metadata, CallOptions];
}

const headerOf = ({ stream, expectedSize }: UnaryAppend): AppendReq => {
  const identifier = new shared.StreamIdentifier();
  identifier.setStreamName(new TextEncoder().encode(stream));
  const options = new messages.AppendReq.Options();
  options.setStreamIdentifier(identifier);
  if (expectedSize === 0) options.setNoStream(new shared.Empty());
  else options.setRevision(String(expectedSize - 1));
  const request = new messages.AppendReq();
  request.setOptions(options);
  return request;
};

const requestOf = ({ id, type, data, metadata }: NewEvent): AppendReq => {
  const uuid = new shared.UUID();
  uuid.setString(id);
  const message = new messages.AppendReq.ProposedMessage();
  message.setId(uuid);
  message.getMetadataMap().set('type', type).set('content-type', 'application/json');
  message.setData(data);
  message.setCustomMetadata(metadata);
  const request = new messages.AppendReq();
  request.setProposedMessage(message);
  return request;
};

const answerOf = (response: AppendResp): WriteAnswer => {
  const wrong = response.getWrongExpectedVersion();
  if (wrong)
    return { kind: 'elsewhere', last: wrong.hasCurrentRevision() ? Number(wrong.getCurrentRevision()) : -1 };
  return { kind: 'written', last: Number(response.getSuccess()?.getCurrentRevision()) };
};

/** Waits where the connection does, so that the server works on the first events while the last are made. */
const writeAll = async (sink: ClientWritableStream<AppendReq>, append: UnaryAppend): Promise<void> => {
  sink.write(headerOf(append));
  for (const event of append.events) if (!sink.write(requestOf(event))) await once(sink, 'drain');
  sink.end();
};

/** @throws what the client throws; then the events may have been written */
export const unaryAppend = (
  client: EventStoreDBClient,
  append: UnaryAppend,
  choices: CallChoices,
): Promise<WriteAnswer> => {
  const calling = client as unknown as CallingClient;
  return calling.execute(
    services.StreamsClient,
    'appendToStream',
    (streams) =>
      new Promise((resolve, reject) => {
        const sink = streams.append(...calling.callArguments(choices), (error, response) => {
          if (error) reject(convertToCommandError(error));
          else resolve(answerOf(response));
        });
        sink.on('error', reject);
        writeAll(sink, append).catch(reject);
      }),
  );
};
