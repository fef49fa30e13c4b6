import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type EventLog, type LogEntry, LogFailure, type PlacedEntry } from '../../src/log/port.ts';
import { entries, entry, entryOfBytes, FIRST_RECORDED_AT } from '../support/entries.ts';

/** What every adapter of the event log keeps; called once for each of them. */

export interface OpenedLog {
  readonly log: EventLog;
  /** Closes the log and opens it again, as a process that is started anew does. */
  reopen(): Promise<EventLog>;
  /** Closes the log and removes what it stored. */
  destroy(): Promise<void>;
}

type Batches = AsyncIterable<readonly PlacedEntry[]>;

/** The largest entry. */
const ENTRY_BYTES_MAX = 65_535;
/** A group that is large in number: it stays below 1 MiB. */
const LARGE_GROUP = 5_000;

const batchesOf = async (batches: Batches): Promise<(readonly PlacedEntry[])[]> => {
  const found: (readonly PlacedEntry[])[] = [];
  for await (const batch of batches) found.push(batch);
  return found;
};

const all = async (batches: Batches): Promise<PlacedEntry[]> => (await batchesOf(batches)).flat();

const placed = (from: number, appended: readonly LogEntry[]): PlacedEntry[] =>
  appended.map((item, index) => ({ ...item, sequence: from + index }));

/** Batches as far as they hold `count` entries; the iterator stays where it is. */
const take = async (
  iterator: AsyncIterator<readonly PlacedEntry[]>,
  count: number,
): Promise<PlacedEntry[]> => {
  const taken: PlacedEntry[] = [];
  while (taken.length < count) {
    const { value, done } = await iterator.next();
    if (done === true) throw new Error(`ended after ${taken.length} of ${count}`);
    taken.push(...value);
  }
  return taken;
};

const textsOf = (items: readonly { readonly text: string }[]): string[] => items.map(({ text }) => text);
const sequencesOf = (items: readonly PlacedEntry[]): number[] => items.map(({ sequence }) => sequence);
const upTo = (count: number, from = 0): number[] => Array.from({ length: count }, (_, index) => from + index);

export const eventLogContract = (name: string, open: () => Promise<OpenedLog>): void => {
  describe(`event log: ${name}`, () => {
    let opened: OpenedLog;
    let log: EventLog;

    beforeEach(async () => {
      opened = await open();
      log = opened.log;
    });
    afterEach(async () => {
      await opened.destroy();
    });

    const follow = (from: number) => {
      const controller = new AbortController();
      const iterator = log.follow(from, controller.signal)[Symbol.asyncIterator]();
      return { iterator, abort: () => controller.abort() };
    };

    describe('append', () => {
      test('a new log is empty', async () => {
        expect(await log.size()).toBe(0);
        expect(await all(log.read(0))).toEqual([]);
      });

      test('one entry at the end of an empty log makes its size 1', async () => {
        expect(await log.append(0, [entry(0)])).toEqual({ kind: 'appended', size: 1 });
        expect(await log.size()).toBe(1);
      });

      test('each append answers with the new size of the log', async () => {
        expect(await log.append(0, entries(0, 3))).toEqual({ kind: 'appended', size: 3 });
        expect(await log.append(3, entries(3, 1))).toEqual({ kind: 'appended', size: 4 });
        expect(await log.append(4, entries(4, 7))).toEqual({ kind: 'appended', size: 11 });
        expect(await log.size()).toBe(11);
      });

      test('an append below the end is a conflict that names the actual size', async () => {
        await log.append(0, entries(0, 3));
        expect(await log.append(0, [entry(3)])).toEqual({ kind: 'conflict', size: 3 });
        expect(await log.append(2, [entry(3)])).toEqual({ kind: 'conflict', size: 3 });
      });

      test('an append beyond the end is a conflict that names the actual size', async () => {
        expect(await log.append(1, [entry(0)])).toEqual({ kind: 'conflict', size: 0 });
        await log.append(0, entries(0, 3));
        expect(await log.append(4, [entry(3)])).toEqual({ kind: 'conflict', size: 3 });
        expect(await log.append(1_000_000, [entry(3)])).toEqual({ kind: 'conflict', size: 3 });
      });

      test('a conflict writes nothing', async () => {
        const first = entries(0, 3);
        await log.append(0, first);
        await log.append(2, entries(3, 5));
        expect(await log.size()).toBe(3);
        expect(await all(log.read(0))).toEqual(placed(0, first));
      });

      test('what met a conflict is appended at the actual end', async () => {
        await log.append(0, entries(0, 3));
        const late = entries(3, 2);
        const conflict = await log.append(0, late);
        if (conflict.kind !== 'conflict') throw new Error(conflict.kind);
        expect(await log.append(conflict.size, late)).toEqual({ kind: 'appended', size: 5 });
        expect(await all(log.read(3))).toEqual(placed(3, late));
      });

      test('of two appends at the same end one wins and the other conflicts', async () => {
        await log.append(0, [entry(0)]);
        const rivals = [entries(1, 4, { source: 'urn:one' }), entries(1, 4, { source: 'urn:two' })];
        const results = await Promise.all(rivals.map((rival) => log.append(1, rival)));
        expect(results.map(({ kind }) => kind).sort()).toEqual(['appended', 'conflict']);
        const winner = rivals[results.findIndex(({ kind }) => kind === 'appended')] as LogEntry[];
        expect(await log.size()).toBe(5);
        expect(await all(log.read(1))).toEqual(placed(1, winner));
      });

      test('of twenty appends at the same end one wins', async () => {
        const rivals = upTo(20).map((rival) => entries(0, 3, { source: `urn:${rival}` }));
        const results = await Promise.all(rivals.map((rival) => log.append(0, rival)));
        expect(results.filter(({ kind }) => kind === 'appended')).toEqual([{ kind: 'appended', size: 3 }]);
        expect(results.filter(({ kind }) => kind === 'conflict')).toHaveLength(19);
        expect(new Set((await all(log.read(0))).map(({ source }) => source)).size).toBe(1);
      });

      test('writers that decide again after a conflict all come to their turn', async () => {
        const write = async (writer: number): Promise<void> => {
          for (let place = 0; place < 5; ) {
            const size = await log.size();
            const recordedAt = FIRST_RECORDED_AT + size;
            const own = [entry(writer * 5 + place, { source: `urn:${writer}`, recordedAt })];
            const result = await log.append(size, own);
            if (result.kind === 'appended') place += 1;
          }
        };
        await Promise.all(upTo(4).map(write));
        const logged = await all(log.read(0));
        expect(sequencesOf(logged)).toEqual(upTo(20));
        const ids = logged.filter(({ source }) => source === 'urn:2').map(({ id }) => id);
        expect(ids).toEqual(['10', '11', '12', '13', '14']);
      });

      test('an identity that is in the log is an error and changes nothing', async () => {
        const first = entries(0, 2);
        await log.append(0, first);
        await expect(log.append(2, [entry(2), entry(3, { id: '1' })])).rejects.toThrow();
        expect(await log.size()).toBe(2);
        expect(await all(log.read(0))).toEqual(placed(0, first));
      });

      test('an identity twice in one append is an error and changes nothing', async () => {
        await expect(log.append(0, [entry(0), entry(1), entry(2, { id: '0' })])).rejects.toThrow();
        expect(await log.size()).toBe(0);
        expect(await all(log.read(0))).toEqual([]);
      });

      test('after an append that failed the next one takes its place', async () => {
        await log.append(0, entries(0, 2));
        await expect(
          log.append(2, [entry(2, { source: 'urn:b', subject: 'deal/b.1' }), entry(3, { id: '0' })]),
        ).rejects.toThrow();
        const next = [entry(2, { source: 'urn:c', subject: 'deal/c.1' }), entry(3, { source: 'urn:b' })];
        expect(await log.append(2, next)).toEqual({ kind: 'appended', size: 4 });
        expect(await all(log.read(2))).toEqual(placed(2, next));
      });

      test('the same id from two sources is two events', async () => {
        const both = [entry(0, { source: 'urn:one', id: 'x' }), entry(1, { source: 'urn:two', id: 'x' })];
        expect(await log.append(0, both)).toEqual({ kind: 'appended', size: 2 });
        expect(await all(log.read(0))).toEqual(placed(0, both));
      });

      test('the same text of two identities is two events', async () => {
        const both = [entry(0, { data: { same: true } }), entry(1, { data: { same: true } })];
        await log.append(0, both);
        expect(textsOf(await all(log.read(0)))).toEqual(textsOf(both));
      });

      test('an empty append is a programming error, not a failure of the store', async () => {
        const error: unknown = await log.append(0, []).catch((reason: unknown) => reason);
        expect(error).toBeInstanceOf(Error);
        expect(error).not.toBeInstanceOf(LogFailure);
        expect(await log.size()).toBe(0);
        expect(await log.append(0, [entry(0)])).toEqual({ kind: 'appended', size: 1 });
      });

      test('a group of five thousand is appended whole', async () => {
        const group = entries(0, LARGE_GROUP);
        expect(await log.append(0, group)).toEqual({ kind: 'appended', size: 5_000 });
        expect(await all(log.read(0))).toEqual(placed(0, group));
      });

      test('a group of five thousand with one wrong at its end is not appended at all', async () => {
        await log.append(0, [entry(0)]);
        const group = [...entries(1, LARGE_GROUP - 1), entry(LARGE_GROUP, { id: '0' })];
        await expect(log.append(1, group)).rejects.toThrow();
        expect(await log.size()).toBe(1);
        expect(await log.append(1, group.slice(0, -1))).toEqual({ kind: 'appended', size: 5_000 });
      });
    });

    describe('bytes', () => {
      const texts: readonly (readonly [string, string])[] = [
        ['Chinese', '东莞市知识产权质押融资'],
        ['characters beyond the basic plane', '𠮷野家 😀 🏳️‍🌈'],
        ['combining characters, not composed', 'e\u0301 ≠ é'],
        ['escapes', 'quote " backslash \\ slash / tab \t line \n return \r'],
        ['control characters', '\u0000\u0001\u001f\u007f\u0080'],
        ['line and paragraph separators', '\u2028\u2029'],
        ['a byte order mark', '\ufeffbefore and after\ufeff'],
        ['what looks like an escape', '\\u4e1c \\n'],
        ['noncharacters', '\uffff \ufffe'],
        ['what looks like SQL and markup', `'; DROP TABLE event; -- <b>&amp;</b>`],
        ['an empty text', ''],
      ];
      for (const [what, text] of texts)
        test(`${what} come back byte for byte`, async () => {
          const one = entry(0, { data: { text, [`key ${text}`]: 1 } });
          await log.append(0, [one]);
          const [read] = await all(log.read(0));
          expect(Buffer.from(read?.text ?? '').equals(Buffer.from(one.text))).toBe(true);
        });

      test('numbers come back as they were written', async () => {
        const one = entry(0, { data: { large: 9_007_199_254_740_991, small: -0.000001, exponent: 1e21 } });
        await log.append(0, [one]);
        expect(textsOf(await all(log.read(0)))).toEqual([one.text]);
        expect(one.text).toContain('{"data":{"exponent":1e+21,"large":9007199254740991,"small":-0.000001}');
      });

      test('entries of 65,535 bytes come back byte for byte, several in one append', async () => {
        const large = upTo(3).map((index) => entryOfBytes(index, ENTRY_BYTES_MAX));
        expect(large.map(({ text }) => Buffer.byteLength(text))).toEqual([65_535, 65_535, 65_535]);
        await log.append(0, large);
        expect(textsOf(await all(log.read(0)))).toEqual(textsOf(large));
      });

      test('source, id, subject and recorded time come back with the text', async () => {
        const one = entry(0, {
          source: 'urn:uscc:91441900MA00BK01X6',
          id: '编号 1 / a~b',
          subject: 'pledge/91441900MA00BK01X6.P-1',
          recordedAt: FIRST_RECORDED_AT + 123_456,
        });
        await log.append(0, [one]);
        expect(await all(log.read(0))).toEqual([{ ...one, sequence: 0 }]);
      });
    });

    describe('read', () => {
      test('sequences begin at 0 and have no gaps', async () => {
        await log.append(0, entries(0, 4));
        await log.append(4, entries(4, 1));
        await log.append(5, entries(5, 3));
        expect(sequencesOf(await all(log.read(0)))).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
      });

      test('entries come in the order in which they were appended', async () => {
        const shuffled = ['5', '1', '9', '0', '3'].map((id, index) => entry(index, { id }));
        await log.append(0, shuffled);
        expect((await all(log.read(0))).map(({ id }) => id)).toEqual(['5', '1', '9', '0', '3']);
      });

      test('it begins at any place', async () => {
        const appended = entries(0, 12);
        await log.append(0, appended);
        for (const from of upTo(12))
          expect(await all(log.read(from))).toEqual(placed(from, appended.slice(from)));
      });

      test('at and beyond the end there is nothing', async () => {
        await log.append(0, entries(0, 3));
        expect(await all(log.read(3))).toEqual([]);
        expect(await all(log.read(4))).toEqual([]);
        expect(await all(log.read(1_000_000))).toEqual([]);
      });

      test('a long log comes in several batches, none of them empty', async () => {
        await log.append(0, entries(0, LARGE_GROUP));
        await log.append(LARGE_GROUP, entries(LARGE_GROUP, 17));
        const batches = await batchesOf(log.read(0));
        expect(batches.length).toBeGreaterThan(1);
        expect(batches.filter((batch) => batch.length === 0)).toEqual([]);
        expect(sequencesOf(batches.flat())).toEqual(upTo(5_017));
        expect(sequencesOf(await all(log.read(4_990)))).toEqual(upTo(27, 4_990));
      });

      test('it ends at the end as it was when it began, though more is appended meanwhile', async () => {
        await log.append(0, entries(0, 2_500));
        const seen: number[] = [];
        for await (const batch of log.read(0)) {
          seen.push(...sequencesOf(batch));
          const size = await log.size();
          await log.append(size, entries(size, 1_000));
        }
        expect(seen).toEqual(upTo(2_500));
      });

      test('one that is left early leaves the log as it was', async () => {
        await log.append(0, entries(0, LARGE_GROUP));
        for await (const batch of log.read(0)) {
          expect(batch[0]?.sequence).toBe(0);
          break;
        }
        expect(await log.append(5_000, entries(5_000, 1))).toEqual({ kind: 'appended', size: 5_001 });
        expect(sequencesOf(await all(log.read(4_999)))).toEqual([4_999, 5_000]);
      });

      test('two at once do not disturb each other', async () => {
        await log.append(0, entries(0, 3_000));
        const [one, two] = await Promise.all([all(log.read(0)), all(log.read(1_500))]);
        expect(sequencesOf(one)).toEqual(upTo(3_000));
        expect(sequencesOf(two)).toEqual(upTo(1_500, 1_500));
      });
    });

    describe('follow', () => {
      test('what is there comes first, in order', async () => {
        const appended = entries(0, 5);
        await log.append(0, appended);
        const { iterator, abort } = follow(0);
        expect(await take(iterator, 5)).toEqual(placed(0, appended));
        abort();
      });

      test('it begins at any place', async () => {
        await log.append(0, entries(0, 5));
        const { iterator, abort } = follow(3);
        expect(sequencesOf(await take(iterator, 2))).toEqual([3, 4]);
        abort();
      });

      test('it waits at the end and goes on with what is appended later', async () => {
        await log.append(0, entries(0, 2));
        const { iterator, abort } = follow(0);
        await take(iterator, 2);
        const waiting = take(iterator, 3);
        await log.append(2, entries(2, 3));
        expect(sequencesOf(await waiting)).toEqual([2, 3, 4]);
        const again = take(iterator, 1);
        await log.append(5, entries(5, 1));
        expect(sequencesOf(await again)).toEqual([5]);
        abort();
      });

      test('it waits for the first entry of an empty log', async () => {
        const { iterator, abort } = follow(0);
        const waiting = take(iterator, 1);
        await log.append(0, [entry(0)]);
        expect(sequencesOf(await waiting)).toEqual([0]);
        abort();
      });

      test('it begins beyond the end and gives nothing before that place', async () => {
        await log.append(0, entries(0, 2));
        const { iterator, abort } = follow(4);
        const waiting = take(iterator, 1);
        await log.append(2, entries(2, 2));
        await log.append(4, entries(4, 1));
        expect(sequencesOf(await waiting)).toEqual([4]);
        abort();
      });

      test('many appends while it goes on come once each, in order', async () => {
        const { iterator, abort } = follow(0);
        const following = take(iterator, 600);
        for (let size = 0; size < 600; size += 3) await log.append(size, entries(size, 3));
        expect(sequencesOf(await following)).toEqual(upTo(600));
        abort();
      });

      test('a slow consumer misses nothing: it asks for what comes next', async () => {
        await log.append(0, entries(0, 1));
        const { iterator, abort } = follow(0);
        expect(sequencesOf(await take(iterator, 1))).toEqual([0]);
        for (let size = 1; size < 1_001; size += 4) await log.append(size, entries(size, 4));
        await log.append(1_001, entries(1_001, LARGE_GROUP));
        expect(sequencesOf(await take(iterator, 6_000))).toEqual(upTo(6_000, 1));
        abort();
      });

      test('conflicts and failed appends do not show', async () => {
        await log.append(0, entries(0, 2));
        const { iterator, abort } = follow(0);
        await log.append(1, [entry(7)]);
        await expect(log.append(2, [entry(8), entry(9, { id: '0' })])).rejects.toThrow();
        await log.append(2, [entry(2)]);
        expect((await take(iterator, 3)).map(({ id }) => id)).toEqual(['0', '1', '2']);
        abort();
      });

      test('several follow at once, each from its place', async () => {
        await log.append(0, entries(0, 10));
        const followers = [follow(0), follow(5), follow(10)];
        const taking = followers.map(({ iterator }, index) => take(iterator, 20 - index * 5));
        await log.append(10, entries(10, 10));
        expect((await Promise.all(taking)).map(sequencesOf)).toEqual([upTo(20), upTo(15, 5), upTo(10, 10)]);
        for (const { abort } of followers) abort();
      });

      test('an abort ends it while it waits at the end', async () => {
        await log.append(0, entries(0, 2));
        const { iterator, abort } = follow(0);
        await take(iterator, 2);
        const waiting = iterator.next();
        abort();
        expect(await waiting).toEqual({ done: true, value: undefined });
      });

      test('an abort ends it in the middle of what is there', async () => {
        await log.append(0, entries(0, LARGE_GROUP));
        await log.append(LARGE_GROUP, entries(LARGE_GROUP, LARGE_GROUP));
        const { iterator, abort } = follow(0);
        const { value } = await iterator.next();
        expect((value as readonly PlacedEntry[])[0]?.sequence).toBe(0);
        abort();
        expect(await iterator.next()).toEqual({ done: true, value: undefined });
      });

      test('one that is aborted from the beginning gives nothing', async () => {
        await log.append(0, entries(0, 2));
        expect(await all(log.follow(0, AbortSignal.abort()))).toEqual([]);
      });

      test('the log goes on after a follower has left', async () => {
        await log.append(0, entries(0, 2));
        const controller = new AbortController();
        for await (const batch of log.follow(0, controller.signal)) {
          expect(batch[0]?.sequence).toBe(0);
          break;
        }
        expect(await log.append(2, entries(2, 1))).toEqual({ kind: 'appended', size: 3 });
        controller.abort();
      });
    });

    describe('reopen', () => {
      test('the log is as it was', async () => {
        const appended = [...entries(0, 3), entry(3, { data: { text: '东莞 😀' } })];
        await log.append(0, appended);
        const again = await opened.reopen();
        expect(await again.size()).toBe(4);
        expect(await all(again.read(0))).toEqual(placed(0, appended));
      });

      test('an empty log stays empty', async () => {
        const again = await opened.reopen();
        expect(await again.size()).toBe(0);
        expect(await again.append(0, [entry(0)])).toEqual({ kind: 'appended', size: 1 });
      });

      test('it goes on at its end and nowhere else', async () => {
        await log.append(0, entries(0, 300));
        const again = await opened.reopen();
        expect(await again.append(0, [entry(300)])).toEqual({ kind: 'conflict', size: 300 });
        expect(await again.append(300, [entry(300)])).toEqual({ kind: 'appended', size: 301 });
        expect(sequencesOf(await all(again.read(0)))).toEqual(upTo(301));
      });

      test('identities are known', async () => {
        await log.append(0, entries(0, 3));
        const again = await opened.reopen();
        await expect(again.append(3, [entry(3, { id: '1' })])).rejects.toThrow();
        expect(await again.size()).toBe(3);
      });

      test('what failed or met a conflict has left nothing', async () => {
        await log.append(0, entries(0, 2));
        await log.append(0, entries(2, 2));
        await expect(log.append(2, [entry(4), entry(5, { id: '0' })])).rejects.toThrow();
        const again = await opened.reopen();
        expect((await all(again.read(0))).map(({ id }) => id)).toEqual(['0', '1']);
      });
    });
  });
};
