import * as z from 'zod';
import { isDate, parseTime } from './calendar.ts';
import type { Code } from './codes.ts';
import { COUNTRIES } from './countries.ts';
import { AMOUNT_MAX_FEN, fenOf, MONEY_PATTERN, SIGNED_MONEY_PATTERN } from './money.ts';
import { normalizePatentNumber } from './patentNumber.ts';
import type { MessageValues } from './refusal.ts';
import { isTrademarkNumber } from './trademarkNumber.ts';
import { usccProblem } from './uscc.ts';

/**
 * The shared shapes of domain.md §2 as zod schemas. Every object is strict and its keys stand in the order of
 * their UTF-16 code units, so that `JSON.stringify` of a parsed value is its RFC 8785 form.
 */

export const TEXT_LENGTH_MAX = 200;
export const RIGHTS_MAX = 500;

/** What a custom issue carries: the code of the refusal and the values for its message. */
export interface IssueParams {
  readonly code: Code;
  readonly with?: MessageValues;
}

type Payload<T> = z.core.ParsePayload<T>;

/** What the message of MONEY_RANGE says of an amount above the largest. */
export const ABOVE_AMOUNT_MAX = { bound: { zh: '不超过 10^11 元', en: 'at most 10^11 yuan' } } as const;

/** Adds a refusal at a path below the value being checked. */
export const fault = <T>(
  payload: Payload<T>,
  code: Code,
  path: PropertyKey[] = [],
  values?: MessageValues,
): void => {
  payload.issues.push({
    code: 'custom',
    input: payload.value,
    path,
    params: (values === undefined ? { code } : { code, with: values }) satisfies IssueParams,
    continue: true,
  });
};

/** A strict object with its keys in canonical order. */
export const record = <const S extends z.core.$ZodLooseShape>(shape: S) =>
  z.strictObject(
    Object.fromEntries(Object.entries(shape).sort(([a], [b]) => (a < b ? -1 : 1))) as unknown as S,
  );

const codePoints = (text: string): number => {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
};

/** Eleven digits of a mobile number or eighteen characters of an identity card, touching no letter or digit. */
const PERSONAL =
  /(?<![0-9A-Za-z])(?:1[3-9]\d{9}|[1-8]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[0-9Xx])(?![0-9A-Za-z])/;
const DIGIT_RUN = /\d{11}/;

export const holdsPersonalData = (text: string): boolean => DIGIT_RUN.test(text) && PERSONAL.test(text);

/**
 * Printable ASCII, CJK punctuation and ideographs, full-width forms: whatever is made of them alone is well-formed and in
 * NFC, and is most of what is posted. Anything else is asked the library.
 */
const PLAINLY_NFC = /^[\x20-\x7e\u3001-\u3029\u4e00-\u9fff\uff01-\uff5e]+$/;

export const text = (max: number = TEXT_LENGTH_MAX) =>
  z
    .string()
    .check((payload) => {
      const { value } = payload;
      const plain = PLAINLY_NFC.test(value);
      if (!plain && !value.isWellFormed()) return fault(payload, 'JSON_LONE_SURROGATE');
      if (value.length === 0 || (value.length > max && codePoints(value) > max))
        return fault(payload, 'TEXT_LENGTH', [], { min: 1, max });
      if (!plain && value.normalize('NFC') !== value) return fault(payload, 'TEXT_NOT_NFC');
      if (holdsPersonalData(value)) return fault(payload, 'PERSONAL_DATA');
    })
    .meta({ minLength: 1, maxLength: max });

/** Above zero and below the largest by its digits alone: most amounts are, and no integer has to be made of them. */
const PLAIN_AMOUNT = /^[1-9]\d{0,10}(?:\.\d{1,2})?$/;

const moneyText = (pattern: RegExp, least: bigint | null) =>
  z
    .string({ error: 'money' })
    .check((payload) => {
      const { value } = payload;
      if (PLAIN_AMOUNT.test(value)) return;
      if (!pattern.test(value)) return fault(payload, 'MONEY_FORM');
      const fen = fenOf(value);
      if (fen > AMOUNT_MAX_FEN || fen < -AMOUNT_MAX_FEN)
        return fault(payload, 'MONEY_RANGE', [], ABOVE_AMOUNT_MAX);
      if (least === null && fen === 0n)
        return fault(payload, 'MONEY_RANGE', [], { bound: { zh: '不为零', en: 'other than zero' } });
      if (least === 1n && fen < 1n)
        return fault(payload, 'MONEY_RANGE', [], { bound: { zh: '大于零', en: 'greater than zero' } });
    })
    .meta({ pattern: pattern.source, description: 'CNY yuan, at most 10^11' });

/** An amount in yuan greater than zero. */
export const money = () => moneyText(MONEY_PATTERN, 1n);
/** An amount in yuan, zero allowed. */
export const moneyOrZero = () => moneyText(MONEY_PATTERN, 0n);
/** A change in yuan, of either sign and not zero. */
export const signedMoney = () => moneyText(SIGNED_MONEY_PATTERN, null);

export const date = () =>
  z
    .string()
    .check((payload) => {
      if (!isDate(payload.value)) fault(payload, 'DATE_FORM');
    })
    .meta({ format: 'date' });

export const time = () =>
  z
    .string()
    .check((payload) => {
      if (parseTime(payload.value) === undefined) fault(payload, 'TIME_FORM');
    })
    .meta({ format: 'date-time' });

export const integer = (min: number, max: number) => z.int().min(min).max(max);

const DECIMAL_PATTERN = /^(0|[1-9]\d{0,19})(\.\d{1,10})?$/;
export const isDecimal = (text: string): boolean => DECIMAL_PATTERN.test(text);
export const decimal = () =>
  z
    .string()
    .check((payload) => {
      if (!isDecimal(payload.value))
        fault(payload, 'VALUE_FORM', [], { expected: '(0|[1-9]\\d*)(\\.\\d+)?' });
    })
    .meta({ pattern: DECIMAL_PATTERN.source });

/** Eighteen characters; the check characters are beyond what a pattern says. */
const USCC_TEXT = '[1-9ANY][0-9A-HJ-NP-RTUWXY]\\d{6}[0-9A-HJ-NP-RTUWXY]{10}';

export const uscc = () =>
  z
    .string()
    .check((payload) => {
      const problem = usccProblem(payload.value);
      if (problem !== undefined) fault(payload, problem === 'form' ? 'USCC_FORM' : 'USCC_CHECK');
    })
    .meta({ pattern: `^${USCC_TEXT}$`, description: 'unified social credit code (GB 32100-2015)' });

/** `urn:uscc:<code>`, the source of a fact. */
export const SOURCE_PREFIX = 'urn:uscc:';
export const sourceUrn = () =>
  z
    .string()
    .check((payload) => {
      if (!payload.value.startsWith(SOURCE_PREFIX)) return fault(payload, 'SOURCE_FORM');
      const problem = usccProblem(payload.value.slice(SOURCE_PREFIX.length));
      if (problem !== undefined) fault(payload, problem === 'form' ? 'SOURCE_FORM' : 'USCC_CHECK');
    })
    .meta({ pattern: `^${SOURCE_PREFIX}${USCC_TEXT}$` });

export const FACT_ID_LENGTH_MAX = 128;
/** Identity of another fact; a fact of the ledger itself has the source `urn:ledger`. */
export const factKey = () =>
  record({
    source: z.string().check((payload) => {
      if (payload.value !== LEDGER_SOURCE && !payload.value.startsWith(SOURCE_PREFIX))
        fault(payload, 'SOURCE_FORM');
    }),
    id: text(FACT_ID_LENGTH_MAX),
  });
/** Source of what the ledger itself and its operator write; nobody can post with it. */
export const LEDGER_SOURCE = 'urn:ledger';

const country = () =>
  z.string().check((payload) => {
    if (!COUNTRIES.has(payload.value))
      fault(payload, 'VALUE_FORM', [], { expected: 'ISO 3166-1 alpha-2, not CN' });
  });

const partyShape = {
  uscc: uscc().optional(),
  foreign: record({ country: country(), registration: text() }).optional(),
  individual: z.literal(true).optional(),
  name: text().optional(),
};

interface PartyValue {
  readonly uscc?: string | undefined;
  readonly foreign?: { readonly country: string; readonly registration: string } | undefined;
  readonly individual?: true | undefined;
  readonly name?: string | undefined;
}

/** First characters of the code of a sole trader (个体工商户), who is recorded without a name. */
const SOLE_TRADER_PREFIX = '92';

const checkParty = (payload: Payload<PartyValue>): void => {
  const { uscc: code, foreign, individual, name } = payload.value;
  if (code !== undefined) {
    if (foreign !== undefined) fault(payload, 'FIELD_UNKNOWN', ['foreign']);
    if (individual !== undefined) fault(payload, 'FIELD_UNKNOWN', ['individual']);
    if (code.startsWith(SOLE_TRADER_PREFIX)) {
      if (name !== undefined) fault(payload, 'PERSONAL_DATA', ['name']);
    } else if (name === undefined) fault(payload, 'FIELD_MISSING', ['name']);
  } else if (foreign !== undefined) {
    if (individual !== undefined) fault(payload, 'FIELD_UNKNOWN', ['individual']);
    if (name === undefined) fault(payload, 'FIELD_MISSING', ['name']);
  } else if (individual !== undefined) {
    if (name !== undefined) fault(payload, 'PERSONAL_DATA', ['name']);
  } else fault(payload, 'FIELD_MISSING', ['uscc']);
};

/** A company, a foreign party, or a natural person of whom nothing is recorded. */
export const party = () => record(partyShape).check(checkParty);
export type Party = z.output<ReturnType<typeof party>>;

export const SIZES = ['large', 'medium', 'small', 'micro'] as const;
export const STAGES = ['startup', 'growth', 'mature'] as const;
const INDUSTRY_PATTERN = /^([A-T]|[A-T]?\d{2,4})$/;

/** A party with its place and classes. The division's validity is judged at `effectiveOn`, by the catalogue. */
export const enterprise = () =>
  record({
    ...partyShape,
    division: z.string(),
    size: z.enum(SIZES).optional(),
    stage: z.enum(STAGES).optional(),
    industry: z
      .string()
      .check((payload) => {
        if (!INDUSTRY_PATTERN.test(payload.value))
          fault(payload, 'VALUE_FORM', [], { expected: 'GB/T 4754-2017' });
      })
      .optional(),
    keyIndustry: integer(1, 10).optional(),
  }).check(checkParty);
export type Enterprise = z.output<ReturnType<typeof enterprise>>;

export const INSTITUTION_KINDS = [
  'bank',
  'guarantor',
  'pawnbroker',
  'insurer',
  'securities',
  'trust',
  'fund',
  'lessor',
  'microlender',
  'ipExchange',
  'ipService',
  'government',
] as const;
export const institution = () =>
  record({ uscc: uscc(), name: text(), kind: z.enum(INSTITUTION_KINDS) }).check((payload) => {
    if (payload.value.uscc.startsWith(SOLE_TRADER_PREFIX)) fault(payload, 'PERSONAL_DATA', ['name']);
  });
export type Institution = z.output<ReturnType<typeof institution>>;

export const PATENT_KINDS = ['invention', 'utilityModel', 'design'] as const;
export const RIGHT_KINDS = [
  ...PATENT_KINDS,
  'trademark',
  'copyright',
  'layoutDesign',
  'geographicalIndication',
  'plantVariety',
] as const;
export type RightKind = (typeof RIGHT_KINDS)[number];

export const isPatentKind = (kind: RightKind): boolean =>
  kind === 'invention' || kind === 'utilityModel' || kind === 'design';

const normalizedNumber = (kind: RightKind, number: string): string | undefined => {
  if (isPatentKind(kind)) return normalizePatentNumber(number);
  return kind !== 'trademark' || isTrademarkNumber(number) ? number : undefined;
};

const checkNumber = (payload: Payload<{ kind: RightKind; number: string }>): void => {
  const { kind, number } = payload.value;
  const normalized = normalizedNumber(kind, number);
  if (normalized === undefined)
    fault(payload, kind === 'trademark' ? 'TRADEMARK_NUMBER' : 'PATENT_NUMBER', ['number']);
  // The parsed object is the schema's own copy, so the number is put into its normal form in place.
  else payload.value.number = normalized;
};

/** A right, its number in normal form. */
export const right = () =>
  record({
    kind: z.enum(RIGHT_KINDS),
    number: text(),
    title: text().optional(),
    niceClass: integer(1, 45).optional(),
  }).check(checkNumber);
export type Right = z.output<ReturnType<typeof right>>;

/** A right named by kind and number alone. */
export const rightReference = () => record({ kind: z.enum(RIGHT_KINDS), number: text() }).check(checkNumber);

/** What tells rights apart. */
export const rightKey = (item: { readonly kind: string; readonly number: string }): string =>
  `${item.kind}:${item.number}`;

const checkRepeats = (payload: Payload<{ kind: RightKind; number: string }[]>): void => {
  if (payload.value.length < 2) return;
  const seen = new Set<string>();
  payload.value.forEach((item, index) => {
    const key = rightKey(item);
    if (seen.has(key)) fault(payload, 'RIGHT_REPEATED', [index]);
    seen.add(key);
  });
};

export const rights = (min: 0 | 1) => z.array(right()).min(min).max(RIGHTS_MAX).check(checkRepeats);
export const rightReferences = () => z.array(rightReference()).min(1).max(RIGHTS_MAX).check(checkRepeats);

/** Same party: by USCC, else by country and registration; natural persons are never the same (domain.md §9). */
export const isSameParty = (a: PartyValue, b: PartyValue): boolean => {
  if (a.uscc !== undefined || b.uscc !== undefined) return a.uscc === b.uscc;
  if (a.foreign === undefined || b.foreign === undefined) return false;
  return a.foreign.country === b.foreign.country && a.foreign.registration === b.foreign.registration;
};
