import type { Command } from 'commander';
import { DIMENSIONS } from '../../projections/measures.ts';
import type { readIndicator } from '../api/readings.ts';
import { asOfText, growthText, valueText } from './figures.ts';
import type { Invocation } from './invocation.ts';
import { asOfOption, figureOptions, readingAction, single } from './options.ts';
import { indicatorPath } from './resources.ts';
import { table } from './table.ts';
import type { Translate } from './words.ts';

type Series = ReturnType<typeof readIndicator>;

const partsLines = ({ year, parts }: Series['years'][number], invocation: Invocation): readonly string[] => {
  const { t, language } = invocation;
  if (parts.length === 0) return [];
  const columns = [
    { title: String(year) },
    { title: t('名称', 'name') },
    { title: t('数值', 'value'), align: 'right' as const },
  ];
  return [
    '',
    ...table(
      columns,
      parts.map(({ key, name, value }) => [key, name[language], valueText(value, invocation)]),
    ),
  ];
};

const lines = (series: Series, invocation: Invocation): readonly string[] => {
  const { t } = invocation;
  return [
    `${series.code} · ${asOfText(series.asOf, invocation)}`,
    '',
    ...table(
      [
        { title: t('年份', 'year') },
        { title: t('数值', 'value'), align: 'right' },
        { title: t('年均增幅', 'average growth'), align: 'right' },
        { title: t('同比', 'year on year'), align: 'right' },
      ],
      series.years.map((year) => [
        String(year.year),
        valueText(year.value, invocation),
        growthText(year.averageAnnualGrowth, invocation),
        growthText(year.yearOnYear, invocation),
      ]),
    ),
    ...series.years.flatMap((year) => partsLines(year, invocation)),
  ];
};

export const addIndicator = (program: Command, t: Translate): void => {
  const command = program
    .command('indicator')
    .description(t('一项指标的时间序列与分解', 'series and breakdown of one indicator'))
    .argument('<code>', t('指标代码', 'code of the indicator'))
    .addOption(single('--from <year>', t('起始年', 'first year')))
    .addOption(single('--to <year>', t('截止年', 'last year')))
    .addOption(
      single('--by <dimension>', t(`分解维度：${DIMENSIONS.join('、')}`, `one of ${DIMENSIONS.join(', ')}`)),
    )
    .addOption(asOfOption(t));
  for (const option of figureOptions(t)) command.addOption(option);
  command.action(readingAction(([code = '']) => ({ path: indicatorPath(code) }), lines));
};
