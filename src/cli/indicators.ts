import type { Command } from 'commander';
import type { AnnexRow } from '../../projections/annex.ts';
import type { readIndicators } from '../api/readings.ts';
import type { RevisionJson, RowWithRevisions } from '../api/revisions.ts';
import { confirmedText } from './confirmations.ts';
import { asOfText, exactText, growthText, metText, NONE, percentText, valueText } from './figures.ts';
import type { Invocation } from './invocation.ts';
import { asOfOption, figureOptions, readingAction, single } from './options.ts';
import { table } from './table.ts';
import { STATUS_WORDS, type Translate, unitText } from './words.ts';

/** Growth rows show their growths, level rows how far the target is reached. */
const growthCells = (row: AnnexRow, invocation: Invocation): readonly [string, string] =>
  'attainment' in row
    ? [row.attainment === null ? NONE : percentText(row.attainment.percent), '']
    : [growthText(row.averageAnnualGrowth, invocation), growthText(row.yearOnYear, invocation)];

const targetText = (row: AnnexRow): string => {
  if (row.target === null) return NONE;
  return 'attainment' in row ? exactText({ level: row.target }) : percentText(row.target);
};

const columns = (t: Translate) => [
  { title: t('序', '#'), align: 'right' as const },
  { title: t('指标', 'indicator') },
  { title: t('单位', 'unit') },
  { title: t('数值', 'value'), align: 'right' as const },
  { title: t('目标', 'target'), align: 'right' as const },
  { title: t('年均增幅/完成率', 'average growth/attained'), align: 'right' as const },
  { title: t('同比', 'year on year'), align: 'right' as const },
  { title: t('达标', 'met') },
  { title: t('状态', 'status') },
];

const revisionText = ({ since, bulletin, value, change, asOf }: RevisionJson, invocation: Invocation) => {
  const { t } = invocation;
  const when =
    since === 'closing'
      ? t('关账时', 'at the closing of the year')
      : t(`公报 ${bulletin}`, `in bulletin ${bulletin}`);
  return t(
    `${when}为 ${valueText(value, invocation)}，变动 ${exactText(change)}（difference --between ${asOf.sequence}）`,
    `${valueText(value, invocation)} ${when}, changed by ${exactText(change)} (difference --between ${asOf.sequence})`,
  );
};

/** What a row says besides its cells: who has confirmed it, and what it was before it was revised. */
const noteLines = (row: RowWithRevisions, invocation: Invocation): readonly string[] => {
  const { t } = invocation;
  const { confirmed, revised = [] } = row;
  const lines = revised.map((revision) => revisionText(revision, invocation));
  if (confirmed !== null) lines.push(confirmedText(confirmed, invocation));
  return lines.map((line) => `${t('第', 'row ')}${row.number}${t(' 行', '')}: ${line}`);
};

/** The annex table as lines. */
export const annexLines = (
  annex: ReturnType<typeof readIndicators> & { readonly institution?: string },
  invocation: Invocation,
): readonly string[] => {
  const { t, language } = invocation;
  const { year, division, months, asOf, rows, institution } = annex;
  const place = division ?? t('全市', 'the whole city');
  const part =
    institution === undefined ? '' : t(` · ${institution} 的部分`, ` · the part of ${institution}`);
  const range =
    months === null ? '' : t(` ${months[0]}–${months[1]} 月`, `, months ${months[0]}–${months[1]}`);
  const letters = [...new Set(rows.flatMap((row) => row.status))];
  return [
    `${year ?? NONE}${range} · ${place}${part} · ${asOfText(asOf, invocation)}`,
    '',
    ...table(
      columns(t),
      rows.map((row) => [
        String(row.number),
        row.name[language],
        unitText(row.unit, language),
        valueText(row.value, invocation),
        targetText(row),
        ...growthCells(row, invocation),
        metText(row.met),
        row.status.join(''),
      ]),
    ),
    '',
    ...rows.flatMap((row) => noteLines(row, invocation)),
    letters.map((letter) => `${letter} ${STATUS_WORDS[letter][language]}`).join(' · '),
  ];
};

export const addIndicators = (program: Command, t: Translate): void => {
  const command = program
    .command('indicators')
    .description(t('附件 1 指标表', 'the annex table'))
    .addOption(
      single('--year <year>', t('年份（默认截至时刻所在年）', 'year (default that of the as-of moment)')),
    )
    .addOption(asOfOption(t))
    .addOption(single('--division <code>', t('12 位区划代码', '12-digit division code')))
    .addOption(single('--months <range>', t('月份，如 1-6', 'months, like 1-6')));
  for (const option of figureOptions(t)) command.addOption(option);
  command.action(readingAction(() => ({ path: '/v1/indicators' }), annexLines));
};
