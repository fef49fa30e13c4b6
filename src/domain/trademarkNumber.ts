/** Registration numbers of trademarks, national or international (`G…`); they have no check digit (domain.md §2). */
const FORM = /^(G[1-9]\d{5,6}[A-Z]?|[1-9]\d{0,7}[A-Z]{0,2})$/;

/** Whether a text is such a number. Unlike those of patents they are taken only as the register prints them. */
export const isTrademarkNumber = (text: string): boolean => FORM.test(text);
