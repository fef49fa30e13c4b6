/** Readings that are lists: they are answered as CSV and as NDJSON too. */

export interface List {
  /** The items of an answer, one for each line. */
  readonly items: (value: Record<string, unknown>) => readonly object[];
  /** First columns of a table, and all of an empty one. */
  readonly columns: readonly string[];
}

const member =
  (name: string): List['items'] =>
  (value) =>
    value[name] as readonly object[];

const RECORD_COLUMNS = ['sequence', 'recordedTime', 'recordedBy'];

interface Year {
  readonly year: number;
  readonly months: readonly object[];
  readonly parts: readonly object[];
}

/** The years of a series, or their parts where it is broken down. */
const seriesItems: List['items'] = ({ years, by }) =>
  (years as readonly Year[]).flatMap(({ months: _, parts, ...year }) =>
    by === null ? [year] : parts.map((part) => ({ year: year.year, ...part })),
  );

const ENTRIES: List = {
  items: member('entries'),
  columns: ['sequence', 'recordedTime', 'effectiveOn', 'month', 'subject', 'source', 'id', 'type'],
};

export const LISTS: Readonly<Record<string, List>> = {
  '/v1/indicators': { items: member('rows'), columns: ['number', 'code', 'name.zh', 'name.en', 'unit'] },
  '/v1/indicators/:code': { items: seriesItems, columns: ['year'] },
  '/v1/indicators/:code/:year/lineage': ENTRIES,
  '/v1/indicators/:code/:year/difference': ENTRIES,
  '/v1/contracts': { items: member('contracts'), columns: ['subject', 'revision'] },
  '/v1/periods': { items: member('periods'), columns: ['period', 'state', ...RECORD_COLUMNS] },
  '/v1/targets': { items: member('targets'), columns: ['indicator', 'year', 'target', ...RECORD_COLUMNS] },
  '/v1/observations': {
    items: member('observations'),
    columns: ['indicator', 'year', 'value', ...RECORD_COLUMNS],
  },
  '/v1/changes': {
    items: member('changes'),
    columns: ['request.source', 'request.id', 'subject', 'sequence', 'type', 'state'],
  },
  '/v1/findings': { items: member('findings'), columns: ['id', 'code', 'state', 'sequence', 'recordedTime'] },
};
