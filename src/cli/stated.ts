import type { StatedRow } from '../../projections/annex.ts';
import { indicatorOf } from '../../projections/indicators.ts';
import type { VerifiedJson } from '../verify/answer.ts';
import { exactText, growthText, metText, NONE, percentText, valueText } from './figures.ts';
import { type Language, type Translate, translator } from './words.ts';

/** The figures that evidence states, in words: whoever checks it wants to read what it is that holds. */

interface StatedFigures {
  readonly year: number;
  readonly rows: readonly StatedRow[];
}

/** The figures of a figure's or a bulletin's evidence; other things state none. */
const figuresOf = ({ kind, subject }: VerifiedJson): StatedFigures | undefined => {
  if (kind === 'bulletin') return subject as StatedFigures;
  if (kind !== 'figure') return undefined;
  const { year, figure } = subject as { readonly year: number; readonly figure: StatedRow };
  return { year, rows: [figure] };
};

const growthParts = (row: StatedRow, language: Language, t: Translate): readonly string[] =>
  'attainment' in row
    ? [
        `${t('完成率', 'attained')} ${percentText(row.attainment?.percent ?? null)}`,
        `${t('目标', 'target')} ${row.target === null ? NONE : exactText({ level: row.target })}`,
      ]
    : [
        `${t('年均', 'average')} ${growthText(row.averageAnnualGrowth, { language })}`,
        `${t('同比', 'year on year')} ${growthText(row.yearOnYear, { language })}`,
        `${t('目标', 'target')} ${percentText(row.target)}`,
      ];

const lineOf = (row: StatedRow, year: number, language: Language): string => {
  const t = translator(language);
  const parts = [
    valueText(row.value, { language }),
    ...growthParts(row, language, t),
    `${t('达标', 'met')} ${metText(row.met)}`,
  ];
  const name = indicatorOf(row.code).name[language];
  return t(`  ${name}，${year} 年：${parts.join('，')}`, `  ${name}, ${year}: ${parts.join(', ')}`);
};

/** One line a figure in each language, with a title; nothing where none is stated. */
export const statedLines = (verified: VerifiedJson): readonly string[] => {
  const stated = figuresOf(verified);
  if (!stated) return [];
  const { year, rows } = stated;
  const reported = rows.filter(({ value }) => value !== null);
  return [
    '',
    '数值 The figures:',
    ...reported.flatMap((row) => [lineOf(row, year, 'zh'), lineOf(row, year, 'en')]),
  ];
};
