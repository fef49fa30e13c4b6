import { fenOf, SIGNED_MONEY_PATTERN } from './money.ts';

/**
 * The money that a fact states, whatever it does with it. No account can hold more than all facts together state, so a ledger
 * whose facts state less than a total may hold needs no other check of its totals.
 */

/** Every field of the catalogue that states money; a test holds the two to agree. */
export const MONEY_FIELDS: ReadonlySet<string> = new Set([
  'amount',
  'appraisedValue',
  'interest',
  'premium',
  'premiumChange',
  'price',
  'priceChange',
  'principal',
  'proceeds',
  'refund',
  'securedAmount',
  'shelfAmount',
  'sumInsured',
  'sumInsuredChange',
  'targetSize',
  'toPledgee',
  'toPledgor',
  'unpaidPrincipal',
]);

/** Money fields of one event at most; the largest amount of each is 10^13 fen. */
export const MONEY_FIELDS_PER_EVENT_MAX = 4;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What a correction holds may not have been validated yet; the largest amount has far fewer characters. */
const AMOUNT_CHARS_MAX = 20;
const isAmount = (text: string): boolean =>
  text.length <= AMOUNT_CHARS_MAX && SIGNED_MONEY_PATTERN.test(text);

/** Each amount with its pointer; of a correction or a request also what it holds. */
function* amountsIn(data: object, pointer: string): Generator<{ pointer: string; fen: bigint }> {
  for (const [name, value] of Object.entries(data)) {
    if (typeof value === 'string' && MONEY_FIELDS.has(name) && isAmount(value)) {
      const fen = fenOf(value);
      yield { pointer: `${pointer}/${name}`, fen: fen < 0n ? -fen : fen };
    } else if (name === 'data' && isObject(value)) yield* amountsIn(value, `${pointer}/data`);
  }
}

/** Sum of the amounts in the data of a fact, each without its sign. A plain loop: every event is asked twice. */
export const turnoverFen = (data: object): bigint => {
  let sum = 0n;
  for (const name in data) {
    const value = (data as Record<string, unknown>)[name];
    if (typeof value === 'string') {
      if (!MONEY_FIELDS.has(name) || !isAmount(value)) continue;
      const fen = fenOf(value);
      sum += fen < 0n ? -fen : fen;
    } else if (name === 'data' && isObject(value)) sum += turnoverFen(value);
  }
  return sum;
};

/** Pointer of the largest amount in the data of a fact. */
export const largestAmountPointer = (data: object): string => {
  let largest = { pointer: '/type', fen: 0n };
  for (const amount of amountsIn(data, '/data')) if (amount.fen > largest.fen) largest = amount;
  return largest.pointer;
};
