import gossip from '@eventstore/db-client/generated/gossip_grpc_pb.js';
import gossipMessages, { type ClusterInfo } from '@eventstore/db-client/generated/gossip_pb.js';
import features from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import featureMessages, { type SupportedMethods } from '@eventstore/db-client/generated/serverfeatures_pb.js';
import type { Empty } from '@eventstore/db-client/generated/shared_pb.js';
import services from '@eventstore/db-client/generated/streams_grpc_pb.js';
import messages, {
  type AppendReq,
  type AppendResp,
  type DeleteReq,
  type DeleteResp,
  type ReadReq,
  type ReadResp,
  type TombstoneReq,
  type TombstoneResp,
} from '@eventstore/db-client/generated/streams_pb.js';
import {
  type handleClientStreamingCall,
  type handleServerStreamingCall,
  type handleUnaryCall,
  Server,
  ServerCredentials,
} from '@grpc/grpc-js';
import { handleAppend } from './appending.ts';
import type { Faults } from './faults.ts';
import { type Front, openFront } from './front.ts';
import { handleRead, type ReadCall } from './reading.ts';
import { notLeader, stopping, streamDeleted } from './status.ts';
import type { Streams } from './streams.ts';

/** One server of the double, behind its front. */

export interface Member {
  readonly port: number;
  readonly isAlive: boolean;
  readonly isLeader: boolean;
}

export interface NodePorts {
  readonly streams: Streams;
  readonly faults: Faults;
  /** The cluster as a server sees it. */
  readonly members: () => readonly Member[];
  /** Whether this server is the leader. */
  readonly isLeader: () => boolean;
}

export interface Node {
  readonly front: Front;
  /** Ends all calls with code 13 and takes no more connections. */
  stop(): Promise<void>;
  close(): Promise<void>;
}

const HOST = '127.0.0.1';
const GOSSIP_STATE_FOLLOWER = 6;
const GOSSIP_STATE_LEADER = 8;
const VERSION = '23.10.8.0';

const supportedMethods: handleUnaryCall<Empty, SupportedMethods> = (_call, answer) => {
  const methods = new featureMessages.SupportedMethods();
  methods.setEventStoreServerVersion(VERSION);
  for (const name of ['read', 'append', 'batchappend', 'delete', 'tombstone']) {
    const method = new featureMessages.SupportedMethod();
    method.setServiceName('event_store.client.streams.streams');
    method.setMethodName(name);
    methods.addMethods(method);
  }
  answer(null, methods);
};

const clusterOf = (members: readonly Member[]): ClusterInfo => {
  const info = new gossipMessages.ClusterInfo();
  for (const { port, isAlive, isLeader } of members) {
    const endpoint = new gossipMessages.EndPoint();
    endpoint.setAddress(HOST);
    endpoint.setPort(port);
    const member = new gossipMessages.MemberInfo();
    member.setHttpEndPoint(endpoint);
    member.setIsAlive(isAlive);
    member.setTimeStamp('0');
    member.setState(isLeader ? GOSSIP_STATE_LEADER : GOSSIP_STATE_FOLLOWER);
    info.addMembers(member);
  }
  return info;
};

const nameOf = (request: DeleteReq | TombstoneReq): string =>
  Buffer.from(request.getOptions()?.getStreamIdentifier()?.getStreamName_asU8() ?? []).toString('utf8');

const addServices = (server: Server, ports: NodePorts, front: () => Front, calls: Set<ReadCall>): void => {
  const { streams, faults } = ports;
  const cut = (): void => front().cut();
  const append = handleAppend({ streams, faults, cut });
  const read = handleRead({ streams, faults, cut, calls });
  const elsewhere = (metadata: { get(name: string): readonly unknown[] }) => {
    const leader = ports.members().find(({ isLeader }) => isLeader);
    if (ports.isLeader() || metadata.get('requires-leader')[0] !== 'true' || !leader) return undefined;
    return notLeader(HOST, leader.port);
  };
  const appendHere: handleClientStreamingCall<AppendReq, AppendResp> = (call, answer) => {
    const error = elsewhere(call.metadata);
    if (error) answer(error);
    else append(call, answer);
  };
  const readHere: handleServerStreamingCall<ReadReq, ReadResp> = (call) => {
    const error = elsewhere(call.metadata);
    if (error) call.emit('error', error);
    else read(call);
  };
  const remove: handleUnaryCall<DeleteReq, DeleteResp> = ({ request }, answer) => {
    streams.remove(nameOf(request));
    answer(null, new messages.DeleteResp());
  };
  const tombstone: handleUnaryCall<TombstoneReq, TombstoneResp> = ({ request }, answer) => {
    if (streams.isTombstoned(nameOf(request))) {
      answer(streamDeleted(nameOf(request)));
      return;
    }
    streams.tombstone(nameOf(request));
    answer(null, new messages.TombstoneResp());
  };
  server.addService(services.StreamsService, {
    append: appendHere,
    read: readHere,
    delete: remove,
    tombstone,
    batchAppend: () => {
      throw new Error('the batch transport is not to be used');
    },
  });
  server.addService(features.ServerFeaturesService, { getSupportedMethods: supportedMethods });
  const readGossip: handleUnaryCall<Empty, ClusterInfo> = (_call, answer) =>
    answer(null, clusterOf(ports.members()));
  server.addService(gossip.GossipService, { read: readGossip });
};

/** Time for the last statuses to leave before the connections are cut. */
const LAST_WORDS_MS = 50;

export const startNode = async (ports: NodePorts): Promise<Node> => {
  const server = new Server();
  const calls = new Set<ReadCall>();
  let front: Front | undefined;
  addServices(server, ports, () => front as Front, calls);
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync(`${HOST}:0`, ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  front = await openFront(port);
  const opened = front;
  return {
    front: opened,
    stop: async () => {
      for (const call of calls) call.emit('error', stopping());
      await new Promise((resolve) => setTimeout(resolve, LAST_WORDS_MS));
      await opened.close();
    },
    close: async () => {
      await opened.close();
      server.forceShutdown();
    },
  };
};
