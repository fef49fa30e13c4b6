import { v5 } from 'uuid';
import { parseTime } from '../../domain/calendar.ts';
import { encodeBase64, leafHash } from '../../transparency/index.ts';
import { HistoryRewritten, type LogEntry, LogSealed, type PlacedEntry } from '../port.ts';
import type { ReadEvent } from './client.ts';
import type { NewEvent } from './unaryAppend.ts';

/** An entry of the log as an event of the store, and back. */

/** Name space of the event ids: a version 5 UUID of source and id. */
const NAMESPACE = '1c0b60a3-8f6c-5a5e-9f0e-2a3f7f0f4d11';

const eventId = ({ source, id }: { readonly source: string; readonly id: string }): string =>
  v5(`${source} ${id}`, NAMESPACE);

const bytesOf = (text: string): Uint8Array => Buffer.from(text, 'utf8');
const leafHashOf = (bytes: Uint8Array): string => encodeBase64(leafHash(bytes));
const jsonOf = (value: object): Uint8Array => bytesOf(JSON.stringify(value));

/**
 * What stands beside the recorded event. `append` is drawn for each append: the server reports success for ids that are at the
 * place already, whoever wrote them and whatever they hold, and by this the writer knows its own.
 */
interface Beside {
  readonly $correlationId: string;
  readonly leafHash: string;
  readonly append: string;
}

/** An entry that the store can take. */
export interface Storable {
  readonly entry: LogEntry;
  readonly type: string;
}

/** @throws Error when the text does not survive a client, which parses and serializes it */
export const storable = (entry: LogEntry): Storable => {
  const recorded = JSON.parse(entry.text) as { readonly type: string };
  if (JSON.stringify(recorded) !== entry.text)
    throw new Error(`the event ${entry.source} ${entry.id} would be changed by the store's client`);
  return { entry, type: recorded.type };
};

export const toStore = ({ entry, type }: Storable, append: string): NewEvent => {
  const data = entry.bytes ?? bytesOf(entry.text);
  const beside: Beside = { $correlationId: entry.subject, leafHash: leafHashOf(data), append };
  return { id: eventId(entry), type, data, metadata: jsonOf(beside) };
};

/** Somebody else may have written anything. */
const membersOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? { ...value } : {};

const besideOf = ({ metadata }: ReadEvent): Partial<Record<keyof Beside, unknown>> => membersOf(metadata);

/** Whether the event was written by the append that drew this. */
export const isOfAppend = (event: ReadEvent, append: string): boolean => besideOf(event).append === append;

/** The last event of a stream whose log goes on elsewhere; it is no event of the ledger. */
const SEAL_TYPE = 'ledger-sealed';

export const sealEvent = (successor: string, append: string): NewEvent => ({
  id: eventId({ source: SEAL_TYPE, id: successor }),
  type: SEAL_TYPE,
  data: jsonOf({ successor }),
  metadata: jsonOf({ append }),
});

const successorIn = ({ id, type, recorded }: ReadEvent): string | undefined => {
  if (type !== SEAL_TYPE) return undefined;
  const { successor } = membersOf(recorded);
  return typeof successor === 'string' && id === eventId({ source: SEAL_TYPE, id: successor })
    ? successor
    : undefined;
};

/** The entry of an event at its place. @throws HistoryRewritten when nobody of the ledger wrote it so, LogSealed */
export const fromStore = (event: ReadEvent): PlacedEntry => {
  const { revision: sequence, text, recorded } = event;
  const successor = successorIn(event);
  if (successor !== undefined) throw new LogSealed(sequence, successor);
  const beside = besideOf(event);
  if (beside.leafHash !== leafHashOf(bytesOf(text)))
    throw new HistoryRewritten(sequence, {
      zh: '该事件不是所记录的内容，或由他人写入',
      en: 'the event is not what was recorded, or was written by somebody else',
    });
  const { source, id, subject, type, recordedtime } = membersOf(recorded);
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
    throw new HistoryRewritten(sequence, {
      zh: '该事件由他人写入',
      en: 'the event was written by somebody else',
    });
  return { sequence, text, source, id, subject, recordedAt };
};
