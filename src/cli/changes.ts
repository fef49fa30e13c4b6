import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { type Command, Option } from 'commander';
import { readChanges } from '../api/changes.ts';
import type { RecordedEvent } from '../domain/envelope.ts';
import { REQUESTABLE } from '../domain/events/bureau.ts';
import { refuse } from '../domain/refusal.ts';
import { parseStrictJson } from '../domain/strictJson.ts';
import type { LedgerWriter } from '../main.ts';
import { FactRefused } from '../problem.ts';
import { withWriter } from './access.ts';
import {
  addBureauOptions,
  type BureauFact,
  type BureauOptions,
  DEFAULT_BUREAU_SOURCE,
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
const DIGEST_LENGTH = 16;

/** The data of the change, from a file with one JSON value. */
const readChange = async (invocation: Invocation, name: string): Promise<unknown> => {
  const content =
    name === STANDARD_INPUT ? await text(process.stdin) : readFileSync(invocation.path(name), 'utf8');
  const parsed = parseStrictJson(content.trim());
  if (!parsed.ok) throw new FactRefused([parsed.refusal]);
  return parsed.value;
};

/** An id that the same request has again. */
const requestId = (...parts: readonly unknown[]): string =>
  `request-${createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, DIGEST_LENGTH)}`;

const record = async (
  command: Command,
  options: BureauOptions,
  factOf: (ledger: LedgerWriter) => BureauFact,
): Promise<void> => {
  const invocation = invocationOf(command);
  const recorded = await withWriter(invocation, (ledger) => recordForBureau(ledger, factOf(ledger), options));
  answer(invocation, recorded, recordedLines);
};

const request = async (
  subject: string,
  options: BureauOptions & { readonly type: string; readonly change: string; readonly reason: string },
  command: Command,
): Promise<void> => {
  const { type, reason } = options;
  const data = await readChange(invocationOf(command), options.change);
  await record(command, options, () => ({
    type: 'change.requested',
    subject,
    defaultId: requestId(subject, type, data, reason),
    data: { type, data, reason },
  }));
};

type DecisionOptions = BureauOptions & { readonly requestSource?: string; readonly reason?: string };

const decide =
  (type: 'change.approved' | 'change.rejected', verb: string) =>
  (id: string, options: DecisionOptions, command: Command): Promise<void> =>
    record(command, options, ({ journal }) => {
      const key = { source: options.requestSource ?? options.source ?? DEFAULT_BUREAU_SOURCE, id };
      const sequence = journal.find(key.source, key.id);
      const stored = sequence === undefined ? undefined : journal.at(sequence);
      if (stored === undefined)
        throw new FactRefused([refuse('REQUEST_UNKNOWN', { pointer: '/data/request', value: key })]);
      return {
        type,
        subject: (JSON.parse(stored.text) as RecordedEvent).subject,
        defaultId: `${verb}-${id}`,
        data: { request: key, ...(options.reason === undefined ? {} : { reason: options.reason }) },
      };
    });

const addDecision = (changes: Command, t: Translate, name: string): Command =>
  addBureauOptions(changes.command(name), t)
    .argument('<request>', t('申请的编号', 'id of the request'))
    .addOption(
      single(
        '--request-source <urn>',
        t('申请的 source（默认同 --source）', 'its source (default that of --source)'),
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
    .action(readingAction((ledger, parameters) => readChanges(ledger, parameters), lines));
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
