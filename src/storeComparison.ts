import { filesOf } from './directory.ts';
import { type JournalReader, openJournalReader } from './journal/reader.ts';
import { type StoreClient, storeClient } from './log/eventstoredb/client.ts';
import { streamOf } from './log/eventstoredb/eventStoreLog.ts';
import { failureOf } from './log/eventstoredb/failure.ts';
import { fromStore } from './log/eventstoredb/form.ts';
import { TIMINGS } from './log/eventstoredb/timings.ts';
import { HistoryRewritten, LogSealed } from './log/port.ts';
import { asStoreProblem, requireNode, type StoreChoice } from './sharedStore.ts';
import { leafHash } from './transparency/index.ts';

/** A node's journal held against the whole stream, event by event; takes no lock and writes nothing. */

const compare = async (client: StoreClient, journal: JournalReader): Promise<void> => {
  const size = journal.size();
  let next = 0;
  for await (const events of client.read({ from: 0 }))
    for (const event of events) {
      const { revision, text } = event;
      if (revision !== next)
        throw new HistoryRewritten(next, {
          zh: `存储在此处接着的是事件 ${revision}`,
          en: `the store goes on with event ${revision} here`,
        });
      if (revision >= size) fromStore(event);
      else if (!Buffer.from(journal.leafHash(next)).equals(leafHash(Buffer.from(text, 'utf8'))))
        throw new HistoryRewritten(next, {
          zh: '存储中此处的事件与本节点的副本不同',
          en: 'the store holds another event here than the journal',
        });
      next += 1;
    }
  if (next < size)
    throw new HistoryRewritten(next, { zh: '流在它之前结束', en: 'the stream ends before it' });
};

const asRewritten = (error: unknown): HistoryRewritten => {
  if (error instanceof HistoryRewritten) return error;
  const failure = failureOf(error);
  if (failure.kind === 'missing')
    return new HistoryRewritten(0, { zh: '流已不存在', en: 'the stream is gone' });
  if (failure.kind === 'deleted')
    return new HistoryRewritten(0, { zh: '流已被永久删除', en: 'the stream was deleted for good' });
  throw asStoreProblem(failure);
};

/** What is wrong with the stream; undefined where it continues the journal. @throws Problem STORE_UNREACHABLE, ENVIRONMENT */
export const compareWithStore = async (
  directory: string,
  choice: StoreChoice,
): Promise<HistoryRewritten | undefined> => {
  const { connection, ledgerId } = requireNode(directory, choice);
  const journal = openJournalReader(filesOf(directory).journal);
  const { appendDeadlineMs, readIdleMs } = TIMINGS;
  const client = storeClient({ connection, stream: streamOf(ledgerId), appendDeadlineMs, readIdleMs });
  try {
    await compare(client, journal);
    return undefined;
  } catch (error) {
    const rewritten = asRewritten(error);
    return rewritten instanceof LogSealed ? undefined : rewritten;
  } finally {
    journal.close();
    await client.close();
  }
};
