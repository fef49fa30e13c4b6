import type { Command } from 'commander';
import type { ConfirmedJson } from '../../projections/confirmations.ts';
import type { ConfirmationsJson, FigureConfirmationJson, InstitutionJson } from '../api/confirmations.ts';
import { asOfText, exactText, NONE, percentText } from './figures.ts';
import type { Invocation } from './invocation.ts';
import { asOfOption, readingAction, required } from './options.ts';
import { table } from './table.ts';
import type { Translate } from './words.ts';

const STATES = {
  confirmed: { zh: '已确认', en: 'confirmed' },
  changed: { zh: '确认后有变', en: 'changed since' },
  missing: { zh: '未确认', en: 'not confirmed' },
} as const satisfies Record<InstitutionJson['state'], unknown>;

/** `98.70 % confirmed by 14 of 15 institutions`. */
export const confirmedText = (
  { percent, institutions, of }: ConfirmedJson,
  { t }: Pick<Invocation, 't'>,
): string =>
  t(
    `${of} 家机构中 ${institutions} 家确认，占 ${percentText(percent)}`,
    `${percentText(percent)} confirmed by ${institutions} of ${of} institutions`,
  );

const shareText = ({ confirmed }: FigureConfirmationJson, invocation: Invocation): string =>
  confirmed === null
    ? invocation.t('尚无机构确认', 'confirmed by nobody')
    : confirmedText(confirmed, invocation);

const figureLines = (figure: FigureConfirmationJson, invocation: Invocation): readonly string[] => {
  const { t, language } = invocation;
  const head = `${figure.name[language]}: ${exactText(figure.value)} · ${shareText(figure, invocation)}`;
  if (figure.institutions.length === 0) return [head, ''];
  return [
    head,
    ...table(
      [
        { title: t('机构', 'institution') },
        { title: t('账本中的份额', 'its part'), align: 'right' },
        { title: t('确认数', 'confirmed'), align: 'right' },
        { title: t('状态', 'state') },
      ],
      figure.institutions.map(({ institution, part, confirmed, state }) => [
        institution,
        exactText(part),
        confirmed === null ? NONE : exactText(confirmed),
        STATES[state][language],
      ]),
    ),
    '',
  ];
};

const lines = (reading: ConfirmationsJson, invocation: Invocation): readonly string[] => {
  const { t } = invocation;
  const { period, asOf, figures, notReported } = reading;
  return [
    `${period} · ${asOfText(asOf, invocation)}`,
    '',
    ...figures.flatMap((figure) => figureLines(figure, invocation)),
    `${t('未报告', 'not reported')}: ${notReported.length === 0 ? NONE : notReported.join(', ')}`,
  ];
};

export const addConfirmations = (program: Command, t: Translate): void => {
  program
    .command('confirmations')
    .description(
      t(
        '询证：各机构确认了哪些数、谁尚未报告',
        'who has confirmed which share of each figure, and who has not reported',
      ),
    )
    .addOption(required('--period <period>', 'yyyy | yyyy-mm'))
    .addOption(asOfOption(t))
    .action(readingAction(() => ({ path: '/v1/confirmations' }), lines));
};
