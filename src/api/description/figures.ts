import * as z from 'zod';
import { DIMENSIONS } from '../../../projections/measures.ts';
import { AS_OF, digits, MESSAGE, monthText, signedDigits, timeText } from './shapes.ts';

/** Figures as interfaces.md gives them. */

const display = z.string().optional();
const quantityOf = (number: () => z.ZodType) =>
  z.union([
    z.strictObject({ amountFen: number() }),
    z.strictObject({ count: number() }),
    z.strictObject({ level: z.string() }),
  ]);
const withMembers = (members: z.core.$ZodLooseShape) =>
  z.union([
    z.strictObject({ ...members, amountFen: signedDigits() }),
    z.strictObject({ ...members, count: signedDigits() }),
    z.strictObject({ ...members, level: z.string() }),
  ]);

export const QUANTITY = quantityOf(signedDigits).meta({
  id: 'Quantity',
  description: 'An amount in fen, a count, or a level',
});
export const VALUE = withMembers({ display }).meta({ id: 'Value' });
const OF_YEAR = withMembers({ year: z.int() }).meta({ id: 'QuantityOfYear' });
const RATIO = z.strictObject({ exact: z.string(), percent: z.string() }).meta({ id: 'Ratio' });
const GROWTH = z
  .strictObject({
    exact: z.string().nullable(),
    percent: z.string().nullable(),
    code: z.string().nullable().meta({ description: 'Why there is none' }),
  })
  .meta({ id: 'Growth' });

const HEAD = {
  number: z.int(),
  code: z.string(),
  name: MESSAGE,
  unit: z.string(),
  value: VALUE.nullable(),
};
const TAIL = {
  confirmed: z.strictObject({ percent: z.string(), institutions: digits(), of: digits() }).nullable(),
  memo: z.record(z.string(), z.unknown()).nullable(),
  status: z.array(z.enum(['P', 'A', 'R', 'M'])),
  definition: z.strictObject({
    id: z.string(),
    version: z.int(),
    basis: z.string().nullable(),
    method: z.string(),
    baseYear: z.int().nullable(),
    rounding: z.enum(['halfEven', 'halfUp']),
    choices: z.array(z.string()),
  }),
};
const TARGETS = {
  required: z.string().nullable(),
  target: z.string().nullable(),
  met: z.boolean().nullable(),
  metRequired: z.boolean().nullable(),
  needed: QUANTITY.nullable(),
  remaining: QUANTITY.nullable(),
};

export const ANNEX_ROW = z
  .union([
    z.looseObject({
      ...HEAD,
      base: OF_YEAR.nullable(),
      previous: OF_YEAR.nullable(),
      averageAnnualGrowth: GROWTH,
      yearOnYear: GROWTH,
      ...TARGETS,
      gapPercentagePoints: z.string().nullable(),
      remainingPerMonth: QUANTITY.nullable(),
      ...TAIL,
    }),
    z.looseObject({ ...HEAD, attainment: RATIO.nullable(), ...TARGETS, ...TAIL }),
  ])
  .meta({ id: 'AnnexRow', description: 'A row of the annex table: of growth, or of a level' });

export const ANNEX_TABLE = z
  .strictObject({
    institution: z.string().optional().meta({ description: 'Whose own part it is, where it is one' }),
    year: z.int().nullable(),
    division: z.string().nullable(),
    months: z.array(z.int()).length(2).nullable(),
    asOf: AS_OF,
    rows: z.array(ANNEX_ROW),
  })
  .meta({ id: 'AnnexTable' });

export const SERIES = z
  .strictObject({
    code: z.string(),
    by: z.enum(DIMENSIONS).nullable(),
    asOf: AS_OF,
    years: z.array(
      z.strictObject({
        year: z.int(),
        value: VALUE.nullable(),
        averageAnnualGrowth: GROWTH.nullable(),
        yearOnYear: GROWTH.nullable(),
        months: z.array(z.strictObject({ month: monthText(), value: VALUE })),
        parts: z.array(z.strictObject({ key: z.string(), name: MESSAGE, value: VALUE })),
      }),
    ),
  })
  .meta({ id: 'Series' });

const ENTRY = z
  .strictObject({
    sequence: digits(),
    recordedTime: timeText(),
    effectiveOn: z.iso.date(),
    month: monthText().nullable(),
    subject: z.string(),
    source: z.string(),
    id: z.string(),
    type: z.string(),
    effect: QUANTITY,
    running: QUANTITY,
  })
  .meta({ id: 'LineageEntry', description: 'What one event did to a figure' });

export const LINEAGE = z
  .strictObject({
    code: z.string(),
    year: z.int(),
    asOf: AS_OF,
    value: VALUE.nullable(),
    entries: z.array(ENTRY),
  })
  .meta({ id: 'Lineage' });

const VINTAGE = z.strictObject({ asOf: AS_OF, value: VALUE.nullable() });
export const DIFFERENCE = z
  .strictObject({
    code: z.string(),
    year: z.int(),
    from: VINTAGE,
    to: VINTAGE,
    change: QUANTITY,
    entries: z.array(ENTRY),
  })
  .meta({ id: 'Difference' });
