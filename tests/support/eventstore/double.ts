import { createFaults, type Faults } from './faults.ts';
import { type Node, startNode } from './node.ts';
import { createStreams, type Streams } from './streams.ts';

/**
 * A double of EventStoreDB on the generated service definitions, on which the real client runs: one server or a cluster of
 * several, with the manners of the real one and faults on command.
 */
export interface Double {
  /** What the real client connects with. */
  readonly url: string;
  readonly streams: Streams;
  readonly faults: Faults;
  readonly nodes: readonly Node[];
  /** Index of the leader. */
  readonly leader: number;
  /** Takes a server away without a word; another one leads if it was the leader. */
  kill(index: number): Promise<void>;
  /** Stops a server in order. */
  stop(index: number): Promise<void>;
  start(index: number): Promise<void>;
  /** Another server leads; the old one says so to whoever asks it. */
  elect(index: number): void;
  close(): Promise<void>;
}

export const startDouble = async (size = 1): Promise<Double> => {
  const streams = createStreams();
  const faults = createFaults();
  const nodes: Node[] = [];
  const down = new Set<number>();
  let leader = 0;
  const members = () =>
    nodes.map(({ front }, index) => ({
      port: front.port,
      isAlive: !down.has(index),
      isLeader: index === leader && !down.has(index),
    }));
  const elect = (): void => {
    if (!down.has(leader)) return;
    leader = nodes.findIndex((_, index) => !down.has(index));
  };
  for (let index = 0; index < size; index += 1)
    nodes.push(await startNode({ streams, faults, members, isLeader: () => index === leader }));
  const hosts = nodes.map(({ front }) => `127.0.0.1:${front.port}`).join(',');
  const nodeAt = (index: number): Node => nodes[index] as Node;
  return {
    url: `esdb://${hosts}?tls=false`,
    streams,
    faults,
    nodes,
    get leader() {
      return leader;
    },
    kill: async (index) => {
      down.add(index);
      await nodeAt(index).front.close();
      elect();
    },
    stop: async (index) => {
      down.add(index);
      await nodeAt(index).stop();
      elect();
    },
    start: async (index) => {
      await nodeAt(index).front.open();
      down.delete(index);
      if (leader === -1) leader = index;
    },
    elect: (index) => {
      leader = index;
    },
    close: async () => {
      for (const node of nodes) {
        node.front.thaw();
        await node.close();
      }
    },
  };
};
