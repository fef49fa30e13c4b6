import type { Command } from 'commander';
import type { LineageEntry } from '../../projections/lineageEntry.ts';
import type { readLineage } from '../api/readings.ts';
import { shanghaiDate } from '../domain/calendar.ts';
import { asOfText, exactText, valueText } from './figures.ts';
import type { Invocation } from './invocation.ts';
import { asOfOption, readingAction, required } from './options.ts';
import { figurePath } from './resources.ts';
import { table } from './table.ts';
import type { Translate } from './words.ts';

/** Entries behind a figure, with the date each counts at and the running total; amounts exact, in yuan. */
export const entryLines = (entries: readonly LineageEntry[], { t }: Invocation): readonly string[] =>
  table(
    [
      { title: t('序号', 'sequence'), align: 'right' },
      { title: t('记录日', 'recorded') },
      { title: t('业务日', 'effective') },
      { title: t('计入', 'counts in') },
      { title: t('合同', 'contract') },
      { title: t('类型', 'type') },
      { title: t('影响', 'effect'), align: 'right' },
      { title: t('累计', 'running'), align: 'right' },
    ],
    entries.map((entry) => [
      `#${entry.sequence}`,
      shanghaiDate(Date.parse(entry.recordedTime) * US_PER_MS),
      entry.effectiveOn,
      entry.month ?? '',
      entry.subject,
      entry.type,
      exactText(entry.effect),
      exactText(entry.running),
    ]),
  );

const US_PER_MS = 1000;

const lines = (lineage: ReturnType<typeof readLineage>, invocation: Invocation): readonly string[] => [
  `${lineage.code} ${lineage.year}: ${valueText(lineage.value, invocation)} · ${asOfText(lineage.asOf, invocation)}`,
  '',
  ...entryLines(lineage.entries, invocation),
];

export const addLineage = (program: Command, t: Translate): void => {
  program
    .command('lineage')
    .description(t('数值的来源：逐条事件及其影响', 'the entries behind a figure'))
    .argument('<code>', t('指标代码', 'code of the indicator'))
    .addOption(required('--year <year>', t('年份', 'year')))
    .addOption(asOfOption(t))
    .action(
      readingAction(
        ([code = ''], { year = '', ...query }) => ({ path: figurePath(code, year, 'lineage'), query }),
        lines,
      ),
    );
};
