import { CODES, type Code } from './codes.ts';

/** A message in the two languages of the ledger. */
export interface Message {
  readonly zh: string;
  readonly en: string;
}

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
  readonly with?: Readonly<Record<string, string | number | bigint>>;
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
export const messageOf = (
  code: Code,
  values: Readonly<Record<string, string | number | bigint>> = {},
): Message => {
  const fill = (text: string): string =>
    text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
  const entry = CODES[code];
  return { zh: fill(entry.zh), en: fill(entry.en) };
};

/** One JSON pointer token, escaped (RFC 6901 §3). */
export const pointerToken = (key: string | number): string =>
  `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;

/** A JSON pointer from the steps of a path. */
export const pointerOf = (path: readonly PropertyKey[]): string =>
  path.map((step) => pointerToken(String(step))).join('');
