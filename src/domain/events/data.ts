import type * as z from 'zod';
import { isDate } from '../calendar.ts';
import { date, fault, record } from '../shapes.ts';

/** The `data` of an event: its fields and `effectiveOn`, the business date that every event has. */
export const data = <const S extends z.core.$ZodLooseShape>(shape: S) =>
  record({ ...shape, effectiveOn: date() });

/** Refuses unless `later` > `earlier`. The check runs on faulty fields too; what is no date has been refused as that. */
export const requireLater = (
  payload: z.core.ParsePayload<unknown>,
  field: string,
  later: string,
  other: string,
  earlier: string,
): void => {
  if (later <= earlier && isDate(later) && isDate(earlier))
    fault(payload, 'DATE_NOT_LATER', [field], { field, other });
};

/** Refuses unless `later` ≥ `earlier`; what is no date has been refused as that. */
export const requireNotBefore = (
  payload: z.core.ParsePayload<unknown>,
  field: string,
  later: string,
  other: string,
  earlier: string,
): void => {
  if (later < earlier && isDate(later) && isDate(earlier))
    fault(payload, 'DATE_BEFORE', [field], { field, other });
};

/** Refuses a day after `effectiveOn` where what happened then is reported. */
export const requirePast = (
  payload: z.core.ParsePayload<{ readonly effectiveOn: string }>,
  field: string,
  day: string,
): void => {
  const { effectiveOn } = payload.value;
  if (day > effectiveOn && isDate(day) && isDate(effectiveOn))
    fault(payload, 'DATE_BEFORE', [field], { field: 'effectiveOn', other: field });
};
