/** Paths of the API and their patterns: `/v1/contracts/:line/:id`. */

const decoded = (text: string): string | undefined => {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
};

/** What a path names by a pattern, or undefined if it is not of that pattern. */
export const matchPath = (pattern: string, path: string): Readonly<Record<string, string>> | undefined => {
  const wanted = pattern.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const text = decoded(given[index] ?? '');
    if (text === undefined) return undefined;
    if (!part.startsWith(':')) {
      if (part !== text) return undefined;
    } else if (text === '') return undefined;
    else params[part.slice(1)] = text;
  }
  return params;
};

/** The entry of a table by patterns that a path is of, with what the path names. */
export const findByPath = <T>(
  table: Readonly<Record<string, T>>,
  path: string,
):
  | { readonly pattern: string; readonly found: T; readonly params: Readonly<Record<string, string>> }
  | undefined => {
  for (const [pattern, found] of Object.entries(table)) {
    const params = matchPath(pattern, path);
    if (params) return { pattern, found, params };
  }
  return undefined;
};

/** A path of a pattern: its parts encoded. */
export const pathOf = (strings: TemplateStringsArray, ...parts: readonly string[]): string =>
  strings.reduce((path, text, index) => path + encodeURIComponent(parts[index - 1] ?? '') + text);
