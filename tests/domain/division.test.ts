import { expect, test } from 'vitest';
import seeds from '../../seeds/divisions.json' with { type: 'json' };
import indicators from '../../seeds/indicators.json' with { type: 'json' };
import industries from '../../seeds/industries.json' with { type: 'json' };
import { divisionProblem, isInCity } from '../../src/domain/division.ts';

const ON = '2020-06-30';

test.each(['441900000000', '441900119000', '441900401000', '110101', '440305', '440304', '500101'])(
  '%s is known',
  (code) => {
    expect(divisionProblem(code, ON)).toBeUndefined();
  },
);

test.each(['overseas', '442000', '460400', '620200', '429004', '469001', '659001', '419001'])(
  '%s is known, without a county above or below it',
  (code) => {
    expect(divisionProblem(code, ON)).toBeUndefined();
  },
);

test.each([
  ['441999000000', 'no town of the city'],
  ['441900', 'the city in six digits'],
  ['441901', 'six digits in the city'],
  ['440305000000', 'twelve digits elsewhere'],
  ['440300', 'a prefecture'],
  ['440000', 'a province'],
  ['440001', 'no prefecture'],
  ['710000', 'Taiwan'],
  ['810101', 'Hong Kong'],
  ['160101', 'no province'],
  ['44030', 'five digits'],
  ['4403051', 'seven digits'],
  ['440305\n', 'a line feed'],
  ['４４０３０５', 'full width'],
  ['Overseas', 'upper case'],
  ['none', 'only a dimension has it'],
  ['unknown', 'nothing is guessed'],
  ['', 'empty'],
])('%j is unknown: %s', (code) => {
  expect(divisionProblem(code, ON)).toBe('unknown');
});

test('a division of the city is valid from its first day on', () => {
  expect(divisionProblem('441900404000', '2021-10-30')).toBe('notValid');
  expect(divisionProblem('441900404000', '2021-10-31')).toBeUndefined();
  expect(divisionProblem('441900119000', '1985-03-31')).toBe('notValid');
  expect(divisionProblem('441900119000', '1985-04-01')).toBeUndefined();
});

test('in the city is what begins with its code', () => {
  expect(isInCity('441900000000')).toBe(true);
  expect(isInCity('441900119000')).toBe(true);
  expect(isInCity('442000')).toBe(false);
  expect(isInCity('overseas')).toBe(false);
});

test('the seeds are the 37 divisions, 18 rows and 10 industries', () => {
  expect(seeds).toHaveLength(37);
  expect(new Set(seeds.map((division) => division.code)).size).toBe(37);
  expect(seeds.every((division) => /^4419\d{8}$/.test(division.code))).toBe(true);
  expect(indicators.map((row) => row.number)).toEqual(Array.from({ length: 18 }, (_, index) => index + 1));
  expect(indicators.filter((row) => row.derived).map((row) => row.number)).toEqual([5, 6, 7, 8, 18]);
  expect(indicators[4]).toEqual({
    number: 5,
    code: 'pledge-amount-growth',
    name: {
      zh: '专利、商标质押融资金额年均增幅',
      en: 'Average annual growth of patent and trademark pledge financing amount',
    },
    unit: '%',
    required: '30',
    targets: { 2019: '40', 2020: '40', 2021: '40' },
    kind: 'growth',
    accumulation: 'flow_growth',
    derived: true,
  });
  expect(indicators[10]?.required).toBeNull();
  expect(industries.map((industry) => industry.number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(industries[8]).toEqual({ number: 9, zh: '生物医药', en: 'biomedicine' });
});
