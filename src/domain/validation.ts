import type * as z from 'zod';
import { type AnyData, type DataOf, divisionRefusals, type EventType, SCHEMAS } from './catalogue.ts';
import type { Code } from './codes.ts';
import { compiledOf } from './compiled.ts';
import { type MessageValue, pointerOf, type Refusal, refuse } from './refusal.ts';
import type { IssueParams } from './shapes.ts';

/** Validation of data by the catalogue's schemas, with the schema library's issues turned into our refusals. */

const TYPE_POINTER = '/type';
/** Rules inside one fact that concern no single field of it: they point at its type (domain.md §9). */
const WHOLE_FACT: ReadonlySet<Code> = new Set(['NOTHING_CHANGED', 'BOTH_ZERO_AMOUNTS']);

const valueAt = (root: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (value, step) =>
      typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[step] : undefined,
    root,
  );

const hasAt = (root: unknown, path: readonly PropertyKey[]): boolean => {
  const last = path.at(-1);
  if (last === undefined) return true;
  const parent = valueAt(root, path.slice(0, -1));
  return typeof parent === 'object' && parent !== null && Object.hasOwn(parent, last);
};

const EXPECTED_TYPES: Record<string, MessageValue> = {
  string: { zh: '文本', en: 'text' },
  money: { zh: '文本', en: 'text' },
  int: { zh: '整数', en: 'integer' },
  number: { zh: '数', en: 'number' },
  boolean: 'true | false',
  object: { zh: '对象', en: 'object' },
  record: { zh: '对象', en: 'object' },
  array: { zh: '列表', en: 'list' },
};

const refusalsOfIssue = (issue: z.core.$ZodIssue, root: unknown, prefix: string): Refusal[] => {
  const pointer = prefix + pointerOf(issue.path);
  const value = valueAt(root, issue.path);
  const missing = !hasAt(root, issue.path);
  switch (issue.code) {
    case 'custom': {
      const params = issue.params as unknown as IssueParams;
      if (WHOLE_FACT.has(params.code)) return [refuse(params.code, { pointer: TYPE_POINTER })];
      return [refuse(params.code, { pointer, value, ...(params.with ? { with: params.with } : {}) })];
    }
    case 'unrecognized_keys':
      return issue.keys.map((key) =>
        refuse('FIELD_UNKNOWN', {
          pointer: prefix + pointerOf([...issue.path, key]),
          value: valueAt(root, [...issue.path, key]),
        }),
      );
    case 'invalid_type':
      if (missing) return [refuse('FIELD_MISSING', { pointer })];
      if (issue.message === 'money' && typeof value === 'number')
        return [refuse('MONEY_NOT_TEXT', { pointer, value })];
      return [
        refuse('TYPE_WRONG', {
          pointer,
          value,
          with: { expected: EXPECTED_TYPES[issue.expected] ?? issue.expected },
        }),
      ];
    case 'invalid_value':
      if (missing) return [refuse('FIELD_MISSING', { pointer })];
      return [refuse('VALUE_NOT_ALLOWED', { pointer, value, with: { allowed: issue.values.join(' | ') } })];
    case 'too_big':
    case 'too_small':
      // Of an integer that JSON cannot hold exactly; the bound of its field says so too.
      if ('note' in issue) return [];
      return [rangeRefusal(issue, pointer, value)];
    default:
      return [
        refuse(missing ? 'FIELD_MISSING' : 'VALUE_FORM', {
          pointer,
          value,
          with: { expected: issue.message },
        }),
      ];
  }
};

const RANGES: Record<string, { min: number; max: number }> = {
  rights: { min: 0, max: 500 },
  enterprises: { min: 0, max: 500 },
  keyIndustry: { min: 0, max: 10 },
  niceClass: { min: 1, max: 45 },
  annualRateBp: { min: 0, max: 10_000 },
  couponBp: { min: 0, max: 10_000 },
  lossShareBp: { min: 1, max: 10_000 },
  year: { min: 1985, max: 2999 },
};

const rangeRefusal = (
  issue: z.core.$ZodIssueTooBig | z.core.$ZodIssueTooSmall,
  pointer: string,
  value: unknown,
): Refusal => {
  const known = RANGES[String(issue.path.at(-1))] ?? { min: 0, max: Number.MAX_SAFE_INTEGER };
  const bounds =
    issue.code === 'too_big'
      ? { min: known.min, max: String(issue.maximum) }
      : { min: String(issue.minimum), max: known.max };
  return refuse(Array.isArray(value) ? 'LIST_LENGTH' : 'VALUE_RANGE', { pointer, value, with: bounds });
};

export type Validated<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly refusals: Refusal[] };

/** A value checked by any schema; refusals carry pointers below `prefix`. */
export const validate = <T>(schema: z.ZodType<T>, value: unknown, prefix: string): Validated<T> => {
  const parsed = compiledOf(schema).safeParse(value);
  if (parsed.success) return { ok: true, value: parsed.data };
  const refusals = parsed.error.issues.flatMap((issue) => refusalsOfIssue(issue, value, prefix));
  return { ok: false, refusals };
};

/** Data of an event type checked by its schema and its divisions by their validity at `effectiveOn`. */
export const validateData = <T extends EventType>(
  type: T,
  value: unknown,
  prefix: string,
): Validated<DataOf<T>> => {
  const checked = validate(SCHEMAS[type] as unknown as z.ZodType<DataOf<T>>, value, prefix);
  if (!checked.ok)
    return {
      ok: false,
      refusals: checked.refusals.map((found) =>
        found.pointer === TYPE_POINTER ? { ...found, value: type } : found,
      ),
    };
  const refusals = divisionRefusals(type, checked.value as AnyData, prefix);
  return refusals.length === 0 ? checked : { ok: false, refusals };
};
