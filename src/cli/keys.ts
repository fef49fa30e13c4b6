import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import type { Command } from 'commander';
import type { IssuedJson } from '../api/participantActions.ts';
import { pathOf } from '../api/paths.ts';
import type { RecordedJson } from '../api/recording.ts';
import { OPERATOR } from '../domain/identity.ts';
import { wrongUse } from '../problem.ts';
import { act, ask } from './ask.ts';
import { asOfText } from './figures.ts';
import { type Invocation, invocationOf } from './invocation.ts';
import { asOfOption, required, single } from './options.ts';
import { answer } from './output.ts';
import { actedLines, type Participants, rolesOption } from './participants.ts';
import { table } from './table.ts';
import type { Translate } from './words.ts';

/** The keys of the participants and of the operator, in a list of their own. */
const keysOf = ({ asOf, participants, operator }: Participants) => ({
  asOf,
  keys: [
    ...operator.keys.map((key) => ({ participant: OPERATOR as string, ...key })),
    ...participants.flatMap(({ uscc, keys }) => keys.map((key) => ({ participant: uscc, ...key }))),
  ],
});

const STATES = { valid: { zh: '有效', en: 'valid' }, revoked: { zh: '已撤销', en: 'revoked' } } as const;

const lines = (reading: ReturnType<typeof keysOf>, invocation: Invocation): readonly string[] => {
  const { t, language } = invocation;
  return [
    asOfText(reading.asOf, invocation),
    '',
    ...table(
      [
        { title: t('参与方', 'participant') },
        { title: t('密钥编号', 'key id') },
        { title: t('持有者', 'holder') },
        { title: t('角色', 'roles') },
        { title: t('状态', 'state') },
      ],
      reading.keys.map(({ participant, keyId, holder, roles, state }) => [
        participant,
        keyId,
        holder,
        roles.join(' '),
        STATES[state][language],
      ]),
    ),
  ];
};

const list = async (query: { readonly asOf?: string }, command: Command): Promise<void> => {
  const invocation = invocationOf(command);
  answer(invocation, keysOf(await ask(invocation, { path: '/v1/participants', query })), lines);
};

const OWNER_ONLY = 0o600;

/** A file that must not be there yet: a key in it would be lost. @throws Problem USAGE */
const openFresh = (file: string): number => {
  try {
    return openSync(file, 'wx', OWNER_ONLY);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw wrongUse(`${file} 已存在`, `${file} is there already`);
  }
};

/** Writes a key that is made meanwhile to a new file; there is none where no key was made. */
const writingTo = async (file: string, issuing: () => Promise<IssuedJson>): Promise<IssuedJson> => {
  // Opened before the key is made, for a key that cannot be written would be lost.
  const opened = openFresh(file);
  try {
    const issued = await issuing();
    writeSync(opened, `${issued.key}\n`);
    return issued;
  } catch (error) {
    rmSync(file);
    throw error;
  } finally {
    closeSync(opened);
  }
};

interface IssueOptions {
  readonly holder: string;
  readonly roles?: readonly string[];
  readonly out?: string;
}

const issue = async (participant: string, options: IssueOptions, command: Command): Promise<void> => {
  const invocation = invocationOf(command);
  const { holder, roles, out } = options;
  const issuing = async (): Promise<IssuedJson> => {
    const { value } = await act<IssuedJson>(invocation, {
      path: pathOf`/v1/participants/${participant}/keys`,
      body: { holder, ...(roles === undefined ? {} : { roles }) },
    });
    return value;
  };
  if (out === undefined) {
    answer(invocation, await issuing(), (shown, { t }) => [
      ...actedLines(shown, invocation),
      t(`密钥（仅显示这一次）：${shown.key}`, `The key, shown this once: ${shown.key}`),
    ]);
    return;
  }
  const { key: _, ...rest } = await writingTo(invocation.path(out), issuing);
  answer(invocation, rest, actedLines);
};

const revoke = async (
  participant: string,
  keyId: string,
  _options: unknown,
  command: Command,
): Promise<void> => {
  const invocation = invocationOf(command);
  const { value } = await act<RecordedJson>(invocation, {
    path: pathOf`/v1/participants/${participant}/keys/${keyId}/revoke`,
    body: {},
  });
  answer(invocation, value, actedLines);
};

export const addKeys = (program: Command, t: Translate): void => {
  const keys = program.command('keys').description(t('密钥', 'the keys'));
  const participant = t('统一社会信用代码，或 operator', 'unified social credit code, or operator');
  keys
    .command('list', { isDefault: true })
    .description(t('列出密钥', 'list the keys'))
    .addOption(asOfOption(t))
    .action(list);
  keys
    .command('issue')
    .description(t('签发密钥，只显示一次', 'issue one; it is shown once'))
    .argument('<participant>', participant)
    .addOption(required('--holder <label>', t('持有者标签（不写人名）', 'label of who holds it, no name')))
    .addOption(rolesOption(t))
    .addOption(
      single('--out <file>', t('写入此文件（0600），不显示', 'writes it to this file (0600) instead')),
    )
    .action(issue);
  keys
    .command('revoke')
    .description(t('撤销密钥，立即失效', 'revoke one; it stops working at once'))
    .argument('<participant>', participant)
    .argument('<key-id>', t('密钥编号', 'key id'))
    .action(revoke);
};
