import { type Refusal, refuse } from '../domain/refusal.ts';
import { parseStrictJson } from '../domain/strictJson.ts';
import { type Intake, type IntakeOptions, intakeText, intakeValue, type PreparedFact } from './intake.ts';
import { type LineBatch, linesOf } from './lines.ts';

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
  readonly lines: readonly number[];
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
  typeof value === 'object' && value !== null && Object.keys(value).sort().join() === REJECT_KEYS
    ? (value as { readonly fact: unknown }).fact
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
  const rejected = text.includes('"errors"') ? unwrap(text) : undefined;
  if (rejected === undefined) return ofValue(intakeText(text, options), text);
  if (typeof rejected === 'string') return ofValue(intakeText(rejected, options), rejected);
  return ofValue(intakeValue(rejected, options), JSON.stringify(rejected));
};

const unwrap = (text: string): unknown => {
  const parsed = parseStrictJson(text);
  return parsed.ok ? rejectedFact(parsed.value) : undefined;
};

/** Space around a line that JSON allows too; any other is a fault in it. */
const SPACE_AROUND = /^[\t\r ]+|[\t\r ]+$/g;

const takeLine = (bytes: Buffer, options: IntakeOptions): TakenLine => {
  const text = decode(bytes)?.replace(SPACE_AROUND, '');
  if (text !== undefined) return takeText(text, options);
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
  const text = bytes.toString('utf8').replace(SPACE_AROUND, '');
  const rejected = text.includes('"errors"') ? unwrap(text) : undefined;
  if (rejected === undefined) return text;
  return typeof rejected === 'string' ? rejected : JSON.stringify(rejected);
};

/** The same of a line of a batch. */
export const factTextAt = (batch: LineBatch, line: number): string => {
  for (const { line: number, bytes } of linesOf(batch)) if (number === line) return factTextOf(bytes);
  throw new Error(`line ${line} is not in its batch`);
};

/** Takes all lines of a batch. */
export const takeBatch = (batch: LineBatch, options: IntakeOptions): TakenBatch => {
  const facts: PreparedFact[] = [];
  const lines: number[] = [];
  const refused: RefusedLine[] = [];
  for (const { line, bytes } of linesOf(batch)) {
    const { intake, factText } = takeLine(bytes, options);
    if (intake.ok) {
      lines.push(line);
      facts.push(intake);
    } else refused.push({ line, refusals: intake.refusals, factText: factText() });
  }
  return { facts, lines, refused };
};
