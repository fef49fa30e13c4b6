import { DIMENSIONS, MEASURE_NAMES } from '../../projections/measures.ts';

/**
 * The read model's tables. All of it can be deleted and rebuilt from the journal.
 *
 * `entry` has one row per posting difference; it is keyed by measure and month first, so that a figure's lineage and the
 * entries of an unfinished batch are each one range. `total` has the running sums per account (measure × selector ×
 * month) at the end of each batch that touched it: a month as of any size is one seek, and at most the entries since the
 * batch before. Selector 0 is the whole city; every value of a dimension is another.
 *
 * `enterprise_change` is to the numbers of enterprises what `entry` is to the postings: their measures are counted by their
 * place in {@link ENTERPRISE_MEASURES}. `enterprise` has the sums of each as of the size in `enterprises_written`.
 */

/** Counts up with every change of the tables or of what the projections book; another version is built anew. */
export const FIGURES_VERSION = 4;

export const WHOLE_CITY = 0;

export const FIGURE_TABLES = `
  CREATE TABLE batch (size INTEGER PRIMARY KEY, turnover TEXT NOT NULL) STRICT;
  CREATE TABLE selector (
    id INTEGER PRIMARY KEY,
    dimension INTEGER NOT NULL,
    value TEXT NOT NULL,
    UNIQUE (dimension, value)
  ) STRICT;
  CREATE TABLE tuple (
    id INTEGER PRIMARY KEY,
    ${DIMENSIONS.map((_, index) => `d${index} INTEGER NOT NULL`).join(', ')},
    UNIQUE (${DIMENSIONS.map((_, index) => `d${index}`).join(', ')})
  ) STRICT;
  CREATE TABLE entry (
    measure INTEGER NOT NULL,
    month INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    place INTEGER NOT NULL,
    amount INTEGER NOT NULL,
    postings INTEGER NOT NULL,
    tuple INTEGER NOT NULL,
    enterprise TEXT NOT NULL,
    PRIMARY KEY (measure, month, sequence, place)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE total (
    measure INTEGER NOT NULL,
    selector INTEGER NOT NULL,
    month INTEGER NOT NULL,
    size INTEGER NOT NULL,
    amount INTEGER NOT NULL,
    postings INTEGER NOT NULL,
    PRIMARY KEY (measure, selector, month, size)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE enterprise_change (
    measure INTEGER NOT NULL,
    year INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    place INTEGER NOT NULL,
    division INTEGER NOT NULL,
    city_count INTEGER NOT NULL,
    city_first INTEGER NOT NULL,
    division_count INTEGER NOT NULL,
    division_first INTEGER NOT NULL,
    PRIMARY KEY (measure, year, sequence, place)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE enterprises_written (size INTEGER NOT NULL) STRICT;
  INSERT INTO enterprises_written VALUES (0);
  CREATE TABLE enterprise (
    measure INTEGER NOT NULL,
    uscc TEXT NOT NULL,
    sums TEXT NOT NULL,
    PRIMARY KEY (measure, uscc)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE request (sequence INTEGER PRIMARY KEY, subject TEXT NOT NULL) STRICT;
  CREATE TABLE report (
    period TEXT NOT NULL,
    sequence INTEGER NOT NULL,
    PRIMARY KEY (period, sequence)
  ) STRICT, WITHOUT ROWID;
`;

/**
 * Accounts of enterprises are kept beside those of the measures, one for the city and one for its divisions, per year (at the
 * year's first month): their amount is the number of distinct enterprises, their postings that of the first-time ones.
 */
export const ENTERPRISE_MEASURES = ['pledge.count', 'insurance.sumInsured', 'deal.count'] as const;
export const ENTERPRISE_SCOPES = ['city', 'division'] as const;
export type EnterpriseScope = (typeof ENTERPRISE_SCOPES)[number];

const ENTERPRISE_BASE = 1_000;

/** Number of a measure in the tables. */
export const measureNumber = (measure: string): number =>
  (MEASURE_NAMES as readonly string[]).indexOf(measure);

/** Number of the account family that counts enterprises of a measure, which is given by its place. */
export const enterpriseNumber = (measure: number, scope: EnterpriseScope): number =>
  ENTERPRISE_BASE + measure * ENTERPRISE_SCOPES.length + ENTERPRISE_SCOPES.indexOf(scope);
