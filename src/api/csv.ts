import { stringify } from 'csv-stringify/sync';

/** Tables as CSV: one line for each item, one column for each of its members, named by their dotted paths. */

const FORMULA = /^[=+\-@\t\r]/;
const NUMBER = /^-?\d+(\.\d+)?$/;

/** A text that a spreadsheet would run as a formula is kept from it by a quotation mark; numbers are numbers. */
const cellOf = (value: unknown): string => {
  if (value === null || value === undefined) return '';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isScalar = (value: unknown): boolean => typeof value !== 'object' || value === null;

/** `{a: {b: 1}, c: ['x', 'y']}` → `a.b`: 1, `c`: `x;y`. A list of objects is one cell of JSON. */
const flatten = (item: Record<string, unknown>, prefix = ''): [string, string][] =>
  Object.entries(item).flatMap(([key, value]): [string, string][] => {
    if (isObject(value)) return flatten(value, `${prefix}${key}.`);
    const isPlainList = Array.isArray(value) && value.every(isScalar);
    return [[prefix + key, isPlainList ? cellOf(value.join(';')) : cellOf(value)]];
  });

/** UTF-8 with a byte order mark. The columns of an empty table are those given; others follow as they appear. */
export const csvOf = (items: readonly object[], columns: readonly string[]): string => {
  const rows = items.map((item) => new Map(flatten(item as Record<string, unknown>)));
  const names = new Set(rows.flatMap((row) => [...row.keys()]));
  const known = [...columns, ...[...names].filter((name) => !columns.includes(name))];
  // A member that is null here and an object there has its columns there.
  const shown = known.filter((name) => names.size === 0 || names.has(name));
  const lines = rows.map((row) => shown.map((name) => row.get(name) ?? ''));
  return stringify([shown, ...lines], { bom: true, record_delimiter: '\r\n' });
};
