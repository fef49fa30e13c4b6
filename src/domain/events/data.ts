import type * as z from 'zod';
import { date, fault, record } from '../shapes.ts';

/** The `data` of an event: its fields and `effectiveOn`, the business date that every event has. */
export const data = <const S extends z.core.$ZodLooseShape>(shape: S) =>
  record({ ...shape, effectiveOn: date() });

/** Refuses unless `later` > `earlier` (both YYYY-MM-DD). */
export const requireLater = (
  payload: z.core.ParsePayload<unknown>,
  field: string,
  later: string,
  other: string,
  earlier: string,
): void => {
  if (later <= earlier) fault(payload, 'DATE_NOT_LATER', [field], { field, other });
};

/** Refuses unless `later` ≥ `earlier` (both YYYY-MM-DD). */
export const requireNotBefore = (
  payload: z.core.ParsePayload<unknown>,
  field: string,
  later: string,
  other: string,
  earlier: string,
): void => {
  if (later < earlier) fault(payload, 'DATE_BEFORE', [field], { field, other });
};
