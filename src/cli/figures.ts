import type { QuantityJson, ValueJson } from '../../projections/figures.ts';
import type { GrowthJson } from '../../projections/growth.ts';
import type { AsOfJson } from '../api/asOf.ts';
import { yuanOf } from '../domain/money.ts';
import type { Invocation } from './invocation.ts';
import { GROWTH_WORDS } from './words.ts';

/** Figures as text for a reader. */

/** What is missing. */
export const NONE = '–';

const THOUSANDS = /\B(?=(\d{3})+(?!\d))/g;
const grouped = (digits: string): string => {
  const [whole = '', fraction] = digits.split('.');
  return whole.replace(THOUSANDS, ',') + (fraction === undefined ? '' : `.${fraction}`);
};

/** Exact: yuan with two decimals, a count or a level. */
export const exactText = (quantity: QuantityJson | null): string => {
  if (quantity === null) return NONE;
  if ('amountFen' in quantity) return grouped(yuanOf(BigInt(quantity.amountFen)));
  return grouped('count' in quantity ? quantity.count : quantity.level);
};

/** As the annex table shows it: amounts in ten thousand yuan, which English has no unit for. */
export const valueText = (value: ValueJson | null, { language }: Pick<Invocation, 'language'>): string => {
  if (value?.display === undefined) return exactText(value);
  if (language === 'en') return `CNY ${exactText(value)}`;
  const [amount = '', unit = ''] = value.display.split(' ');
  return `${grouped(amount)} ${unit}`;
};

export const percentText = (percent: string | null): string => (percent === null ? NONE : `${percent} %`);

export const growthText = (growth: GrowthJson | null, { language }: Pick<Invocation, 'language'>): string => {
  if (growth === null) return NONE;
  if (growth.code !== null) return `${NONE} ${GROWTH_WORDS[growth.code][language]}`;
  return percentText(growth.percent);
};

export const metText = (met: boolean | null): string => {
  if (met === null) return NONE;
  return met ? '✓' : '✗';
};

/** What a reading is as of: sequence, recorded time, root hash. */
export const asOfText = (asOf: AsOfJson, { t }: Invocation): string =>
  asOf.sequence === null
    ? t('空账本', 'empty ledger')
    : t(
        `截至 #${asOf.sequence}（${asOf.recordedTime}），根哈希 ${asOf.rootHash}`,
        `as of #${asOf.sequence} (${asOf.recordedTime}), root hash ${asOf.rootHash}`,
      );
