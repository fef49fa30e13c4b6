import { ANSWER_CACHE_MAX } from './limits.ts';
import type { Representation } from './representation.ts';

/**
 * Answers of the figures, which are functions of the prefix of the log and of what was asked. Once the read model has moved,
 * only those of a fixed prefix still hold.
 */
export interface AnswerCache {
  get(key: string, size: number): Representation | undefined;
  set(key: string, size: number, entry: { readonly answer: Representation; readonly fixed: boolean }): void;
}

export const createAnswerCache = (): AnswerCache => {
  const fixedAnswers = new Map<string, Representation>();
  let latest = new Map<string, Representation>();
  let latestSize = -1;
  const at = (size: number): Map<string, Representation> => {
    if (size !== latestSize) {
      latest = new Map();
      latestSize = size;
    }
    return latest;
  };
  return {
    get: (key, size) => at(size).get(key) ?? fixedAnswers.get(key),
    set: (key, size, { answer, fixed }) => {
      const answers = fixed ? fixedAnswers : at(size);
      // The oldest goes first: which ones are asked for again is not known.
      const [oldest] = answers.keys();
      if (answers.size >= ANSWER_CACHE_MAX && oldest !== undefined) answers.delete(oldest);
      answers.set(key, answer);
    },
  };
};
