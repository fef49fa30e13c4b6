import type { Command } from 'commander';
import type { readDifference } from '../api/readings.ts';
import { asOfText, exactText, valueText } from './figures.ts';
import type { Invocation } from './invocation.ts';
import { entryLines } from './lineage.ts';
import { readingAction, required } from './options.ts';
import { figurePath } from './resources.ts';
import type { Translate } from './words.ts';

const lines = (difference: ReturnType<typeof readDifference>, invocation: Invocation): readonly string[] => {
  const { t } = invocation;
  const { code, year, from, to, change, entries } = difference;
  return [
    `${code} ${year}`,
    `${t('从', 'from')} ${valueText(from.value, invocation)} · ${asOfText(from.asOf, invocation)}`,
    `${t('到', 'to')} ${valueText(to.value, invocation)} · ${asOfText(to.asOf, invocation)}`,
    `${t('变动', 'change')} ${exactText(change)}`,
    '',
    ...entryLines(entries, invocation),
  ];
};

export const addDifference = (program: Command, t: Translate): void => {
  program
    .command('difference')
    .description(t('数值在两个时点之间为何变动', 'why a figure changed between two vintages'))
    .argument('<code>', t('指标代码', 'code of the indicator'))
    .addOption(required('--year <year>', t('年份', 'year')))
    .addOption(required('--between <moment>', t('较早时点', 'the earlier moment')))
    .addOption(required('--and <moment>', t('较晚时点', 'the later moment')))
    .action(
      readingAction(
        ([code = ''], { year = '', ...query }) => ({ path: figurePath(code, year, 'difference'), query }),
        lines,
      ),
    );
};
