import type { Command } from 'commander';
import { type readBulletin, type readBulletins, readBulletinTable } from '../api/bulletins.ts';
import { pathOf } from '../api/paths.ts';
import type { RecordedJson } from '../api/recording.ts';
import { wrongUse } from '../problem.ts';
import { withReader } from './access.ts';
import { annexCells, annexColumns } from './annexCells.ts';
import { act } from './ask.ts';
import { addBureauOptions, type BureauOptions, recordedLines } from './bureau.ts';
import { asOfText } from './figures.ts';
import { type Invocation, invocationOf } from './invocation.ts';
import { readingAction, required, single } from './options.ts';
import { answer } from './output.ts';
import { serverOf, UP_TO_DATE } from './server.ts';
import { table } from './table.ts';
import type { Translate } from './words.ts';

const listLines = ({ bulletins }: ReturnType<typeof readBulletins>, { t }: Invocation): readonly string[] =>
  table(
    [
      { title: t('公报', 'bulletin') },
      { title: t('年份', 'year'), align: 'right' },
      { title: t('账本规模', 'tree size'), align: 'right' },
      { title: t('发布时间', 'published') },
      { title: t('根哈希', 'root hash') },
    ],
    bulletins.map(({ id, year, asOf, publishedAt }) => [
      id,
      String(year),
      asOf.treeSize,
      publishedAt,
      asOf.rootHash ?? '',
    ]),
  );

const showLines = (bulletin: ReturnType<typeof readBulletin>, invocation: Invocation): readonly string[] => {
  const { t } = invocation;
  const { id, year, asOf, publishedAt, rows, tables } = bulletin;
  return [
    `${id} · ${year} · ${asOfText(asOf, invocation)} · ${t('发布于', 'published')} ${publishedAt}`,
    '',
    ...table(
      [...annexColumns(t), { title: t('条目数', 'entries'), align: 'right' as const }],
      rows.map((row) => [...annexCells(row, invocation), row.entries.count]),
    ),
    '',
    ...tables.map(({ path, sha256 }) => `${sha256}  ${path}`),
  ];
};

interface PublishOptions extends BureauOptions {
  readonly year: string;
  readonly treeSize?: string;
  readonly bulletin?: string;
  readonly reason?: string;
}

const YEAR = /^\d{4}$/;

const publish = async ({ year, ...options }: PublishOptions, command: Command): Promise<void> => {
  if (!YEAR.test(year))
    throw wrongUse(`year "${year}"：应为四位数年份`, `year "${year}": a year of four digits`);
  const invocation = invocationOf(command);
  const body = { year: Number.parseInt(year, 10), ...options };
  const { value, repeated } = await act<RecordedJson>(invocation, { path: '/v1/bulletins', body });
  const recorded = { status: repeated === true ? ('repeated' as const) : ('recorded' as const), ...value };
  answer(invocation, recorded, ({ id }, { t }) => [
    ...recordedLines(recorded, invocation),
    t(`由另一人批准后发布：changes approve ${id}`, `A second person publishes it: changes approve ${id}`),
  ]);
};

/** The bytes as served, so that `sha256sum` gives what the bulletin holds. */
const printTable = async (id: string, file: string, _options: unknown, command: Command): Promise<void> => {
  const invocation = invocationOf(command);
  const server = serverOf(invocation);
  const path = pathOf`/v1/bulletins/${id}/tables/${file}`;
  const csv = server
    ? Buffer.from(await (await server.fetch({ path }, UP_TO_DATE)).arrayBuffer())
    : await withReader(invocation, (ledger) => readBulletinTable(ledger, id, file));
  process.stdout.write(csv);
};

export const addBulletins = (program: Command, t: Translate): void => {
  const bulletins = program.command('bulletins').description(t('公报', 'bulletins'));
  bulletins
    .command('list', { isDefault: true })
    .description(t('列出已发布的公报', 'list the published bulletins'))
    .action(readingAction(() => ({ path: '/v1/bulletins' }), listLines));
  bulletins
    .command('show')
    .description(t('显示一份公报', 'show one'))
    .argument('<bulletin>', t('公报编号', 'its id'))
    .action(readingAction(([id = '']) => ({ path: pathOf`/v1/bulletins/${id}` }), showLines));
  bulletins
    .command('table')
    .description(t('公报的一张分组表（CSV）', 'one of its tables, as CSV'))
    .argument('<bulletin>', t('公报编号', 'its id'))
    .argument('<file>', t('如 pledge-amount-growth-kind.csv', 'like pledge-amount-growth-kind.csv'))
    .action(printTable);
  addBureauOptions(bulletins.command('publish'), t)
    .description(t('计算公报并提出发布申请', 'compute a bulletin and request its publication'))
    .addOption(required('--year <year>', t('年份', 'year')))
    .addOption(
      single(
        '--tree-size <size>',
        t('所依据的账本规模（默认全部）', 'size of the log it speaks of (default all of it)'),
      ),
    )
    .addOption(
      single(
        '--bulletin <id>',
        t('公报编号（默认 年份-规模）', 'id of the bulletin (default the year and the size)'),
      ),
    )
    .addOption(single('--reason <text>', t('说明', 'why')))
    .action(publish);
};
