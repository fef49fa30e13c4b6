import { type Command, InvalidArgumentError, Option } from 'commander';
import type { readParticipants } from '../api/participants.ts';
import { pathOf } from '../api/paths.ts';
import type { RecordedJson } from '../api/recording.ts';
import { ROLES } from '../domain/events/bureau.ts';
import { INSTITUTION_KINDS } from '../domain/shapes.ts';
import { act } from './ask.ts';
import { asOfText } from './figures.ts';
import { type Invocation, invocationOf } from './invocation.ts';
import { asOfOption, readingAction, required, single } from './options.ts';
import { answer } from './output.ts';
import { table } from './table.ts';
import type { Translate } from './words.ts';

export type Participants = ReturnType<typeof readParticipants>;

const STATES = {
  admitted: { zh: '已准入', en: 'admitted' },
  suspended: { zh: '已暂停', en: 'suspended' },
} as const;

const lines = (reading: Participants, invocation: Invocation): readonly string[] => {
  const { t, language } = invocation;
  return [
    asOfText(reading.asOf, invocation),
    '',
    ...table(
      [
        { title: t('统一社会信用代码', 'USCC') },
        { title: t('名称', 'name') },
        { title: t('类别', 'kind') },
        { title: t('角色', 'roles') },
        { title: t('状态', 'state') },
        { title: t('密钥', 'keys'), align: 'right' },
      ],
      reading.participants.map(({ uscc, name, kind, roles, state, keys }) => [
        uscc,
        name,
        kind,
        roles.join(' '),
        STATES[state][language],
        String(keys.filter((key) => key.state === 'valid').length),
      ]),
    ),
  ];
};

export const actedLines = ({ subject, sequence }: RecordedJson, { t }: Invocation): readonly string[] => [
  t(`已记录 ${subject}：#${sequence}`, `Recorded ${subject}: #${sequence}`),
];

const isRole = (text: string): text is (typeof ROLES)[number] => (ROLES as readonly string[]).includes(text);

/** Roles, separated by commas. */
export const rolesOption = (t: Translate): Option =>
  new Option(
    '--roles <roles>',
    t(`角色：${ROLES.join('、')}，以逗号分隔`, `of ${ROLES.join(', ')}, separated by commas`),
  ).argParser((text) => {
    const roles = text.split(',');
    if (!roles.every(isRole)) throw new InvalidArgumentError(`One of ${ROLES.join(', ')}.`);
    return roles;
  });

const admit = async (
  uscc: string,
  options: { readonly name: string; readonly kind: string; readonly roles: readonly string[] },
  command: Command,
): Promise<void> => {
  const invocation = invocationOf(command);
  const { name, kind, roles } = options;
  const { value } = await act<RecordedJson>(invocation, {
    path: '/v1/participants',
    body: { uscc, name, kind, roles },
  });
  answer(invocation, value, actedLines);
};

const changeState =
  (verb: 'suspend' | 'reinstate') =>
  async (uscc: string, { reason }: { readonly reason?: string }, command: Command): Promise<void> => {
    const invocation = invocationOf(command);
    const { value } = await act<RecordedJson>(invocation, {
      path: pathOf`/v1/participants/${uscc}/${verb}`,
      body: reason === undefined ? {} : { reason },
    });
    answer(invocation, value, actedLines);
  };

export const addParticipants = (program: Command, t: Translate): void => {
  const participants = program.command('participants').description(t('参与方', 'the participants'));
  const uscc = t('统一社会信用代码', 'unified social credit code');
  participants
    .command('list', { isDefault: true })
    .description(t('列出参与方', 'list the participants'))
    .addOption(asOfOption(t))
    .action(readingAction<Participants>(() => ({ path: '/v1/participants' }), lines));
  participants
    .command('admit')
    .description(t('准入参与方；首个准入结束开放模式', 'admit one; the first ends the open mode'))
    .argument('<uscc>', uscc)
    .addOption(required('--name <name>', t('名称', 'name')))
    .addOption(
      new Option('--kind <kind>', t('类别', 'kind')).choices(INSTITUTION_KINDS).makeOptionMandatory(),
    )
    .addOption(rolesOption(t).makeOptionMandatory())
    .action(admit);
  for (const [verb, zh, en] of [
    ['suspend', '暂停参与方，其密钥立即失效', 'suspend one; its keys stop working at once'],
    ['reinstate', '恢复参与方', 'reinstate one'],
  ] as const)
    participants
      .command(verb)
      .description(t(zh, en))
      .argument('<uscc>', uscc)
      .addOption(single('--reason <text>', t('理由', 'why')))
      .action(changeState(verb));
};
