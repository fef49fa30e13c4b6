import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { openJournalReader } from '../../src/journal/reader.ts';
import { filesOf } from '../../src/main.ts';
import { emptyDirectory, ONE, pledge } from '../api/support.ts';
import { killAll, serveDirectory } from './serving.ts';

/** A server in a process of its own that is stopped, or killed, under load. */

const CONNECTIONS = 20;

afterEach(killAll);

interface Answer {
  readonly status: number;
  readonly sequence: string;
}

/** The answer to a post, or undefined where there is none. */
const post = (url: string, number: number, agent: Agent): Promise<Answer | undefined> =>
  new Promise((resolve) => {
    const sent = request(
      `${url}/v1/events`,
      { method: 'POST', agent, headers: { 'content-type': ONE } },
      async (response: IncomingMessage) => {
        let text = '';
        try {
          for await (const chunk of response) text += String(chunk);
          const { sequence } = JSON.parse(text) as { sequence: string };
          resolve({ status: response.statusCode ?? 0, sequence });
        } catch {
          resolve(undefined);
        }
      },
    );
    sent.on('error', () => resolve(undefined));
    sent.end(JSON.stringify(pledge(number)));
  });

/** Posts on many connections until the server answers no more; what was acknowledged, by number. */
const postUntilStopped = async (
  url: string,
  first: number,
  onAnswer: (count: number) => void,
): Promise<{
  readonly acknowledged: ReadonlyMap<number, string>;
  readonly statuses: ReadonlySet<number>;
}> => {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const acknowledged = new Map<number, string>();
  const statuses = new Set<number>();
  let number = first;
  const one = async (): Promise<void> => {
    for (;;) {
      number += 1;
      const mine = number;
      const answer = await post(url, mine, agent);
      if (answer === undefined) return;
      statuses.add(answer.status);
      if (answer.status === 201) acknowledged.set(mine, answer.sequence);
      onAnswer(acknowledged.size);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, one));
  agent.destroy();
  return { acknowledged, statuses };
};

/** Sequence → id of what is recorded. */
const recordedIn = (directory: string): ReadonlyMap<string, string> => {
  const journal = openJournalReader(filesOf(directory).journal);
  const found = new Map(
    journal
      .read(0, journal.size())
      .map(({ sequence, text }) => [String(sequence), JSON.parse(text).id as string]),
  );
  journal.close();
  return found;
};

test.each(['SIGTERM', 'SIGKILL'] as const)(
  'every 2xx before a %s under load is in the log',
  async (signal) => {
    const directory = emptyDirectory();
    const { child, url } = await serveDirectory(directory);
    const ended = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>;
    let isSent = false;
    const { acknowledged, statuses } = await postUntilStopped(url, 0, (count) => {
      if (count < 200 || isSent) return;
      isSent = true;
      child.kill(signal);
    });
    const [code] = await ended;
    expect(code).toBe(signal === 'SIGTERM' ? 0 : null);
    expect([...statuses]).toEqual([201]);
    const recorded = recordedIn(directory);
    for (const [number, sequence] of acknowledged) expect(recorded.get(sequence)).toBe(`p${number}`);
    // What was in flight and not answered is repeated after the restart, and stands once.
    const again = await serveDirectory(directory);
    const agent = new Agent({ keepAlive: true });
    for (let number = 1; number <= acknowledged.size + CONNECTIONS; number += 1) {
      const answer = await post(again.url, number, agent);
      const before = acknowledged.get(number);
      if (before === undefined) expect([200, 201]).toContain(answer?.status);
      else expect(answer).toEqual({ status: 200, sequence: before });
    }
    agent.destroy();
    const stopped = once(again.child, 'exit');
    again.child.kill('SIGTERM');
    await stopped;
    const ids = [...recordedIn(directory).values()].filter((id) => id.startsWith('p'));
    expect(ids).toHaveLength(new Set(ids).size);
  },
);
