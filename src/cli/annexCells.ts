import type { AnnexRow } from '../../projections/annex.ts';
import type { GrowthJson, RatioJson } from '../../projections/growth.ts';
import { exactText, growthText, metText, NONE, percentText, valueText } from './figures.ts';
import type { Invocation } from './invocation.ts';
import { type Translate, unitText } from './words.ts';

/** A row of the annex table for a reader, as it stands now or as a bulletin froze it. */

type ShownRow = Pick<AnnexRow, 'number' | 'name' | 'unit' | 'value' | 'target' | 'met' | 'status'> & {
  readonly attainment?: RatioJson | null;
  readonly averageAnnualGrowth?: GrowthJson;
  readonly yearOnYear?: GrowthJson;
};

export const annexColumns = (t: Translate) => [
  { title: t('序', '#'), align: 'right' as const },
  { title: t('指标', 'indicator') },
  { title: t('单位', 'unit') },
  { title: t('数值', 'value'), align: 'right' as const },
  { title: t('目标', 'target'), align: 'right' as const },
  { title: t('年均增幅/完成率', 'average growth/attained'), align: 'right' as const },
  { title: t('同比', 'year on year'), align: 'right' as const },
  { title: t('达标', 'met') },
  { title: t('状态', 'status') },
];

/** Growth rows show their growths, level rows how far the target is reached. */
const growthCells = (row: ShownRow, invocation: Invocation): readonly [string, string, string] => {
  const { target, attainment, averageAnnualGrowth, yearOnYear } = row;
  return averageAnnualGrowth && yearOnYear
    ? [percentText(target), growthText(averageAnnualGrowth, invocation), growthText(yearOnYear, invocation)]
    : [target === null ? NONE : exactText({ level: target }), percentText(attainment?.percent ?? null), ''];
};

export const annexCells = (row: ShownRow, invocation: Invocation): string[] => [
  String(row.number),
  row.name[invocation.language],
  unitText(row.unit, invocation.language),
  valueText(row.value, invocation),
  ...growthCells(row, invocation),
  metText(row.met),
  row.status.join(''),
];
