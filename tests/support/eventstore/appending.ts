import shared from '@eventstore/db-client/generated/shared_pb.js';
import messages, { type AppendReq, type AppendResp } from '@eventstore/db-client/generated/streams_pb.js';
import type { ServerReadableStream, sendUnaryData } from '@grpc/grpc-js';
import type { AppendFault, Faults } from './faults.ts';
import { appendTooLarge, commitTimeout, notReady, stopping, streamDeleted } from './status.ts';
import { APPEND_BYTES_MAX, type Appended, type Expected, type StoredEvent, type Streams } from './streams.ts';

/** The call that appends, in the unary form: options, then the events one by one. */

interface Asked {
  readonly stream: string;
  readonly expected: Expected;
  readonly events: readonly StoredEvent[];
}

const expectedOf = (options: AppendReq.Options): Expected => {
  if (options.hasNoStream()) return -1;
  return options.hasRevision() ? Number(options.getRevision()) : 'any';
};

const eventOf = (proposed: AppendReq.ProposedMessage): StoredEvent => ({
  id: proposed.getId()?.getString() ?? '',
  type: proposed.getMetadataMap().get('type') ?? '',
  contentType: proposed.getMetadataMap().get('content-type') ?? '',
  data: proposed.getData_asU8(),
  metadata: proposed.getCustomMetadata_asU8(),
});

const askedBy = (requests: readonly AppendReq[]): Asked => {
  const options = requests.find((request) => request.hasOptions())?.getOptions();
  if (!options) throw new Error('an append without options');
  return {
    stream: Buffer.from(options.getStreamIdentifier()?.getStreamName_asU8() ?? []).toString('utf8'),
    expected: expectedOf(options),
    events: requests.flatMap((request) => {
      const proposed = request.getProposedMessage();
      return proposed ? [eventOf(proposed)] : [];
    }),
  };
};

const answerOf = ({ expected }: Asked, result: Appended): AppendResp => {
  const answer = new messages.AppendResp();
  if (result.kind === 'written') {
    const success = new messages.AppendResp.Success();
    success.setCurrentRevision(String(result.last));
    success.setNoPosition(new shared.Empty());
    answer.setSuccess(success);
  } else if (result.kind === 'wrongVersion') {
    const wrong = new messages.AppendResp.WrongExpectedVersion();
    if (result.last === -1) wrong.setCurrentNoStream(new shared.Empty());
    else wrong.setCurrentRevision(String(result.last));
    if (expected === -1) wrong.setExpectedNoStream(new shared.Empty());
    else if (expected !== 'any') wrong.setExpectedRevision(String(expected));
    answer.setWrongExpectedVersion(wrong);
  }
  return answer;
};

export interface AppendPorts {
  readonly streams: Streams;
  readonly faults: Faults;
  /** Cuts the connections of the server that was called. */
  readonly cut: () => void;
}

type Answer = sendUnaryData<AppendResp>;

const write = ({ streams }: AppendPorts, asked: Asked, answer: Answer): void => {
  const result = streams.append(asked.stream, asked.expected, asked.events);
  if (result.kind === 'tombstoned') answer(streamDeleted(asked.stream));
  else if (result.kind === 'tooLarge') answer(appendTooLarge(APPEND_BYTES_MAX));
  else answer(null, answerOf(asked, result));
};

const nobody: Answer = () => {};

type Serve = (ports: AppendPorts, asked: Asked, answer: Answer) => void;

const FAULTY: Readonly<Record<AppendFault, Serve>> = {
  noAnswer: () => {},
  noAnswerWritten: (ports, asked) => write(ports, asked, nobody),
  lostBefore: ({ cut }) => cut(),
  lostAfter: (ports, asked) => {
    write(ports, asked, nobody);
    ports.cut();
  },
  late: (ports, asked) => ports.faults.later(() => write(ports, asked, nobody)),
  timeout: (_ports, _asked, answer) => answer(commitTimeout()),
  timeoutWritten: (ports, asked, answer) => {
    write(ports, asked, nobody);
    answer(commitTimeout());
  },
  timeoutLate: (ports, asked, answer) => {
    ports.faults.later(() => write(ports, asked, nobody));
    answer(commitTimeout());
  },
  notReady: (_ports, _asked, answer) => answer(notReady()),
  stopping: (_ports, _asked, answer) => answer(stopping()),
  stoppingWritten: (ports, asked, answer) => {
    write(ports, asked, nobody);
    answer(stopping());
  },
};

/** Does what the next fault says, or simply what was asked. */
const serve: Serve = (ports, asked, answer) => {
  const fault = ports.faults.nextAppend();
  (fault === undefined ? write : FAULTY[fault])(ports, asked, answer);
};

export const handleAppend =
  (ports: AppendPorts) =>
  (call: ServerReadableStream<AppendReq, AppendResp>, answer: Answer): void => {
    const requests: AppendReq[] = [];
    call.on('data', (request: AppendReq) => requests.push(request));
    call.on('error', () => {});
    const isGivenUp = (): boolean => call.cancelled || call.destroyed;
    // A call that its caller gave up ends early, a moment before it says so: what it brought is not whole.
    call.on('end', () => setImmediate(() => isGivenUp() || serve(ports, askedBy(requests), answer)));
  };
