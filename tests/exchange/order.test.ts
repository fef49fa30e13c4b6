import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { Server } from '../../src/cli/server.ts';
import { serverLedger } from '../../src/cli/serverRecorder.ts';
import { type ImportLedger, importFacts } from '../../src/exchange/importFacts.ts';
import { LOCAL_ACTOR } from '../../src/main.ts';
import type { Outcome } from '../../src/recorder/recorder.ts';
import { facts, type Posted, USCC } from '../support/facts.ts';
import { removeTemporaryDirectories, temporaryDirectory } from '../support/ledger.ts';

/** Facts of an import are decided in the order of its lines, also where a group of them waits. */

afterAll(removeTemporaryDirectories);

const deal = (number: number): Posted =>
  facts.dealSigned({}, { id: `d${number}`, subject: `deal/${USCC.bank}.${number}` });

/** Lines of more than one group. */
const fileOf = (first: Posted): string => {
  const path = join(temporaryDirectory(), 'facts.ndjson');
  const lines = [first, ...Array.from({ length: 4_500 }, (_, number) => deal(number))];
  writeFileSync(path, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  return path;
};

const RECORDED: Outcome = { status: 'repeated', sequence: 0, text: '' };
/** As long as it would take the next groups to overtake one that is held. */
const HOLD_MS = 300;

/** What happens to the groups of an import, whose first one is held. */
const happenings = async (first: Posted): Promise<readonly string[]> => {
  const happened: string[] = [];
  let next = 0;
  const ledger: ImportLedger = {
    recorder: {
      state: { demonstration: true },
      record: async ({ facts: submitted }) => {
        const number = next;
        next += 1;
        happened.push(`group ${number} begins`);
        if (number === 0) await new Promise((resolve) => setTimeout(resolve, HOLD_MS));
        happened.push(`group ${number} ends`);
        return submitted.map(() => RECORDED);
      },
    },
  };
  await importFacts(ledger, { actor: LOCAL_ACTOR, files: [fileOf(first)] });
  return happened;
};

test.each([
  ['a confirmation', facts.reportConfirmed()],
  ['a requested change', facts.changeRequested({}, { id: 'r1' })],
  ['an approval', facts.changeApproved({}, { id: 'a1' })],
  ['an explanation', facts.findingExplained()],
])('%s may wait for the read model, and what follows waits with it', async (_, fact) => {
  const happened = await happenings(fact);
  expect(happened.slice(0, 3)).toEqual(['group 0 begins', 'group 0 ends', 'group 1 begins']);
});

test('other groups are under way together', async () => {
  expect((await happenings(deal(4_999))).slice(0, 2)).toEqual(['group 0 begins', 'group 1 begins']);
});

/** A server that answers a post once it is told to. */
const heldServer = () => {
  const posts: PromiseWithResolvers<Response>[] = [];
  const server: Server = {
    fetch: ({ method }) => {
      if (method !== 'POST') return Promise.resolve(Response.json({ ledger: { demonstration: true } }));
      const post = Promise.withResolvers<Response>();
      posts.push(post);
      return post.promise;
    },
  };
  return { server, posts };
};

const summary = (): Response => new Response('{"summary":{}}\n');
const turns = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

test('a group goes to a server once the one before it is answered, and not after one that has failed', async () => {
  const { server, posts } = heldServer();
  const { recorder } = await serverLedger(server);
  const submission = { facts: [], actor: LOCAL_ACTOR };
  const groups = [recorder.record(submission), recorder.record(submission), recorder.record(submission)];
  const settled = Promise.allSettled(groups);
  await turns();
  expect(posts).toHaveLength(1);
  posts[0]?.resolve(summary());
  await turns();
  expect(posts).toHaveLength(2);
  posts[1]?.reject(new Error('gone'));
  expect((await settled).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
  expect(posts).toHaveLength(2);
});
