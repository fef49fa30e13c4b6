import { SIGNED_MONEY_PATTERN } from '../domain/money.ts';
import { type MessageValue, pointerOf, type Refusal, refuse } from '../domain/refusal.ts';

/**
 * A row of a table as a fact: the header names where each cell stands in the fact. What only a spreadsheet would write
 * (thousands separators, 万元) is refused here with a hint; all else is judged by the schemas, as in JSON.
 */

/** Where the cells of a column stand in a fact; undefined for a column without a name. */
export interface FactColumn {
  readonly header: string;
  readonly path: readonly string[];
}
/** A header that was read; `type` is that of all rows where no column has it. */
export interface FactHeader {
  readonly ok: true;
  readonly columns: readonly (FactColumn | undefined)[];
  readonly type: string | undefined;
}
/** Why a header or a row could not be read. */
export interface RowRefused {
  readonly ok: false;
  readonly refusals: readonly Refusal[];
  /** Where only cells are at fault: the fact with their text as it is, to be corrected. */
  readonly fact?: Readonly<Record<string, unknown>>;
}
export type FactRow = { readonly ok: true; readonly fact: Record<string, unknown> } | RowRefused;

/** CloudEvents attributes; a data field of the same name is written with its prefix, as in `data.source`. */
const ENVELOPE: ReadonlySet<string> = new Set([
  'specversion',
  'id',
  'source',
  'subject',
  'type',
  'time',
  'recordedtime',
  'datacontenttype',
  'dataschema',
]);
const DATA = 'data';

const DATE_FIELDS: ReadonlySet<string> = new Set([
  'effectiveOn',
  'debtFrom',
  'debtUntil',
  'maturity',
  'from',
  'until',
  'lossOn',
  'periodFrom',
  'periodUntil',
]);
const AMOUNT_FIELDS: ReadonlySet<string> = new Set([
  'securedAmount',
  'appraisedValue',
  'principal',
  'interest',
  'toPledgee',
  'toPledgor',
  'sumInsured',
  'premium',
  'sumInsuredChange',
  'premiumChange',
  'amount',
  'refund',
  'price',
  'priceChange',
  'targetSize',
  'proceeds',
  'shelfAmount',
  'unpaidPrincipal',
]);
/** Decimals that are an amount, a count or a percentage by the indicator they are of. */
const DECIMAL_FIELDS: ReadonlySet<string> = new Set(['value', 'required', 'target']);
const INTEGER_FIELDS: ReadonlySet<string> = new Set([
  'year',
  'keyIndustry',
  'niceClass',
  'annualRateBp',
  'couponBp',
  'lossShareBp',
]);
const BOOLEAN_FIELDS: ReadonlySet<string> = new Set([
  'newMoney',
  'relatedParties',
  'ipOperationFund',
  'demonstration',
  'full',
  'individual',
]);
const RIGHTS_FIELD = 'rights';
const ENTERPRISES_FIELD = 'enterprises';

/** A list that must be given and may be empty; an absent one could not be written in a table otherwise. */
const EMPTY_LIST_FIELDS: ReadonlyMap<string, string> = new Map([
  ['policy.bound', RIGHTS_FIELD],
  ['tranche.issued', ENTERPRISES_FIELD],
]);

const STEP = /^[A-Za-z][A-Za-z0-9]*$/;
const TEN_THOUSAND_YUAN = /[万萬]\s*元/;
const SLASH_DATE = /^(\d{4})\/(\d{1,2})\/(\d{1,2})$/;
const INTEGER = /^(?:0|-?[1-9]\d{0,8})$/;
const DECIMAL = /^-?\d+(?:\.\d+)?$/;

const formRefusal = (expected: MessageValue, pointer: string, value?: unknown): Refusal =>
  refuse('VALUE_FORM', { pointer, value, with: { expected } });

/**
 * Reads a header: dotted paths into the fact, those of data with or without the prefix `data.`. Refused as a whole when no
 * row below could be read as meant. `type` is that of rows whose file has no column for it.
 */
export const readHeader = (cells: readonly string[], type?: string): FactHeader | RowRefused => {
  const refusals: Refusal[] = [];
  const seen = new Set<string>();
  const columns = cells.map((cell) => {
    const header = cell.trim();
    if (header === '') return undefined;
    const column = readColumn(header);
    if ('code' in column) {
      refusals.push(column);
      return undefined;
    }
    const key = column.path.join('.');
    if (seen.has(key)) refusals.push(formRefusal({ zh: '每列一次', en: 'each column once' }, '', header));
    seen.add(key);
    return column;
  });
  if (type === undefined && !seen.has('type') && refusals.length === 0)
    refusals.push(refuse('FIELD_MISSING', { pointer: '/type' }));
  return refusals.length === 0 ? { ok: true, columns, type } : { ok: false, refusals };
};

const readColumn = (header: string): FactColumn | Refusal => {
  if (TEN_THOUSAND_YUAN.test(header))
    return formRefusal(
      { zh: '金额列以元为单位，1 万元写作 10000.00', en: 'amounts in yuan, 1 万元 is 10000.00' },
      '',
      header,
    );
  if (ENVELOPE.has(header)) return { header, path: [header] };
  const steps = header.split('.');
  const path = steps[0] === DATA ? steps : [DATA, ...steps];
  return path.length > 1 && path.every((step) => STEP.test(step))
    ? { header, path }
    : formRefusal({ zh: '字段路径，如 pledgor.uscc', en: 'a dotted path such as pledgor.uscc' }, '', header);
};

/**
 * Reads a row below a header that was read. An empty cell is an absent field; dates, integers, booleans and lists become
 * what they are in JSON, all else stays text.
 */
export const readRow = (header: FactHeader, cells: readonly string[]): FactRow => {
  const { columns } = header;
  const refusals: Refusal[] = [];
  const fact: Record<string, unknown> = { specversion: '1.0', [DATA]: {} };
  if (header.type !== undefined) fact.type = header.type;
  const isOfHeader =
    cells.length >= columns.length && cells.slice(columns.length).every((cell) => cell === '');
  if (!isOfHeader) return { ok: false, refusals: [cellCountRefusal(columns.length, cells.length)] };
  let hasPlaces = true;
  columns.forEach((column, index) => {
    const cell = cells[index] as string;
    if (cell === '') return;
    const refusal = column
      ? readCell(fact, column, cell)
      : formRefusal({ zh: '该列无列名', en: 'a column with a name' }, '', cell);
    if (refusal === undefined) return;
    refusals.push(refusal);
    hasPlaces &&= column !== undefined && put(fact, column.path, cell);
  });
  addEmptyList(fact, columns);
  if (refusals.length === 0) return { ok: true, fact };
  return hasPlaces ? { ok: false, refusals, fact } : { ok: false, refusals };
};

const cellCountRefusal = (expected: number, actual: number): Refusal =>
  formRefusal(
    {
      zh: `${expected} 格，含逗号的内容须加引号`,
      en: `${expected} cells, one with a comma in quotation marks`,
    },
    '',
    `${actual}`,
  );

const addEmptyList = (fact: Record<string, unknown>, columns: readonly (FactColumn | undefined)[]): void => {
  const field = EMPTY_LIST_FIELDS.get(String(fact.type));
  const data = fact[DATA] as Record<string, unknown>;
  if (field === undefined || Object.hasOwn(data, field)) return;
  if (columns.some((column) => column?.path.length === 2 && column.path[1] === field)) data[field] = [];
};

const readCell = (fact: Record<string, unknown>, column: FactColumn, cell: string): Refusal | undefined => {
  const { path } = column;
  const converted = path[0] === DATA ? convert(path, cell) : { value: cell };
  if ('code' in converted) return converted;
  return put(fact, path, converted.value)
    ? undefined
    : formRefusal({ zh: '不与另一列冲突', en: 'no column inside another' }, pointerOf(path), cell);
};

/** Puts a value at a path, making the objects on the way; false where a cell or an object stands already. */
const put = (fact: Record<string, unknown>, path: readonly string[], value: unknown): boolean => {
  let parent = fact;
  for (const step of path.slice(0, -1)) {
    if (!Object.hasOwn(parent, step)) parent[step] = {};
    const next = parent[step];
    if (typeof next !== 'object' || next === null || Array.isArray(next)) return false;
    parent = next as Record<string, unknown>;
  }
  const field = path.at(-1) as string;
  if (Object.hasOwn(parent, field) && typeof parent[field] === 'object') return false;
  parent[field] = value;
  return true;
};

type Converted = { readonly value: unknown } | Refusal;

const convert = (path: readonly string[], cell: string): Converted => {
  const field = path.at(-1) as string;
  if (field === RIGHTS_FIELD) return readRights(path, cell);
  if (field === ENTERPRISES_FIELD) return { value: itemsOf(cell) };
  if (DATE_FIELDS.has(field)) return { value: dashed(cell) };
  if (AMOUNT_FIELDS.has(field)) return readAmount(path, cell);
  if (DECIMAL_FIELDS.has(field))
    return DECIMAL.test(cell)
      ? { value: cell }
      : formRefusal(
          { zh: '1234.5，不用千位分隔符', en: '1234.5, no thousands separator' },
          pointerOf(path),
          cell,
        );
  if (INTEGER_FIELDS.has(field)) return readInteger(pointerOf(path), cell);
  if (BOOLEAN_FIELDS.has(field)) return readBoolean(pointerOf(path), cell);
  return { value: cell };
};

/** `2021/3/1`, as spreadsheets write it, in the ledger's form. Whether the day exists is for the schema to say. */
const dashed = (cell: string): string => {
  const parts = SLASH_DATE.exec(cell);
  if (!parts) return cell;
  const [, year, month, day] = parts as unknown as [string, string, string, string];
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
};

const readAmount = (path: readonly string[], cell: string): Converted => {
  if (SIGNED_MONEY_PATTERN.test(cell)) return { value: cell };
  const refusal = refuse('MONEY_FORM', { pointer: pointerOf(path), value: cell });
  const message = {
    zh: `${refusal.message.zh}；不用千位分隔符、单位或科学计数法`,
    en: `${refusal.message.en}; no thousands separator, unit or exponent`,
  };
  return { ...refusal, message };
};

const readInteger = (pointer: string, cell: string): Converted =>
  INTEGER.test(cell)
    ? { value: Number.parseInt(cell, 10) }
    : formRefusal({ zh: '整数', en: 'an integer' }, pointer, cell);

/** Spreadsheets write booleans in upper case. */
const readBoolean = (pointer: string, cell: string): Converted => {
  const word = cell.toLowerCase();
  return word === 'true' || word === 'false'
    ? { value: word === 'true' }
    : formRefusal('true | false', pointer, cell);
};

/** Items of a list in one cell; a separator may end it. */
const itemsOf = (cell: string): string[] => {
  const items = cell.split(';').map((item) => item.trim());
  if (items.at(-1) === '') items.pop();
  return items;
};

const readRights = (path: readonly string[], cell: string): Converted => {
  const rights: unknown[] = [];
  for (const [index, item] of itemsOf(cell).entries()) {
    const right = readRight(item);
    if (right === undefined)
      return formRefusal('kind:number[:niceClass];…', pointerOf([...path, index]), item);
    rights.push(right);
  }
  return { value: rights };
};

const readRight = (item: string): Record<string, unknown> | undefined => {
  const [kind, number, niceClass, ...rest] = item.split(':').map((part) => part.trim());
  if (!kind || !number || rest.length > 0) return undefined;
  if (niceClass === undefined) return { kind, number };
  return INTEGER.test(niceClass) ? { kind, number, niceClass: Number.parseInt(niceClass, 10) } : undefined;
};
