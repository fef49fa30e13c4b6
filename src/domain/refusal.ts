import { CODES, type Code } from './codes.ts';

/** A message in the two languages of the ledger. */
export interface Message {
  readonly zh: string;
  readonly en: string;
}

/** What is put into a message: a name or a number as it is, words in either language. */
export type MessageValue = string | number | bigint | Message;
export type MessageValues = Readonly<Record<string, MessageValue>>;

/** Identity of a fact: CloudEvents `source` and `id` (R8). */
export interface FactKey {
  readonly source: string;
  readonly id: string;
}

/**
 * Why a fact was refused. `pointer` is an RFC 6901 JSON pointer into the fact as posted ('' is the whole
 * fact; a rule about no single field points at `/type`). `event` names the recorded event that would break
 * its rule if the fact were taken; then the pointer is `/data`.
 */
export interface Refusal {
  readonly code: Code;
  readonly pointer: string;
  readonly value?: unknown;
  readonly message: Message;
  readonly event?: FactKey;
}

export interface RefusalDetail {
  readonly pointer: string;
  readonly value?: unknown;
  readonly event?: FactKey;
  /** Values put into the message's {placeholders}. */
  readonly with?: MessageValues;
}

/** A refusal with the catalogue's words for its code. */
export const refuse = (code: Code, detail: RefusalDetail): Refusal => ({
  code,
  pointer: detail.pointer,
  ...(detail.value === undefined ? {} : { value: detail.value }),
  message: messageOf(code, detail.with ?? {}),
  ...(detail.event === undefined ? {} : { event: detail.event }),
});

/** The catalogue's message for a code, its {placeholders} filled. */
export const messageOf = (code: Code, values: MessageValues = {}): Message => {
  const filled = (language: keyof Message): string =>
    CODES[code][language].replace(/\{(\w+)\}/g, (whole, name: string) => {
      const value = values[name] ?? whole;
      return typeof value === 'object' ? value[language] : String(value);
    });
  return { zh: filled('zh'), en: filled('en') };
};

/** One JSON pointer token, escaped (RFC 6901 §3). */
export const pointerToken = (key: string | number): string =>
  `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;

/** A JSON pointer from the steps of a path. */
export const pointerOf = (path: readonly PropertyKey[]): string =>
  path.map((step) => pointerToken(String(step))).join('');
