import { foldWidth } from './patentNumber.ts';

/** Registration numbers of trademarks, national or international (`G…`); they have no check digit (domain.md §2). */
const FORM = /^(G[1-9]\d{5,6}[A-Z]?|[1-9]\d{0,7}[A-Z]{0,2})$/;

/** The number in upper case and half width, or undefined when it does not have its form. */
export const normalizeTrademarkNumber = (text: string): string | undefined => {
  const folded = foldWidth(text);
  return FORM.test(folded) ? folded : undefined;
};
