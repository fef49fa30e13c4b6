import { expect, test } from 'vitest';
import { queryOf } from '../../src/api/query.ts';

test.each([
  ['/v1/indicators', {}],
  ['/v1/indicators?', {}],
  ['/v1/indicators?year=2020&asOf=latest', { year: '2020', asOf: 'latest' }],
  ['/v1/indicators?asOf=%2312345', { asOf: '#12345' }],
  ['/v1/indicators?asOf=', { asOf: '' }],
  ['/v1/indicators?asOf=2021-03-31T09:00:00%2B08:00', { asOf: '2021-03-31T09:00:00+08:00' }],
  ['/v1/indicators?asOf=2021-03-31T09:00:00+08:00', { asOf: '2021-03-31T09:00:00+08:00' }],
])('%s asks for %j', (target, parameters) => {
  expect(queryOf(target)).toEqual(parameters);
});

test.each(['/x?asOf=1&asOf=2', '/x?asOf=%', '/x?asOf=%ff'])('%s is wrong use', (target) => {
  expect(() => queryOf(target)).toThrow(expect.objectContaining({ code: 'USAGE' }));
});
