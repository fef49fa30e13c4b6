import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { type Command, Option } from 'commander';
import type { readChanges } from '../api/changes.ts';
import { REQUESTABLE } from '../domain/events/bureau.ts';
import { type FactKey, refuse } from '../domain/refusal.ts';
import { parseStrictJson } from '../domain/strictJson.ts';
import { FactRefused, wrongUse } from '../problem.ts';
import { actId } from './actId.ts';
import { ask } from './ask.ts';
import {
  addBureauOptions,
  type BureauFact,
  type BureauOptions,
  recordedLines,
  recordForBureau,
} from './bureau.ts';
import { asOfText } from './figures.ts';
import { type Invocation, invocationOf } from './invocation.ts';
import { asOfOption, readingAction, required, single } from './options.ts';
import { answer } from './output.ts';
import { table } from './table.ts';
import type { Translate } from './words.ts';

const STATES = {
  waiting: { zh: '待复核', en: 'waiting' },
  approved: { zh: '已批准', en: 'approved' },
  rejected: { zh: '已驳回', en: 'rejected' },
} as const;

const lines = (reading: ReturnType<typeof readChanges>, invocation: Invocation): readonly string[] => {
  const { t, language } = invocation;
  return [
    asOfText(reading.asOf, invocation),
    '',
    ...table(
      [
        { title: t('序号', 'sequence'), align: 'right' },
        { title: t('申请', 'request') },
        { title: t('对象', 'subject') },
        { title: t('变更', 'change') },
        { title: t('状态', 'state') },
        { title: t('申请人', 'requested by') },
        { title: t('理由', 'reason') },
      ],
      reading.changes.map((change) => [
        `#${change.sequence}`,
        change.request.id,
        change.subject,
        change.type,
        STATES[change.state][language],
        change.requestedBy,
        change.reason,
      ]),
    ),
  ];
};

const STANDARD_INPUT = '-';

/** The data of the change, from a file with one JSON value. */
const readChange = async (invocation: Invocation, name: string): Promise<unknown> => {
  const content =
    name === STANDARD_INPUT ? await text(process.stdin) : readFileSync(invocation.path(name), 'utf8');
  const parsed = parseStrictJson(content.trim());
  if (!parsed.ok) throw new FactRefused([parsed.refusal]);
  return parsed.value;
};

/** Requests of two sources may have one id, and an id may be as long as any. */
const decisionId = (verb: string, { source, id }: FactKey): string => actId(verb, source, id);

const record = async (invocation: Invocation, fact: BureauFact, options: BureauOptions): Promise<void> => {
  answer(invocation, await recordForBureau(invocation, fact, options), recordedLines);
};

const request = async (
  subject: string,
  options: BureauOptions & { readonly type: string; readonly change: string; readonly reason: string },
  command: Command,
): Promise<void> => {
  const { type, reason } = options;
  const invocation = invocationOf(command);
  const data = await readChange(invocation, options.change);
  const defaultId = actId('request', subject, type, data, reason);
  await record(
    invocation,
    { type: 'change.requested', subject, defaultId, data: { type, data, reason } },
    options,
  );
};

type DecisionOptions = BureauOptions & { readonly requestSource?: string; readonly reason?: string };

/** The one request of that id; where several sources have one, its source must be said. */
const findRequest = async (invocation: Invocation, id: string, source: string | undefined) => {
  const { changes }: ReturnType<typeof readChanges> = await ask(invocation, { path: '/v1/changes' });
  const found = changes.filter(
    ({ request: key }) => key.id === id && (source === undefined || key.source === source),
  );
  if (found.length > 1)
    throw wrongUse(
      `有多个申请 ${id}：请给出 --request-source`,
      `several requests ${id}: give --request-source`,
    );
  if (!found[0])
    throw new FactRefused([refuse('REQUEST_UNKNOWN', { pointer: '/data/request', value: { id } })]);
  return found[0];
};

const decide =
  (type: 'change.approved' | 'change.rejected', verb: string) =>
  async (id: string, options: DecisionOptions, command: Command): Promise<void> => {
    const invocation = invocationOf(command);
    const { request: key, subject } = await findRequest(invocation, id, options.requestSource);
    const reason = options.reason === undefined ? {} : { reason: options.reason };
    await record(
      invocation,
      { type, subject, defaultId: decisionId(verb, key), data: { request: key, ...reason } },
      options,
    );
  };

const addDecision = (changes: Command, t: Translate, name: string): Command =>
  addBureauOptions(changes.command(name), t)
    .argument('<request>', t('申请的编号', 'id of the request'))
    .addOption(
      single(
        '--request-source <urn>',
        t('申请的 source（同编号有多个时）', 'its source (where several have that id)'),
      ),
    );

export const addChanges = (program: Command, t: Translate): void => {
  const changes = program
    .command('changes')
    .description(t('变更申请与复核', 'requested changes and their approval'));
  changes
    .command('list', { isDefault: true })
    .description(t('列出申请', 'list the requests'))
    .addOption(asOfOption(t))
    .action(readingAction(() => ({ path: '/v1/changes' }), lines));
  addBureauOptions(changes.command('request'), t)
    .description(t('提出变更申请', 'request a change'))
    .argument('<subject>', t('所涉合同或记录', 'the contract or record concerned'))
    .addOption(
      new Option('--type <type>', t('变更类型', 'kind of change')).choices(REQUESTABLE).makeOptionMandatory(),
    )
    .addOption(
      required(
        '--change <file>',
        t('变更数据（JSON 文件，- 为标准输入）', 'its data, a JSON file or - for standard input'),
      ),
    )
    .addOption(required('--reason <text>', t('理由', 'why')))
    .action(request);
  addDecision(changes, t, 'approve')
    .description(t('批准申请', 'approve a request'))
    .action(decide('change.approved', 'approve'));
  addDecision(changes, t, 'reject')
    .description(t('驳回申请', 'reject a request'))
    .addOption(required('--reason <text>', t('理由', 'why')))
    .action(decide('change.rejected', 'reject'));
};
