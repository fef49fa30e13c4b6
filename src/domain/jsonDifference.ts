import { pointerToken } from './refusal.ts';

/** Where two JSON values part: the first pointer, members in the order of their names, and what stands there in both. */
export interface JsonDifference {
  readonly pointer: string;
  readonly value: unknown;
  readonly other: unknown;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The first difference of two JSON values, if there is one; `pointer` is where they stand. */
export const jsonDifference = (
  value: unknown,
  other: unknown,
  pointer: string,
): JsonDifference | undefined => {
  if (isObject(value) && isObject(other)) {
    const keys = [...new Set([...Object.keys(value), ...Object.keys(other)])].sort();
    return firstOf(keys, (key) => jsonDifference(value[key], other[key], pointer + pointerToken(key)));
  }
  if (Array.isArray(value) && Array.isArray(other)) {
    const indexes = Array.from({ length: Math.max(value.length, other.length) }, (_, index) => index);
    return firstOf(indexes, (index) =>
      jsonDifference(value[index], other[index], pointer + pointerToken(index)),
    );
  }
  return value === other ? undefined : { pointer, value, other };
};

const firstOf = <K, R>(keys: readonly K[], find: (key: K) => R | undefined): R | undefined => {
  for (const key of keys) {
    const found = find(key);
    if (found !== undefined) return found;
  }
  return undefined;
};
