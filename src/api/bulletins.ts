import { hash } from 'node:crypto';
import type { BulletinRow } from '../../projections/bulletin.ts';
import { BULLETIN_TABLES, type TableKey, tableCsv } from '../../projections/bulletinTables.ts';
import { indicatorOf } from '../../projections/indicators.ts';
import type { RecordedEvent } from '../domain/envelope.ts';
import { recent } from '../domain/recent.ts';
import type { FactKey } from '../domain/refusal.ts';
import { withLogIndex } from '../journal/reader.ts';
import type { LedgerReader } from '../main.ts';
import { notFound } from '../problem.ts';
import type { PublishedAt } from '../readmodel/published.ts';
import { type AsOfJson, asOfJson } from './asOf.ts';
import { TABLES_KEPT_HALF_MAX } from './limits.ts';
import { onlyKnown, type Parameters } from './parameters.ts';
import { rulesAt } from './rules.ts';

/** The published bulletins: what the public sees of the ledger. */

export interface BulletinJson {
  readonly id: string;
  readonly year: number;
  /** The size of the log that it speaks of. */
  readonly asOf: AsOfJson;
  readonly request: FactKey & { readonly sequence: string };
  readonly approval: FactKey & { readonly sequence: string };
  readonly publishedAt: string;
}

const placed = ({ source, id, sequence }: FactKey & { readonly sequence: number }) => ({
  source,
  id,
  sequence: String(sequence),
});

const sizeOf = ({ data }: PublishedAt): number => Number.parseInt(data.treeSize, 10);

const eventAt = ({ journal }: LedgerReader, sequence: number): RecordedEvent & { logindex: string } => {
  const stored = journal.at(sequence);
  if (!stored) throw new RangeError(`no event ${sequence}`);
  return withLogIndex(stored);
};

const bulletinJson = (ledger: LedgerReader, published: PublishedAt): BulletinJson => ({
  id: published.id,
  year: published.data.year,
  asOf: asOfJson(ledger.journal, sizeOf(published)),
  request: placed(published.request),
  approval: placed(published.approval),
  publishedAt: eventAt(ledger, published.approval.sequence).recordedtime,
});

/** `bulletins`: those published, in the order of their publication. */
export const readBulletins = (
  ledger: LedgerReader,
  parameters: Parameters,
): { readonly bulletins: readonly BulletinJson[] } => {
  onlyKnown(parameters, []);
  const published = ledger.published(ledger.journal.size());
  return { bulletins: published.map((each) => bulletinJson(ledger, each)) };
};

/** @throws Problem NOT_FOUND */
const publishedOf = (ledger: LedgerReader, id: string): PublishedAt => {
  const found = ledger.published(ledger.journal.size()).find((each) => each.id === id);
  if (!found) throw notFound(`公报 ${id}`, `bulletin ${id}`);
  return found;
};

/** The part of its path that names a table: `<indicator>-<dimension>.csv`. */
const fileOf = (indicator: string, by: string): string => `${indicator}-${by}.csv`;

const tablePath = (id: string, file: string): string =>
  `/v1/bulletins/${encodeURIComponent(id)}/tables/${file}`;

/** One bulletin: its rows with their names, where its tables are, and the two events that it is, in full. */
export const readBulletin = (ledger: LedgerReader, id: string, parameters: Parameters) => {
  onlyKnown(parameters, []);
  const published = publishedOf(ledger, id);
  const { tables } = published.data;
  // What was published is what the ledger computed.
  const rows = published.data.rows as unknown as readonly BulletinRow[];
  return {
    ...bulletinJson(ledger, published),
    rows: rows.map((row) => ({ ...row, name: indicatorOf(row.code).name })),
    tables: tables.map((table) => ({ ...table, path: tablePath(id, fileOf(table.indicator, table.by)) })),
    events: [published.request, published.approval].map(({ sequence }) => eventAt(ledger, sequence)),
  };
};

const tableOf = (file: string): TableKey => {
  const found = BULLETIN_TABLES.find(({ indicator, by }) => fileOf(indicator.code, by) === file);
  if (!found) throw notFound(`表格 ${file}`, `table ${file}`);
  return found;
};

interface StatedTable {
  readonly published: PublishedAt;
  readonly table: TableKey;
  /** Of the table's bytes, as the bulletin has it. */
  readonly sha256: string;
}

/** @throws Problem NOT_FOUND for what is not published in the ledger's prefix */
const statedTable = (ledger: LedgerReader, id: string, file: string): StatedTable => {
  const published = publishedOf(ledger, id);
  const table = tableOf(file);
  const stated = published.data.tables.find(
    ({ indicator, by }) => indicator === table.indicator.code && by === table.by,
  );
  if (!stated) throw new Error(`bulletin ${id} has no ${file}`);
  return { published, table, sha256: stated.sha256 };
};

const computedTable = (ledger: LedgerReader, { published, table, sha256 }: StatedTable): string => {
  const size = sizeOf(published);
  const { bulletinTable } = rulesAt(ledger, size);
  const csv = tableCsv(table, bulletinTable(ledger.figures.at(size), table, published.data.year));
  if (sha256 !== hash('sha256', csv))
    throw new Error(
      `bulletin ${published.id}: ${fileOf(table.indicator.code, table.by)} is not what was published`,
    );
  return csv;
};

/**
 * A table of a bulletin as CSV. It is computed anew from the log at the bulletin's size, by the rules of then, and handed out
 * only if it is byte for byte what was published.
 */
export const readBulletinTable = (ledger: LedgerReader, id: string, file: string): string =>
  computedTable(ledger, statedTable(ledger, id, file));

/**
 * The same for one who is asked for them by everybody: computed once, a table is kept by the hash that bulletins state, for
 * whatever has it is the table. Whether it is published is looked up each time.
 */
export const createTableReader = (): typeof readBulletinTable => {
  const kept = recent<string, string>(TABLES_KEPT_HALF_MAX);
  return (ledger, id, file) => {
    const stated = statedTable(ledger, id, file);
    const known = kept.get(stated.sha256);
    if (known !== undefined) return known;
    const csv = computedTable(ledger, stated);
    kept.set(stated.sha256, csv);
    return csv;
  };
};
