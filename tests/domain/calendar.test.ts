import { expect, test } from 'vitest';
import { addDays, parseTime, timeText } from '../../src/domain/calendar.ts';

test.each([
  ['2020-02-28', 1, '2020-02-29'],
  ['2021-02-28', 1, '2021-03-01'],
  ['2021-01-01', -1, '2020-12-31'],
  ['0001-01-01', 1, '0001-01-02'],
  ['9999-12-30', 1, '9999-12-31'],
])('%s and %i days is %s', (date, days, expected) => {
  expect(addDays(date, days)).toBe(expected);
});

test('no date lies after the last that can be written', () => {
  expect(addDays('9999-12-31', 1)).toBe('9999-12-31');
});

test.each([
  ['2021-03-10T01:00:00Z', '2021-03-10T01:00:00.000000Z'],
  ['2021-03-10t01:00:00z', '2021-03-10T01:00:00.000000Z'],
  ['2021-03-10T09:00:00+08:00', '2021-03-10T01:00:00.000000Z'],
  ['2021-03-09T19:30:00.5-05:30', '2021-03-10T01:00:00.500000Z'],
  ['2021-03-10T01:00:00.123456789012Z', '2021-03-10T01:00:00.123456Z'],
])('%s is the time %s', (text, expected) => {
  const us = parseTime(text);
  expect(us === undefined ? undefined : timeText(us)).toBe(expected);
});

test.each([
  '2021-03-10',
  '2021-03-10T01:00:00',
  '2021-03-10 01:00:00Z',
  '2021-03-10T01:00Z',
  '2021-03-10T24:00:00Z',
  '2021-03-10T01:00:60Z',
  '2021-02-29T01:00:00Z',
  '2021-03-10T01:00:00.Z',
  '2021-03-10T01:00:00+0800',
  '2021-03-10T01:00:00+24:00',
  '2021-03-10T01:00:00Z\n',
])('%j is no RFC 3339 time', (text) => {
  expect(parseTime(text)).toBeUndefined();
});
