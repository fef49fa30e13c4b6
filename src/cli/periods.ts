import type { Command } from 'commander';
import type { readPeriods } from '../api/readings.ts';
import { addBureauOptions, type BureauOptions, recordedLines, recordForBureau } from './bureau.ts';
import { asOfText } from './figures.ts';
import { type Invocation, invocationOf } from './invocation.ts';
import { asOfOption, readingAction } from './options.ts';
import { answer } from './output.ts';
import { table } from './table.ts';
import type { Translate } from './words.ts';

const lines = (reading: ReturnType<typeof readPeriods>, invocation: Invocation): readonly string[] => {
  const { t } = invocation;
  return [
    asOfText(reading.asOf, invocation),
    '',
    ...table(
      [
        { title: t('期间', 'period') },
        { title: t('状态', 'state') },
        { title: t('序号', 'sequence'), align: 'right' },
        { title: t('记录时间', 'recorded time') },
        { title: t('编号', 'id') },
      ],
      reading.periods.map(({ period, sequence, recordedTime, id }) => [
        period,
        t('已关账', 'closed'),
        `#${sequence}`,
        recordedTime,
        id,
      ]),
    ),
  ];
};

const close = async (period: string, options: BureauOptions, command: Command): Promise<void> => {
  const invocation = invocationOf(command);
  const fact = {
    type: 'period.closed',
    subject: `period/${period}`,
    defaultId: `close-${period}`,
    data: { period },
  };
  answer(invocation, await recordForBureau(invocation, fact, options), recordedLines);
};

export const addPeriods = (program: Command, t: Translate): void => {
  const periods = program.command('periods').description(t('关账期间', 'closed periods'));
  periods
    .command('list', { isDefault: true })
    .description(t('列出已关账期间', 'list the closed periods'))
    .addOption(asOfOption(t))
    .action(readingAction(() => ({ path: '/v1/periods' }), lines));
  const closing = periods
    .command('close')
    .description(t('关闭一个月或一年', 'close a month or a year'))
    .argument('<period>', 'yyyy-mm | yyyy');
  addBureauOptions(closing, t).action(close);
};
