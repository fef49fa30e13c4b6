import { type AnyData, type EventType, schemaName } from '../domain/catalogue.ts';
import type { PostedFact } from '../domain/envelope.ts';
import { opensItsContract } from '../domain/judge.ts';
import { DATA_START, headText, tailText } from '../domain/recordedText.ts';
import { turnoverFen } from '../domain/turnover.ts';
import type { Frame } from '../recorder/recorder.ts';
import type { RefusedLine, TakenBatch } from './batchIntake.ts';
import type { PreparedFact } from './intake.ts';

/**
 * A taken batch in a form that passes between threads cheaply: the bytes of what will be recorded in one piece, which is
 * moved and not copied, and beside them only what the recorder decides by. The data is parsed again where a decision needs
 * more, which it does not for the first fact of a contract.
 */
export interface PackedBatch {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** For each fact where its data, its head and its tail end. */
  readonly ends: Uint32Array<ArrayBuffer>;
  readonly lines: readonly number[];
  /** {@link Attributes} of each fact as JSON: one text passes between threads faster than many small ones. */
  readonly attributes: string;
  readonly refused: readonly RefusedLine[];
}

/** In the order source, id, type, subject, effectiveOn, whether it may open its contract, its money; and what few facts have. */
type Attributes = readonly [
  string,
  string,
  EventType,
  string,
  string,
  boolean,
  string,
  Pick<PostedFact, 'time' | 'datacontenttype' | 'recordedtime'>?,
];

const ENDS_PER_FACT = 3;

const attributesOf = (fact: PostedFact): Attributes => {
  const { source, id, type, subject, data, time, datacontenttype, recordedtime } = fact;
  const turnover = turnoverFen(data).toString();
  const known = [source, id, type, subject, data.effectiveOn, opensItsContract(fact), turnover] as const;
  return time === undefined && datacontenttype === undefined && recordedtime === undefined
    ? known
    : [
        ...known,
        {
          ...(time === undefined ? {} : { time }),
          ...(datacontenttype === undefined ? {} : { datacontenttype }),
          ...(recordedtime === undefined ? {} : { recordedtime }),
        },
      ];
};

const ASCII = /^[\x20-\x7e]*$/;
const isAscii = (text: string): boolean => ASCII.test(text);

/** UTF-8 takes at most three bytes for a UTF-16 unit. */
const UTF8_BYTES_MAX = 3;

/** Texts in one growing piece of memory. */
const createBytes = (expected: number) => {
  let bytes = Buffer.from(new ArrayBuffer(expected));
  let end = 0;
  return {
    add: (text: string): number => {
      const needed = end + text.length * UTF8_BYTES_MAX;
      if (needed > bytes.length) {
        const larger = Buffer.from(new ArrayBuffer(Math.max(needed, bytes.length * 2)));
        bytes.copy(larger, 0, 0, end);
        bytes = larger;
      }
      end += bytes.write(text, end);
      return end;
    },
    taken: (): Uint8Array<ArrayBuffer> => new Uint8Array(bytes.buffer, 0, end),
  };
};

/** `expected`: about as many bytes as the batch will have. */
export const packBatch = ({ facts, lines, refused }: TakenBatch, expected: number): PackedBatch => {
  const bytes = createBytes(expected);
  const ends = new Uint32Array(facts.length * ENDS_PER_FACT);
  facts.forEach(({ fact, dataText }, index) => {
    const at = index * ENDS_PER_FACT;
    const head = headText(fact);
    const dataEnd = bytes.add(DATA_START + dataText);
    ends[at] = dataEnd;
    ends[at + 2] = bytes.add(head + tailText(fact));
    ends[at + 1] = dataEnd + (isAscii(head) ? head.length : Buffer.byteLength(head));
  });
  return {
    bytes: bytes.taken(),
    ends,
    lines,
    attributes: JSON.stringify(facts.map(({ fact }) => attributesOf(fact))),
    refused,
  };
};

type Places = readonly [start: number, dataEnd: number, headEnd: number, end: number];

/** A fact in a packed batch. Thousands wait to be decided, so these are objects of few fields without closures. */
class Packed implements PreparedFact, Frame {
  readonly ok = true;
  readonly fact: PostedFact;
  readonly bytes: Buffer;
  readonly start: number;
  readonly headEnd: number;
  readonly end: number;
  readonly #dataEnd: number;

  constructor(attributes: Attributes, bytes: Buffer, [start, dataEnd, headEnd, end]: Places) {
    this.fact = new PackedFact(attributes, this);
    this.bytes = bytes;
    this.start = start;
    this.headEnd = headEnd;
    this.end = end;
    this.#dataEnd = dataEnd;
  }

  get dataText(): string {
    return this.bytes.toString('utf8', this.start + DATA_START.length, this.#dataEnd);
  }

  get frame(): Frame {
    return this;
  }
}

class PackedFact implements PostedFact {
  readonly source: string;
  readonly id: string;
  readonly type: EventType;
  readonly subject: string;
  readonly dataschema: string;
  readonly seen: NonNullable<PostedFact['seen']>;
  readonly #in: Packed;
  #data: AnyData | undefined;

  constructor([source, id, type, subject, effectiveOn, opens, turnover, more]: Attributes, packed: Packed) {
    this.source = source;
    this.id = id;
    this.type = type;
    this.subject = subject;
    this.dataschema = schemaName(type);
    this.seen = { effectiveOn, opens, turnover };
    this.#in = packed;
    if (more) Object.assign(this, more);
  }

  get data(): AnyData {
    this.#data ??= JSON.parse(this.#in.dataText) as AnyData;
    return this.#data;
  }
}

export const unpackBatch = ({ bytes, ends, lines, attributes, refused }: PackedBatch): TakenBatch => {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const all = JSON.parse(attributes) as readonly Attributes[];
  const facts = all.map((item, index) => {
    const at = index * ENDS_PER_FACT;
    const start = index === 0 ? 0 : (ends[at - 1] as number);
    return new Packed(item, buffer, [
      start,
      ends[at] as number,
      ends[at + 1] as number,
      ends[at + 2] as number,
    ]);
  });
  return { facts, lines, refused };
};
