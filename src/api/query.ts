import { wrongUse } from '../problem.ts';
import type { Parameters } from './parameters.ts';

/** Query strings, read strictly: what a lenient reader would guess at is wrong use. */

/** A `+` stands for itself (RFC 3986), so that the offset of a time may be written as it is. */
const decode = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    throw wrongUse(`"${text}" 不是百分号编码的 UTF-8`, `"${text}" is not percent-encoded UTF-8`);
  }
};

/** Parameters of a request target. @throws Problem USAGE for a malformed encoding or a repeated name */
export const queryOf = (target: string): Parameters => {
  const start = target.indexOf('?');
  const found = new Map<string, string>();
  for (const part of start < 0 ? [] : target.slice(start + 1).split('&')) {
    if (part === '') continue;
    const equals = part.indexOf('=');
    const name = decode(equals < 0 ? part : part.slice(0, equals));
    if (found.has(name)) throw wrongUse(`${name} 重复给出`, `${name} is given twice`);
    found.set(name, equals < 0 ? '' : decode(part.slice(equals + 1)));
  }
  return Object.fromEntries(found);
};

/** A switch that is off unless it says `true`. @throws Problem USAGE */
export const switchParameter = (parameters: Parameters, name: string): boolean => {
  const text = parameters[name] ?? 'false';
  if (text !== 'true' && text !== 'false')
    throw wrongUse(`${name} "${text}"：应为 true 或 false`, `${name} "${text}": true or false`);
  return text === 'true';
};

const DIGITS = /^\d{1,15}$/;

/** A place in the log. @throws Problem USAGE */
export const sequenceParameter = (text: string | undefined, name: string): number | undefined => {
  if (text === undefined) return undefined;
  if (!DIGITS.test(text))
    throw wrongUse(`${name} "${text}"：应为序号`, `${name} "${text}": a sequence number`);
  return Number.parseInt(text, 10);
};

/** Number of items wanted. @throws Problem USAGE */
export const limitParameter = (parameters: Parameters, max: number): number | undefined => {
  const text = parameters.limit;
  if (text === undefined) return undefined;
  const limit = DIGITS.test(text) ? Number.parseInt(text, 10) : 0;
  if (limit < 1 || limit > max)
    throw wrongUse(`limit "${text}"：应为 1 至 ${max}`, `limit "${text}": from 1 to ${max}`);
  return limit;
};
