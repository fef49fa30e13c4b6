import type { AnnexOptions, AnnexRow } from '../../projections/annex.ts';
import { type QuantityJson, type ValueJson, valueJson } from '../../projections/figures.ts';
import { indicatorOf } from '../../projections/indicators.ts';
import type { LineageEntry } from '../../projections/lineageEntry.ts';
import { type Reference, referencesOf, revisedSince } from '../../projections/revision.ts';
import type { LedgerReader } from '../main.ts';
import { quantityDifference } from '../readmodel/lineage.ts';
import { type AsOfJson, asOfJson } from './asOf.ts';
import { rulesAt } from './rules.ts';

/** Why a row of the annex table has the status `R`: what it was at the year's closing or in the last bulletin, and what has changed it since. */

export interface RevisionJson {
  readonly since: Reference['since'];
  /** Id of the bulletin. */
  readonly bulletin?: string;
  readonly asOf: AsOfJson;
  readonly value: ValueJson | null;
  readonly change: QuantityJson;
  /** Number of entries between; of many, `entries` has the first ones and `difference` all. */
  readonly entryCount: string;
  readonly entries: readonly LineageEntry[];
}

export type RowWithRevisions = AnnexRow & { readonly revised?: readonly RevisionJson[] };

const ENTRIES_SHOWN_MAX = 100;

interface Moment {
  readonly size: number;
  readonly year: number;
  readonly options: Omit<AnnexOptions, 'year'>;
}

const revisionsOf = (ledger: LedgerReader, code: string, { size, year }: Moment): readonly RevisionJson[] => {
  const { figures, journal, lineage } = ledger;
  const indicator = indicatorOf(code);
  const figureAt = (treeSize: number) =>
    rulesAt(ledger, treeSize).valueOfYear(figures.at(treeSize), indicator, year);
  const now = figureAt(size);
  const references = referencesOf(figures.at(size), year, { inBulletins: true });
  return revisedSince(now, references, figureAt).map(({ since, bulletin, treeSize }) => {
    const then = figureAt(treeSize);
    const entries = lineage.lineage(indicator, year, size, treeSize);
    return {
      since,
      ...(bulletin === undefined ? {} : { bulletin }),
      asOf: asOfJson(journal, treeSize),
      value: then.quantity === null ? null : valueJson(then.quantity, 'halfEven'),
      change: quantityDifference(indicator, now, then),
      entryCount: String(entries.length),
      entries: entries.slice(0, ENTRIES_SHOWN_MAX),
    };
  });
};

/** Entries are of the city's whole year on the registered basis, so only such rows can say what changed them. */
const isExplained = ({ division, months, basis }: Moment['options']): boolean =>
  (division ?? null) === null && (months ?? null) === null && basis !== 'disbursed';

export const withRevisions = (
  ledger: LedgerReader,
  moment: Moment,
  rows: readonly AnnexRow[],
): readonly RowWithRevisions[] =>
  isExplained(moment.options)
    ? rows.map((row) =>
        row.status.includes('R') ? { ...row, revised: revisionsOf(ledger, row.code, moment) } : row,
      )
    : rows;
