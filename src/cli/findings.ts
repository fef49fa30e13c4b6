import type { Command } from 'commander';
import type { FindingsJson } from '../api/findings.ts';
import { PAGE_LIMIT_MAX } from '../api/limits.ts';
import type { Parameters } from '../api/parameters.ts';
import { pathOf } from '../api/paths.ts';
import type { RecordedJson } from '../api/recording.ts';
import { actId } from './actId.ts';
import { act, ask } from './ask.ts';
import { recordedLines, sourceOf } from './bureau.ts';
import { asOfText } from './figures.ts';
import { type Invocation, invocationOf } from './invocation.ts';
import { asOfOption, required, single } from './options.ts';
import { answer } from './output.ts';
import { table } from './table.ts';
import type { Translate } from './words.ts';

const STATES = {
  open: { zh: '未处理', en: 'open' },
  explained: { zh: '已说明', en: 'explained' },
  resolved: { zh: '已了结', en: 'resolved' },
} as const;

const lines = (reading: FindingsJson, invocation: Invocation): readonly string[] => {
  const { t, language } = invocation;
  return [
    asOfText(reading.asOf, invocation),
    '',
    ...table(
      [
        { title: t('编号', 'id') },
        { title: t('序号', 'sequence'), align: 'right' },
        { title: t('状态', 'state') },
        { title: t('代码', 'code') },
        { title: t('合同', 'contracts') },
        { title: t('说明', 'meaning') },
      ],
      reading.findings.map((finding) => [
        finding.id,
        `#${finding.sequence}`,
        STATES[finding.state][language],
        finding.code,
        finding.subjects.join(' '),
        finding.message[language],
      ]),
    ),
  ];
};

/** All pages, of the prefix that the first one is of. */
const readAll = async (invocation: Invocation, parameters: Parameters): Promise<FindingsJson> => {
  const page = (more: Parameters): Promise<FindingsJson> =>
    ask(invocation, {
      path: '/v1/findings',
      query: { ...parameters, limit: String(PAGE_LIMIT_MAX), ...more },
    });
  const { asOf, findings, next: second } = await page({});
  const all = [...findings];
  for (let next = second; next !== null; ) {
    const { findings: more, next: following } = await page({ asOf: asOf.sequence ?? 'latest', cursor: next });
    all.push(...more);
    next = following;
  }
  return { asOf, findings: all, next: null };
};

const run = async (parameters: Parameters, command: Command): Promise<void> => {
  const invocation = invocationOf(command);
  answer(invocation, await readAll(invocation, parameters), lines);
};

interface StatementOptions {
  readonly text: string;
  readonly source?: string;
  readonly id?: string;
}

/** Says something of a finding: an institution concerned explains it, the bureau resolves it. */
const state =
  (action: 'explain' | 'resolve') =>
  async (finding: string, options: StatementOptions, command: Command): Promise<void> => {
    const invocation = invocationOf(command);
    const { text, id = actId(action, finding, text) } = options;
    const source = await sourceOf(invocation, options);
    const { value, repeated } = await act<RecordedJson>(invocation, {
      path: pathOf`/v1/findings/${finding}`,
      body: { action, text, source, id },
    });
    const status = repeated === true ? ('repeated' as const) : ('recorded' as const);
    answer(invocation, { status, ...value }, recordedLines);
  };

const addStatement = (command: Command, t: Translate): Command =>
  command
    .argument('<finding>', t('发现的编号', 'its id'))
    .addOption(required('--text <text>', t('说明', 'what is said')))
    .addOption(single('--source <urn>', t('以谁的名义（urn:uscc:…）', 'in whose name (urn:uscc:…)')))
    .addOption(single('--id <id>', t('事实编号', 'id of the fact')));

export const addFindings = (program: Command, t: Translate): void => {
  const findings = program
    .command('findings')
    .description(t('账本的发现：相互矛盾或可疑之处', 'findings: what conflicts or looks wrong'));
  findings
    .command('list', { isDefault: true })
    .description(t('列出现有的发现', 'list those that stand'))
    .addOption(single('--code <code>', t('发现代码', 'code of the finding')))
    .addOption(single('--subject <subject>', t('所涉合同', 'the contract concerned')))
    .addOption(asOfOption(t))
    .action(run);
  addStatement(findings.command('explain'), t)
    .description(t('所涉机构说明一项发现', 'explain one, as an institution concerned'))
    .action(state('explain'));
  addStatement(findings.command('resolve'), t)
    .description(t('主管部门了结一项发现', 'resolve one, as the bureau'))
    .action(state('resolve'));
};
