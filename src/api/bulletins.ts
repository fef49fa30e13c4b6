import { hash } from 'node:crypto';
import type { BulletinRow } from '../../projections/bulletin.ts';
import { BULLETIN_TABLES, type TableKey, tableCsv } from '../../projections/bulletinTables.ts';
import { indicatorOf } from '../../projections/indicators.ts';
import type { RecordedEvent } from '../domain/envelope.ts';
import type { FactKey } from '../domain/refusal.ts';
import { withLogIndex } from '../journal/reader.ts';
import type { LedgerReader } from '../main.ts';
import { notFound } from '../problem.ts';
import type { PublishedAt } from '../readmodel/published.ts';
import { type AsOfJson, asOfJson } from './asOf.ts';
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

/**
 * A table of a bulletin as CSV. It is computed anew from the log at the bulletin's size, by the rules of then, and handed out
 * only if it is byte for byte what was published.
 */
export const readBulletinTable = (ledger: LedgerReader, id: string, file: string): string => {
  const published = publishedOf(ledger, id);
  const table = tableOf(file);
  const size = sizeOf(published);
  const { bulletinTable } = rulesAt(ledger, size);
  const csv = tableCsv(table, bulletinTable(ledger.figures.at(size), table, published.data.year));
  const { indicator, by } = table;
  const stated = published.data.tables.find((each) => each.indicator === indicator.code && each.by === by);
  if (stated?.sha256 !== hash('sha256', csv))
    throw new Error(`bulletin ${id}: ${file} is not what was published`);
  return csv;
};
