import shared from '@eventstore/db-client/generated/shared_pb.js';
import messages, { type ReadReq, type ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import type { ServerErrorResponse, ServerWritableStream } from '@grpc/grpc-js';
import type { Faults, ReadFault } from './faults.ts';
import { notReady, stopping, streamDeleted, tooSlow } from './status.ts';
import type { PlacedEvent, Streams } from './streams.ts';

/** The call that reads and the one that subscribes, which are one in the protocol. */

export type ReadCall = ServerWritableStream<ReadReq, ReadResp>;

export interface ReadPorts {
  readonly streams: Streams;
  readonly faults: Faults;
  readonly cut: () => void;
  /** Calls that are open, so that a server that stops can end them. */
  readonly calls: Set<ReadCall>;
}

/** A live subscriber with more events waiting is dropped. */
const WAITING_MAX = 32;
/** Events that a subscription takes at a time. */
const CATCH_UP = 500;
/** Events that are sent before a connection is lost midway. */
const MIDWAY = 3;
/** The .NET epoch in ticks of 100 ns at 2024-01-01. */
const CREATED_TICKS = '17040672000000000';

const nameOf = (options: ReadReq.Options): string =>
  Buffer.from(options.getStream()?.getStreamIdentifier()?.getStreamName_asU8() ?? []).toString('utf8');

const responseOf = (name: string, event: PlacedEvent): ReadResp => {
  const recorded = new messages.ReadResp.ReadEvent.RecordedEvent();
  const id = new shared.UUID();
  id.setString(event.id);
  const identifier = new shared.StreamIdentifier();
  identifier.setStreamName(Uint8Array.from(Buffer.from(name, 'utf8')));
  recorded.setId(id);
  recorded.setStreamIdentifier(identifier);
  recorded.setStreamRevision(String(event.revision));
  recorded.setCommitPosition(String(event.revision));
  recorded.setPreparePosition(String(event.revision));
  recorded.getMetadataMap().set('type', event.type);
  recorded.getMetadataMap().set('content-type', event.contentType);
  recorded.getMetadataMap().set('created', CREATED_TICKS);
  recorded.setCustomMetadata(event.metadata);
  recorded.setData(event.data);
  const read = new messages.ReadResp.ReadEvent();
  read.setEvent(recorded);
  read.setNoPosition(new shared.Empty());
  const response = new messages.ReadResp();
  response.setEvent(read);
  return response;
};

const notFound = (name: string): ReadResp => {
  const identifier = new shared.StreamIdentifier();
  identifier.setStreamName(Uint8Array.from(Buffer.from(name, 'utf8')));
  const missing = new messages.ReadResp.StreamNotFound();
  missing.setStreamIdentifier(identifier);
  const response = new messages.ReadResp();
  response.setStreamNotFound(missing);
  return response;
};

const fail = (call: ReadCall, error: ServerErrorResponse): void => {
  call.emit('error', error);
};

const drained = (call: ReadCall): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      call.off('drain', done);
      call.off('cancelled', done);
      resolve();
    };
    call.once('drain', done);
    call.once('cancelled', done);
  });

/** Sends with back-pressure; answers whether the call is still open. */
const send = async (call: ReadCall, response: ReadResp): Promise<boolean> => {
  if (call.cancelled || call.destroyed) return false;
  if (!call.write(response)) await drained(call);
  return !call.cancelled;
};

const firstOf = (options: ReadReq.Options): number => {
  const stream = options.getStream();
  return stream?.hasRevision() === true ? Number(stream.getRevision()) : 0;
};

/** The events as a fault would have them sent. */
const withFault = (events: readonly PlacedEvent[], fault: ReadFault | undefined): readonly PlacedEvent[] => {
  if (fault === 'repeated') return events.flatMap((event) => [event, event]);
  if (fault === 'gap') return events.filter((_, index) => index !== 1);
  return fault === 'lostMidway' ? events.slice(0, MIDWAY) : events;
};

const BACKWARDS = 1;

const readOnce = async (ports: ReadPorts, call: ReadCall, fault: ReadFault | undefined): Promise<void> => {
  const options = call.request.getOptions() as ReadReq.Options;
  const name = nameOf(options);
  const isBackwards = options.getReadDirection() === BACKWARDS;
  const count = Math.min(Number(options.getCount()), Number.MAX_SAFE_INTEGER);
  const shown = ports.streams.read(name, isBackwards ? 'end' : firstOf(options), count);
  if (shown.kind === 'tombstoned') {
    fail(call, streamDeleted(name));
    return;
  }
  if (shown.kind === 'missing') {
    call.write(notFound(name));
    call.end();
    return;
  }
  const ordered = isBackwards ? shown.events.toReversed() : shown.events;
  for (const event of withFault(ordered, fault)) if (!(await send(call, responseOf(name, event)))) return;
  if (fault === 'lostMidway') ports.cut();
  else call.end();
};

/** Events after a place to the end, then those that come; a slow consumer is dropped once it has caught up. */
const subscribe = async (ports: ReadPorts, call: ReadCall, fault: ReadFault | undefined): Promise<void> => {
  const { streams } = ports;
  const options = call.request.getOptions() as ReadReq.Options;
  const name = nameOf(options);
  let next = options.getStream()?.hasRevision() === true ? firstOf(options) + 1 : 0;
  let isLive = false;
  let wake: (() => void) | undefined;
  const confirmation = new messages.ReadResp();
  const confirmed = new messages.ReadResp.SubscriptionConfirmation();
  confirmed.setSubscriptionId('subscription');
  confirmation.setConfirmation(confirmed);
  const unwatch = streams.watch(name, () => {
    if (streams.isTombstoned(name)) fail(call, streamDeleted(name));
    else if (isLive && streams.last(name) - next >= WAITING_MAX) fail(call, tooSlow());
    wake?.();
  });
  call.once('cancelled', () => wake?.());
  call.once('error', () => wake?.());
  let isOpen = await send(call, confirmation);
  let sent = 0;
  while (isOpen && !call.destroyed) {
    const shown = streams.read(name, next, CATCH_UP);
    const events = shown.kind === 'events' ? shown.events : [];
    for (const event of withFault(events, fault === 'lostMidway' ? undefined : fault)) {
      isOpen = isOpen && (await send(call, responseOf(name, event)));
      next = event.revision + 1;
      sent += 1;
      if (fault === 'lostMidway' && sent === MIDWAY) ports.cut();
    }
    if (!isOpen || events.length > 0) continue;
    isLive = true;
    await new Promise<void>((resolve) => {
      wake = resolve;
      if (call.cancelled) resolve();
    });
    isOpen = !call.cancelled;
  }
  unwatch();
};

export const handleRead =
  (ports: ReadPorts) =>
  (call: ReadCall): void => {
    const fault = ports.faults.nextRead();
    ports.calls.add(call);
    for (const event of ['close', 'cancelled', 'finish', 'error'])
      call.once(event, () => ports.calls.delete(call));
    const isSubscription = call.request.getOptions()?.hasSubscription() === true;
    if (fault === 'lostBefore') ports.cut();
    else if (fault === 'notReady') fail(call, notReady());
    else if (fault === 'stopping') fail(call, stopping());
    else if (fault !== 'noAnswer') void (isSubscription ? subscribe : readOnce)(ports, call, fault);
  };
