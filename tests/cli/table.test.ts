import { expect, test } from 'vitest';
import { displayWidth, table } from '../../src/cli/table.ts';

test('East Asian characters take two columns, marks none', () => {
  expect(displayWidth('质押 5 笔')).toBe(9);
  expect(displayWidth('1,750.00 万元')).toBe(13);
  expect(displayWidth('✓ – e\u0301')).toBe(5);
  expect(displayWidth('𠮷')).toBe(2);
});

test('columns are as wide as their widest cell', () => {
  const columns = [{ title: '名称' }, { title: 'n', align: 'right' as const }];
  expect(
    table(columns, [
      ['a', '1'],
      ['知识产权', '10'],
    ]),
  ).toEqual(['名称       n', '────────  ──', 'a          1', '知识产权  10']);
});

test('what was posted moves no cursor and turns no text', () => {
  const [, , cell] = table([{ title: 'name' }], [['a\u001b[2Jb\nc\u202ed']]);
  expect(cell).toBe('a\ufffd[2Jb\ufffdc\ufffdd');
});
