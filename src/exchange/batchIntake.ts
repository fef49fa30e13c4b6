import { type Refusal, refuse } from '../domain/refusal.ts';
import {
  type Intake,
  type IntakeOptions,
  intakeRead,
  intakeText,
  intakeValue,
  type PreparedFact,
  readText,
} from './intake.ts';
import { type LineBatch, linesOf, textLinesOf, withoutSpace } from './lines.ts';

/** Intake of a batch of lines. */

/** A refused line; `factText` is the JSON text that stands for the fact in the rejects file. */
export interface RefusedLine {
  readonly line: number;
  readonly refusals: readonly Refusal[];
  readonly factText: string;
}

export interface TakenBatch {
  /** The facts taken and their line numbers. */
  readonly facts: readonly PreparedFact[];
  readonly lines: ArrayLike<number>;
  readonly refused: readonly RefusedLine[];
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

const decode = (bytes: Uint8Array): string | undefined => {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
};

const REJECT_KEYS = 'errors,fact,line';

/** A line of a rejects file stands for the fact in it, so that the file can be corrected and imported as it is. */
const rejectedFact = (value: unknown): unknown =>
  typeof value === 'object' &&
  value !== null &&
  'errors' in value &&
  Object.keys(value).sort().join() === REJECT_KEYS
    ? (value as { readonly fact?: unknown }).fact
    : undefined;

interface TakenLine {
  readonly intake: Intake;
  /** Text of the fact, or of the string that stands for what is no JSON object. */
  readonly factText: () => string;
}

const ofValue = (intake: Intake, text: string): TakenLine => ({
  intake,
  // As posted, to the letter, where it is an object; else as a string.
  factText: () => (!intake.ok && typeof intake.posted === 'string' ? JSON.stringify(text) : text),
});

const takeText = (text: string, options: IntakeOptions): TakenLine => {
  const read = readText(text);
  const rejected = read.ok ? rejectedFact(read.value) : undefined;
  if (rejected === undefined) return ofValue(intakeRead(read, text.length, options), text);
  if (typeof rejected === 'string') return ofValue(intakeText(rejected, options), rejected);
  return ofValue(intakeValue(rejected, options), JSON.stringify(rejected));
};

const takeLine = (bytes: Buffer, options: IntakeOptions): TakenLine => {
  const text = decode(bytes);
  if (text !== undefined) return takeText(withoutSpace(text), options);
  const lossy = bytes.toString('utf8');
  const intake: Intake = {
    ok: false,
    refusals: [refuse('TEXT_ENCODING', { pointer: '' })],
    posted: lossy,
  };
  return { intake, factText: () => JSON.stringify(lossy) };
};

/** The fact on a line as posted, to the letter; of a line of a rejects file the fact in it. */
export const factTextOf = (bytes: Buffer): string => {
  const text = withoutSpace(bytes.toString('utf8'));
  const read = readText(text);
  const rejected = read.ok ? rejectedFact(read.value) : undefined;
  if (rejected === undefined) return text;
  return typeof rejected === 'string' ? rejected : JSON.stringify(rejected);
};

/** The same of a line of a batch. */
export const factTextAt = (batch: LineBatch, line: number): string => {
  for (const { line: number, bytes } of linesOf(batch)) if (number === line) return factTextOf(bytes);
  throw new Error(`line ${line} is not in its batch`);
};

/** Where the lines of a batch go, in order. */
export interface LineSink {
  take(line: number, fact: PreparedFact): void;
  refuse(line: RefusedLine): void;
}

const sinkLine = (sink: LineSink, line: number, { intake, factText }: TakenLine): void => {
  if (intake.ok) sink.take(line, intake);
  else sink.refuse({ line, refusals: intake.refusals, factText: factText() });
};

/**
 * Takes each line of a batch. Only where a batch is not UTF-8 are its lines decoded one by one, which takes several times
 * longer.
 */
export const takeLines = (batch: LineBatch, options: IntakeOptions, sink: LineSink): void => {
  const whole = decode(batch.bytes);
  if (whole === undefined)
    for (const { line, bytes } of linesOf(batch)) sinkLine(sink, line, takeLine(bytes, options));
  else
    for (const { line, text } of textLinesOf(whole, batch.firstLine))
      sinkLine(sink, line, takeText(text, options));
};

/** All lines of a batch, taken. */
export const takeBatch = (batch: LineBatch, options: IntakeOptions): TakenBatch => {
  const facts: PreparedFact[] = [];
  const lines: number[] = [];
  const refused: RefusedLine[] = [];
  takeLines(batch, options, {
    take: (line, fact) => {
      lines.push(line);
      facts.push(fact);
    },
    refuse: (line) => refused.push(line),
  });
  return { facts, lines, refused };
};
