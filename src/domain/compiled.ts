import * as z from 'zod';

/** Schemas compiled at their first use: what is plainly right passes several times faster, all else is asked of the schema itself. */

const compiled = new WeakMap<z.ZodType, z.ZodType>();

/**
 * The same schema, compiled by its library. A schema that can hold any JSON cannot be compiled and stands for itself: those are
 * few and rare (a test names them).
 */
export const compiledOf = <T>(schema: z.ZodType<T>): z.ZodType<T> => {
  const known = compiled.get(schema);
  if (known) return known as z.ZodType<T>;
  const made = z.compile(schema);
  compiled.set(schema, made);
  return made;
};
