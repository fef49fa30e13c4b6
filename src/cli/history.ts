import type { Command } from 'commander';
import type { readHistory } from '../api/readings.ts';
import { effectsText } from './effects.ts';
import { asOfText } from './figures.ts';
import type { Invocation } from './invocation.ts';
import { asOfOption, readingAction } from './options.ts';
import { subjectPath } from './resources.ts';
import { table } from './table.ts';
import type { Translate } from './words.ts';

type History = ReturnType<typeof readHistory>;
type HistoryEvent = History['events'][number];

/** What became of a fact later: corrected, withdrawn, or nothing. */
const markText = ({ correctedBy, withdrawnBy }: HistoryEvent, { t }: Invocation): string => {
  if (withdrawnBy) return t(`已由 #${withdrawnBy.sequence} 撤回`, `withdrawn by #${withdrawnBy.sequence}`);
  if (correctedBy) return t(`已由 #${correctedBy.sequence} 更正`, `corrected by #${correctedBy.sequence}`);
  return '';
};

const lines = (history: History, invocation: Invocation): readonly string[] => {
  const { t } = invocation;
  return [
    `${history.subject} · ${asOfText(history.asOf, invocation)}`,
    '',
    ...table(
      [
        { title: t('版本', 'revision'), align: 'right' },
        { title: t('序号', 'sequence'), align: 'right' },
        { title: t('业务日', 'effective') },
        { title: t('类型', 'type') },
        { title: t('编号', 'id') },
        { title: t('更正', 'correction') },
        { title: t('影响', 'effects') },
      ],
      history.events.map((shown) => [
        String(shown.revision),
        `#${shown.event.logindex}`,
        shown.event.data.effectiveOn,
        shown.event.type,
        shown.event.id,
        markText(shown, invocation),
        effectsText(shown.effects),
      ]),
    ),
    '',
    t('现状', 'state'),
    ...Object.entries(history.state ?? {}).map(([name, value]) => `  ${name}: ${JSON.stringify(value)}`),
  ];
};

export const addHistory = (program: Command, t: Translate): void => {
  program
    .command('history')
    .description(t('合同的事件、逐步状态与更正', "a contract's events, state and corrections"))
    .argument('<subject>', t('合同，如 pledge/C1', 'the contract, like pledge/C1'))
    .addOption(asOfOption(t))
    .action(readingAction(([subject = '']) => ({ path: subjectPath(subject) }), lines));
};
