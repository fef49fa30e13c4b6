import { hash } from 'node:crypto';
import { type Problem, wrongUse } from '../problem.ts';
import type { Parameters } from './parameters.ts';

/**
 * Cursors: the last place seen, and of a filtered list a tag of its filters, for with others the pages would leave out or
 * repeat. The vintage is none of them: a place is the same in every one, and later pages may be asked of a longer log.
 */

const TAG_DIGITS = 8;
const CURSOR = /^(.+?)(?:\.([0-9a-f]{8}))?$/;

/** Of the filters that are given; undefined without one. */
const tagOf = (filters: Parameters): string | undefined => {
  const given = Object.entries(filters).filter(([, text]) => text !== undefined);
  return given.length === 0 ? undefined : hash('sha256', JSON.stringify(given.sort())).slice(0, TAG_DIGITS);
};

export const cursorAt = (place: string, filters: Parameters): string => {
  const tag = tagOf(filters);
  return tag === undefined ? place : `${place}.${tag}`;
};

export const wrongCursor = (cursor: string): Problem =>
  wrongUse(
    `cursor "${cursor}"：应为同一查询的答复中的 next`,
    `cursor "${cursor}": the next of an answer to the same question`,
  );

/** The parts of the place that a cursor names, by the pattern of places. @throws Problem USAGE */
export const placeOf = (
  cursor: string | undefined,
  place: RegExp,
  filters: Parameters,
): readonly string[] | undefined => {
  if (cursor === undefined) return undefined;
  const [, text = '', tag] = CURSOR.exec(cursor) ?? [];
  const parts = place.exec(text);
  if (parts && tag === tagOf(filters)) return parts.slice(1);
  throw wrongCursor(cursor);
};

/** Where the next page of a list is, relative to this one (RFC 8288); undefined where there is none. */
export const linkToNext = (value: unknown, parameters: Parameters): string | undefined => {
  const { next } = value as { readonly next?: unknown };
  if (typeof next !== 'string') return undefined;
  const query = Object.entries({ ...parameters, cursor: next }).map(
    ([name, text = '']) => `${encodeURIComponent(name)}=${encodeURIComponent(text)}`,
  );
  return `<?${query.join('&')}>; rel="next"`;
};
