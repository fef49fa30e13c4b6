import { exactText } from './figures.ts';

/** What a fact does to the figures, on one line. */

export interface EffectJson {
  readonly measure: string;
  readonly month: string;
  readonly amountFen?: string;
  readonly count?: string;
}

export const effectsText = (effects: readonly EffectJson[]): string =>
  effects
    .map(({ measure, month, amountFen, count }) => {
      const quantity = amountFen === undefined ? { count: count ?? '0' } : { amountFen };
      return `${measure} ${month} ${exactText(quantity)}`;
    })
    .join('; ');
