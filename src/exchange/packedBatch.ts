import type { AnyData } from '../domain/catalogue.ts';
import { type EventType, schemaName } from '../domain/catalogue.ts';
import type { PostedFact } from '../domain/envelope.ts';
import { opensItsContract } from '../domain/judge.ts';
import { DATA_START, headText, tailText } from '../domain/recordedText.ts';
import { turnoverFen } from '../domain/turnover.ts';
import type { Frame } from '../recorder/recorder.ts';
import { type LineSink, type RefusedLine, type TakenBatch, takeLines } from './batchIntake.ts';
import type { IntakeOptions, PreparedFact } from './intake.ts';
import type { LineBatch } from './lines.ts';

/**
 * A taken batch in a form that passes between threads cheaply: the bytes of what will be recorded in one piece, which is
 * moved and not copied, and beside them only what the recorder decides by, in columns. The data is parsed again where a
 * decision needs more, which it does not for the first fact of a contract.
 */
export interface PackedBatch {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** {@link MARKS} numbers of each fact. */
  readonly marks: Uint32Array<ArrayBuffer>;
  readonly lines: Float64Array<ArrayBuffer>;
  /** Fen of the money that each fact states; NaN where it is more than a number holds exactly. */
  readonly turnover: Float64Array<ArrayBuffer>;
  /** {@link Names} as JSON: one text passes between threads faster than many small ones. */
  readonly names: string;
  readonly refused: readonly RefusedLine[];
}

/** Attributes that few facts have. */
type Rare = Pick<PostedFact, 'time' | 'datacontenttype' | 'recordedtime'>;

/** The texts of the facts' attributes; what many have stands once. */
interface Names {
  readonly sources: readonly string[];
  readonly types: readonly EventType[];
  readonly dates: readonly string[];
  readonly ids: readonly string[];
  readonly subjects: readonly string[];
  /** By the index of the fact. */
  readonly rare: Readonly<Record<number, Rare>>;
}

/** Where a fact's data, head and whole end; the numbers of its source, type and effective date; whether it may open its contract. */
const DATA_END = 0;
const HEAD_END = 1;
const END = 2;
const SOURCE = 3;
const TYPE = 4;
const DATE = 5;
const OPENS = 6;
const MARKS = 7;

const rareOf = ({ time, datacontenttype, recordedtime }: PostedFact): Rare | undefined =>
  time === undefined && datacontenttype === undefined && recordedtime === undefined
    ? undefined
    : {
        ...(time === undefined ? {} : { time }),
        ...(datacontenttype === undefined ? {} : { datacontenttype }),
        ...(recordedtime === undefined ? {} : { recordedtime }),
      };

/** UTF-8 takes at most three bytes for a UTF-16 unit. */
const UTF8_BYTES_MAX = 3;

/** Where a batch is put together before it is cut out as long as it is. One batch is packed at a time. */
let scratch = Buffer.alloc(0);

/** Texts one after the other, in memory that grows with them. */
const createBytes = () => {
  let end = 0;
  return {
    /** Adds a text and says where it ends. */
    add: (text: string): number => {
      const needed = end + text.length * UTF8_BYTES_MAX;
      if (needed > scratch.length) {
        const larger = Buffer.alloc(Math.max(needed, scratch.length * 2));
        scratch.copy(larger, 0, 0, end);
        scratch = larger;
      }
      end += scratch.write(text, end);
      return end;
    },
    taken: (): Uint8Array<ArrayBuffer> => new Uint8Array(scratch.subarray(0, end)),
  };
};

/** Texts that stand once, each with its number. */
const createNames = <T extends string>() => {
  const numbers = new Map<T, number>();
  return {
    numberOf: (name: T): number => {
      const known = numbers.get(name);
      if (known !== undefined) return known;
      numbers.set(name, numbers.size);
      return numbers.size - 1;
    },
    all: (): T[] => [...numbers.keys()],
  };
};

/** Packs facts as they are taken, so that nothing of one is left when the next one comes. */
const createPacker = (): LineSink & { packed(): PackedBatch } => {
  const bytes = createBytes();
  const sources = createNames();
  const types = createNames<EventType>();
  const dates = createNames();
  const marks: number[] = [];
  const lines: number[] = [];
  const turnover: number[] = [];
  const ids: string[] = [];
  const subjects: string[] = [];
  const rare: Record<number, Rare> = {};
  const refused: RefusedLine[] = [];
  return {
    take: (line, { fact, dataText }) => {
      const few = rareOf(fact);
      if (few) rare[ids.length] = few;
      ids.push(fact.id);
      subjects.push(fact.subject);
      lines.push(line);
      const fen = turnoverFen(fact.data);
      turnover.push(fen <= Number.MAX_SAFE_INTEGER ? Number(fen) : Number.NaN);
      marks.push(
        bytes.add(DATA_START + dataText),
        bytes.add(headText(fact)),
        bytes.add(tailText(fact)),
        sources.numberOf(fact.source),
        types.numberOf(fact.type),
        dates.numberOf(fact.data.effectiveOn),
        opensItsContract(fact) ? 1 : 0,
      );
    },
    refuse: (line) => {
      refused.push(line);
    },
    packed: () => ({
      bytes: bytes.taken(),
      marks: Uint32Array.from(marks),
      lines: Float64Array.from(lines),
      turnover: Float64Array.from(turnover),
      names: JSON.stringify({
        sources: sources.all(),
        types: types.all(),
        dates: dates.all(),
        ids,
        subjects,
        rare,
      } satisfies Names),
      refused,
    }),
  };
};

/** The lines of a batch, taken and packed. */
export const packLines = (batch: LineBatch, options: IntakeOptions): PackedBatch => {
  const packer = createPacker();
  takeLines(batch, options, packer);
  return packer.packed();
};

interface Opened {
  readonly bytes: Buffer;
  readonly marks: Uint32Array;
  readonly turnover: Float64Array;
  readonly names: Names;
}

/** A fact in a packed batch. Thousands wait to be decided and flushed, so each is little more than its place. */
class PackedFact implements PreparedFact, PostedFact, Frame {
  readonly ok = true;
  readonly #batch: Opened;
  readonly #index: number;
  #data: AnyData | undefined;

  constructor(batch: Opened, index: number) {
    this.#batch = batch;
    this.#index = index;
  }

  #mark(which: number): number {
    return this.#batch.marks[this.#index * MARKS + which] as number;
  }

  get #rare(): Rare | undefined {
    return this.#batch.names.rare[this.#index];
  }

  get fact(): PostedFact {
    return this;
  }
  get frame(): Frame {
    return this;
  }
  get dataText(): string {
    return this.bytes.toString('utf8', this.start + DATA_START.length, this.#mark(DATA_END));
  }

  get source(): string {
    return this.#batch.names.sources[this.#mark(SOURCE)] as string;
  }
  get id(): string {
    return this.#batch.names.ids[this.#index] as string;
  }
  get type(): EventType {
    return this.#batch.names.types[this.#mark(TYPE)] as EventType;
  }
  get subject(): string {
    return this.#batch.names.subjects[this.#index] as string;
  }
  get dataschema(): string {
    return schemaName(this.type);
  }
  get time(): string | undefined {
    return this.#rare?.time;
  }
  get datacontenttype(): string | undefined {
    return this.#rare?.datacontenttype;
  }
  get recordedtime(): number | undefined {
    return this.#rare?.recordedtime;
  }
  get data(): AnyData {
    this.#data ??= JSON.parse(this.dataText) as AnyData;
    return this.#data;
  }

  get seen(): this {
    return this;
  }
  get effectiveOn(): string {
    return this.#batch.names.dates[this.#mark(DATE)] as string;
  }
  get opens(): boolean {
    return this.#mark(OPENS) === 1;
  }
  get turnover(): number {
    return this.#batch.turnover[this.#index] as number;
  }

  get bytes(): Buffer {
    return this.#batch.bytes;
  }
  get start(): number {
    return this.#index === 0 ? 0 : (this.#batch.marks[(this.#index - 1) * MARKS + END] as number);
  }
  get headEnd(): number {
    return this.#mark(HEAD_END);
  }
  get end(): number {
    return this.#mark(END);
  }
}

export const unpackBatch = ({ bytes, marks, lines, turnover, names, refused }: PackedBatch): TakenBatch => {
  const opened: Opened = {
    bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
    marks,
    turnover,
    names: JSON.parse(names) as Names,
  };
  return { facts: Array.from(lines, (_, index) => new PackedFact(opened, index)), lines, refused };
};
