import type { Command } from 'commander';
import type { RecordedJson } from '../api/recording.ts';
import type { readRules } from '../api/rules.ts';
import { wrongUse } from '../problem.ts';
import { act } from './ask.ts';
import { asOfText } from './figures.ts';
import { type Invocation, invocationOf } from './invocation.ts';
import { asOfOption, readingAction, required } from './options.ts';
import { answer } from './output.ts';
import { actedLines } from './participants.ts';
import { table } from './table.ts';
import type { Translate } from './words.ts';

/** `rules`: by which version of the rules the log is read, and `rules adopt` another one. */

const lines = (reading: ReturnType<typeof readRules>, invocation: Invocation): readonly string[] => {
  const { t } = invocation;
  const { asOf, inForce, known, adoptions } = reading;
  return [
    asOfText(asOf, invocation),
    t(
      `现行规则版本 ${inForce}；本程序具有 ${known.join('、')}`,
      `Rules in force: version ${inForce}; this program has ${known.join(', ')}`,
    ),
    ...(adoptions.length === 0
      ? []
      : [
          '',
          ...table(
            [
              { title: t('版本', 'version'), align: 'right' },
              { title: t('序号', 'sequence'), align: 'right' },
              { title: t('记录时间', 'recorded time') },
              { title: t('理由', 'why') },
            ],
            adoptions.map(({ version, sequence, recordedTime, reason }) => [
              String(version),
              `#${sequence}`,
              recordedTime,
              reason,
            ]),
          ),
        ]),
  ];
};

const VERSION = /^[1-9]\d{0,3}$/;

const adopt = async (
  version: string,
  { reason }: { readonly reason: string },
  command: Command,
): Promise<void> => {
  const invocation = invocationOf(command);
  if (!VERSION.test(version))
    throw wrongUse(`version "${version}"：应为数字`, `version "${version}": a number`);
  const body = { version: Number.parseInt(version, 10), reason };
  const { value } = await act<RecordedJson>(invocation, { path: '/v1/rules', body });
  answer(invocation, value, actedLines);
};

export const addRules = (program: Command, t: Translate): void => {
  const rules = program.command('rules').description(t('规则版本', 'the versions of the rules'));
  rules
    .command('list', { isDefault: true })
    .description(t('现行版本与历次采用', 'the version in force, and those adopted'))
    .addOption(asOfOption(t))
    .action(readingAction<ReturnType<typeof readRules>>(() => ({ path: '/v1/rules' }), lines));
  rules
    .command('adopt')
    .description(t('自此采用另一版本', 'read the log by another version from here on'))
    .argument('<version>', t('版本号', 'number of the version'))
    .addOption(required('--reason <text>', t('理由', 'why')))
    .action(adopt);
};
