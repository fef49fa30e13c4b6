import { v5 } from 'uuid';
import { parseTime } from '../../domain/calendar.ts';
import { encodeBase64, leafHash } from '../../transparency/index.ts';
import { HistoryRewritten, type LogEntry, LogSealed, type PlacedEntry } from '../port.ts';
import type { NewEvent, ReadEvent } from './client.ts';

/** An entry of the log as an event of the store, and back. */

/** Name space of the event ids: a version 5 UUID of source and id. */
const NAMESPACE = '1c0b60a3-8f6c-5a5e-9f0e-2a3f7f0f4d11';

const eventId = ({ source, id }: { readonly source: string; readonly id: string }): string =>
  v5(`${source} ${id}`, NAMESPACE);

const leafHashOf = (text: string): string => encodeBase64(leafHash(Buffer.from(text, 'utf8')));

/**
 * What stands beside the recorded event. `append` is drawn for each append: the server reports success for ids that are at the
 * place already, whoever wrote them and whatever they hold, and by this the writer knows its own.
 */
interface Beside {
  readonly $correlationId: string;
  readonly leafHash: string;
  readonly append: string;
}

/** @throws Error when the text does not survive the client, which parses and serializes it */
export const toStore = (entry: LogEntry, append: string): NewEvent => {
  const data = JSON.parse(entry.text) as Record<string, unknown> & { readonly type: string };
  if (JSON.stringify(data) !== entry.text)
    throw new Error(`the event ${entry.source} ${entry.id} would be changed by the store's client`);
  const metadata: Beside = { $correlationId: entry.subject, leafHash: leafHashOf(entry.text), append };
  return { id: eventId(entry), type: data.type, data, metadata: { ...metadata } };
};

const besideOf = ({ metadata }: ReadEvent): Partial<Beside> =>
  typeof metadata === 'object' && metadata !== null ? metadata : {};

/** Whether the event was written by the append that drew this. */
export const isOfAppend = (event: ReadEvent, append: string): boolean => besideOf(event).append === append;

/** The last event of a stream whose log goes on elsewhere; it is no event of the ledger. */
const SEAL_TYPE = 'ledger-sealed';

export const sealEvent = (successor: string, append: string): NewEvent => ({
  id: eventId({ source: SEAL_TYPE, id: successor }),
  type: SEAL_TYPE,
  data: { successor },
  metadata: { append },
});

const successorIn = ({ id, type, text }: ReadEvent): string | undefined => {
  if (type !== SEAL_TYPE) return undefined;
  const { successor } = JSON.parse(text) as { readonly successor?: unknown };
  return typeof successor === 'string' && id === eventId({ source: SEAL_TYPE, id: successor })
    ? successor
    : undefined;
};

/** The entry of an event at its place. @throws HistoryRewritten when nobody of the ledger wrote it so, LogSealed */
export const fromStore = (event: ReadEvent): PlacedEntry => {
  const { revision: sequence, text } = event;
  const successor = successorIn(event);
  if (successor !== undefined) throw new LogSealed(sequence, successor);
  const beside = besideOf(event);
  if (beside.leafHash !== leafHashOf(text))
    throw new HistoryRewritten(
      sequence,
      'the event is not what was recorded, or was written by somebody else',
    );
  const recorded = JSON.parse(text) as Record<string, unknown>;
  const { source, id, subject, type, recordedtime } = recorded;
  const recordedAt = typeof recordedtime === 'string' ? parseTime(recordedtime) : undefined;
  if (
    typeof source !== 'string' ||
    typeof id !== 'string' ||
    typeof subject !== 'string' ||
    recordedAt === undefined ||
    type !== event.type ||
    subject !== beside.$correlationId ||
    event.id !== eventId({ source, id })
  )
    throw new HistoryRewritten(sequence, 'the event was written by somebody else');
  return { sequence, text, source, id, subject, recordedAt };
};
