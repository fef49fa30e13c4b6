/**
 * Which cells of a published table are left blank (R22). A table is the parts of one figure by one dimension, and their
 * sum is public, for the city's own row is never suppressed. The tables of a bulletin share nothing but these sums: no
 * cell of one is a sum of cells of another, so what one sum gives away is all that subtraction can give away.
 *
 * - A cell of fewer than three enterprises is blank (primary).
 * - The next smallest cells are blank too until the blank ones can no longer be told from their public sum (secondary):
 *   there are at least two, their sum leaves each of them room above the least that a cell can be, and together they are
 *   of at least three enterprises, for their sum is as good as a published cell.
 * - What an earlier bulletin of the same year has left blank, and still has that value, stays blank. What it has printed,
 *   and still has that value, hides nothing, so other cells are taken before it. The sum of what stays blank may be known
 *   from that bulletin, so what is newly blank is to be hidden by itself, as long as other cells have changed too.
 *
 * Where all cells together are not enough, the table is not printed but for its sum: not even which cells it has.
 *
 * What cannot be protected is a cell that alone has changed since the bulletin before, against somebody who knows that; nor
 * what two bulletins tell of which none is in the prefix of the other.
 */

export interface Cell {
  readonly key: string;
  /** In fen, or a number; never negative. */
  readonly amount: bigint;
  /** The enterprises behind it. */
  readonly enterprises: ReadonlySet<string>;
}

/** What an earlier bulletin has made of the same table. */
export interface EarlierTable {
  readonly amounts: ReadonlyMap<string, bigint>;
  readonly blank: ReadonlySet<string>;
}

export interface SuppressionOptions {
  /** The least that a cell of the table can be: 1 where things are counted, 0 for amounts. */
  readonly least: bigint;
  readonly earlier?: EarlierTable | null;
}

export const ENTERPRISES_MIN = 3;
const BLANKS_MIN = 2;

const byAmount = (a: Cell, b: Cell): number => {
  if (a.amount !== b.amount) return a.amount < b.amount ? -1 : 1;
  return a.key < b.key ? -1 : 1;
};

/** Whether nobody can tell any of these blank cells from their sum, which is public. */
const areHidden = (blank: readonly Cell[], least: bigint): boolean => {
  if (blank.length < BLANKS_MIN) return false;
  const room = blank.reduce((sum, { amount }) => sum + amount - least, 0n);
  if (room <= 0n) return false;
  const enterprises = new Set(blank.flatMap((cell) => [...cell.enterprises]));
  return enterprises.size >= ENTERPRISES_MIN;
};

/** Blanks the next smallest candidates until `isEnough`; undefined if all of them are not enough. */
const blankedUntil = (
  blank: readonly Cell[],
  candidates: readonly Cell[],
  isEnough: (blank: readonly Cell[]) => boolean,
): readonly Cell[] | undefined => {
  const taken = [...blank];
  const left = candidates.filter((cell) => !blank.includes(cell)).sort(byAmount);
  for (;;) {
    if (isEnough(taken)) return taken;
    const next = left.shift();
    if (!next) return undefined;
    taken.push(next);
  }
};

/** Keys of the cells to leave blank, or null if the table is not to be printed. `cells` are all parts of one sum. */
export const blankKeys = (
  cells: readonly Cell[],
  { least, earlier = null }: SuppressionOptions,
): ReadonlySet<string> | null => {
  const isSame = ({ key, amount }: Cell): boolean => earlier?.amounts.get(key) === amount;
  const isCarried = (cell: Cell): boolean => isSame(cell) && earlier?.blank.has(cell.key) === true;
  const isKnown = (cell: Cell): boolean => isSame(cell) && !isCarried(cell);
  const primary = cells.filter((cell) => cell.enterprises.size < ENTERPRISES_MIN || isCarried(cell));
  if (primary.length === 0) return new Set();
  const unknown = cells.filter((cell) => !isKnown(cell));
  const isHidden = (taken: readonly Cell[]): boolean =>
    areHidden(
      taken.filter((cell) => !isKnown(cell)),
      least,
    );
  const isFreshHidden = (taken: readonly Cell[]): boolean => {
    const fresh = taken.filter((cell) => !isSame(cell));
    return fresh.length === 0 || areHidden(fresh, least);
  };
  const blank =
    blankedUntil(primary, unknown, (taken) => isHidden(taken) && isFreshHidden(taken)) ??
    blankedUntil(primary, unknown, isHidden) ??
    blankedUntil(primary, cells, (taken) => areHidden(taken, least));
  return blank ? new Set(blank.map(({ key }) => key)) : null;
};
