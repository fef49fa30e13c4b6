import type { Command } from 'commander';
import type { readIndicators } from '../api/readings.ts';
import type { RevisionJson, RowWithRevisions } from '../api/revisions.ts';
import { annexCells, annexColumns } from './annexCells.ts';
import { confirmedText } from './confirmations.ts';
import { asOfText, exactText, NONE, valueText } from './figures.ts';
import type { Invocation } from './invocation.ts';
import { asOfOption, figureOptions, readingAction, single } from './options.ts';
import { table } from './table.ts';
import { STATUS_WORDS, type Translate } from './words.ts';

const revisionText = ({ since, bulletin, value, change, asOf }: RevisionJson, invocation: Invocation) => {
  const { t } = invocation;
  const when =
    since === 'closing'
      ? t('关账时', 'at the closing of the year')
      : t(`公报 ${bulletin} `, `in bulletin ${bulletin}`);
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
  return lines.map((line) => t(`第 ${row.number} 行：${line}`, `row ${row.number}: ${line}`));
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
      annexColumns(t),
      rows.map((row) => annexCells(row, invocation)),
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
