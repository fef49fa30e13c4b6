import { shown } from './shown.ts';

/** Tables of text for a terminal, aligned by display width: an East Asian character takes two columns. */

/** Wide and full-width code points (Unicode East Asian Width W and F), as far as names and emoji need them. */
const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2e80, 0x303e],
  [0x3041, 0x33ff],
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0xa000, 0xa4cf],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x1f300, 0x1f64f],
  [0x1f900, 0x1f9ff],
  [0x20000, 0x3fffd],
];
const FIRST_WIDE = 0x1100;
const NO_WIDTH = /[\p{Mn}\p{Me}\p{Cf}\p{Cc}]/u;

const widthOfCharacter = (character: string): number => {
  if (NO_WIDTH.test(character)) return 0;
  const code = character.codePointAt(0) as number;
  if (code < FIRST_WIDE) return 1;
  return WIDE.some(([first, last]) => code >= first && code <= last) ? 2 : 1;
};

/** Columns that a text takes on a terminal. */
export const displayWidth = (text: string): number => {
  let width = 0;
  for (const character of text) width += widthOfCharacter(character);
  return width;
};

export interface Column {
  readonly title: string;
  readonly align?: 'left' | 'right';
}

const GAP = '  ';

const aligned = (text: string, width: number, align: Column['align']): string => {
  const padding = ' '.repeat(Math.max(0, width - displayWidth(text)));
  return align === 'right' ? padding + text : text + padding;
};

/** Lines of a table with its titles over a rule. */
export const table = (columns: readonly Column[], posted: readonly (readonly string[])[]): string[] => {
  const rows = posted.map((row) => row.map(shown));
  const widths = columns.map(({ title }, index) =>
    rows.reduce((width, row) => Math.max(width, displayWidth(row[index] ?? '')), displayWidth(title)),
  );
  const line = (cells: readonly string[]): string =>
    columns
      .map(({ align }, index) => aligned(cells[index] ?? '', widths[index] as number, align))
      .join(GAP)
      .trimEnd();
  return [
    line(columns.map(({ title }) => title)),
    widths.map((width) => '─'.repeat(width)).join(GAP),
    ...rows.map(line),
  ];
};
