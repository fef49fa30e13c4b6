/**
 * What is said of a code: the HTTP status, the words in both languages with {placeholders}, what to do, and whether
 * repeating the same request can succeed.
 */
export interface CodeEntry {
  readonly status: number;
  readonly zh: string;
  readonly en: string;
  readonly action: { readonly zh: string; readonly en: string };
  readonly repeat: 'never' | 'corrected' | 'later';
}

export const entry = (
  status: number,
  zh: string,
  en: string,
  action: CodeEntry['action'],
  repeat: CodeEntry['repeat'] = 'corrected',
): CodeEntry => ({ status, zh, en, action, repeat });
