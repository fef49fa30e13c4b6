import type { LoggedEvent, RecordedEvent } from '../domain/envelope.ts';
import { DoesNotVerify, readable } from './failure.ts';
import { utf8Text } from './text.ts';

/** `events.ndjson`: a line for each event, `{"index":"12","event":…}`, the event as the recorded bytes. */

/** An event that is shown: its place in the log and its text as recorded. */
export interface ShownEvent {
  readonly index: number;
  readonly text: string;
}

export const EVENTS_FILE = 'events.ndjson';

const LINE = /^\{"index":"(0|[1-9]\d{0,15})","event":(?=\{)/;

export const formatEvents = (events: readonly ShownEvent[]): string =>
  events.map(({ index, text }) => `{"index":"${index}","event":${text}}\n`).join('');

/** A shown event and what it says. */
export interface ReadEvent extends ShownEvent, LoggedEvent {}

const readLine = (line: string, at: string): ReadEvent => {
  const found = LINE.exec(line);
  if (!found || !line.endsWith('}'))
    throw new DoesNotVerify('INPUT_UNREADABLE', at, {
      zh: '不是 {"index":…,"event":…}',
      en: 'not {"index":…,"event":…}',
    });
  const [prefix, digits = ''] = found;
  const index = Number.parseInt(digits, 10);
  const text = line.slice(prefix.length, -1);
  const event = readable(at, () => JSON.parse(text) as RecordedEvent);
  return { index, sequence: index, text, event };
};

/** The events in the order of the log. @throws DoesNotVerify INPUT_UNREADABLE */
export const readEvents = (bytes: Uint8Array): readonly ReadEvent[] => {
  const lines = utf8Text(bytes, EVENTS_FILE).split('\n');
  if (lines.pop() !== '')
    throw new DoesNotVerify('INPUT_UNREADABLE', EVENTS_FILE, {
      zh: '最后一行不完整',
      en: 'its last line is cut short',
    });
  const events = lines.map((line, number) => readLine(line, `${EVENTS_FILE}:${number + 1}`));
  events.forEach(({ index }, place) => {
    if (place > 0 && (events[place - 1] as ReadEvent).index >= index)
      throw new DoesNotVerify('INPUT_UNREADABLE', `${EVENTS_FILE}:${place + 1}`, {
        zh: '未按日志次序',
        en: 'not in the order of the log',
      });
  });
  return events;
};
