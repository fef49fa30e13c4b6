import { appendFileSync, closeSync, fstatSync, ftruncateSync, openSync } from 'node:fs';
import { Problem } from '../problem.ts';

/**
 * The file of the refused lines of an import. What stands in it from an earlier import makes way for the first refusal, or
 * for the end of an import without any: one that fails before takes nothing away. Each line is in the file as soon as it is
 * refused, so that it is there however the import ends.
 */
export interface RejectsFile {
  /** Never throws: what is recorded meanwhile is recorded, whatever becomes of this file. */
  write(line: string): void;
  /** Why the file does not hold all that was refused, if so. */
  end(isDone: boolean): Problem | undefined;
}

const unwritable = (path: string, error: unknown, more = { zh: '', en: '' }): Problem => {
  const { message } = error as Error;
  return new Problem(
    'ENVIRONMENT',
    {
      detail: {
        zh: `被拒绝的事实无法写入 ${path}：${message}${more.zh}`,
        en: `the refused facts cannot be written to ${path}: ${message}${more.en}`,
      },
    },
    { cause: error },
  );
};

const WHAT_STANDS = { zh: '；已记录的事实不受影响', en: '; what was recorded stands' };

/** @throws Problem ENVIRONMENT when nothing can be written there */
const openToAppend = (path: string): number => {
  try {
    return openSync(path, 'a');
  } catch (error) {
    throw unwritable(path, error);
  }
};

/** Opens the file, and leaves it as it is. @throws Problem ENVIRONMENT */
export const openRejects = (path: string): RejectsFile => {
  const file = openToAppend(path);
  let isEmptied = false;
  let failure: Problem | undefined;

  const attempt = (work: () => void): void => {
    if (failure) return;
    try {
      work();
    } catch (error) {
      failure = unwritable(path, error, WHAT_STANDS);
    }
  };
  const empty = (): void => {
    // A pipe or a terminal holds nothing from before.
    if (!isEmptied && fstatSync(file).isFile()) ftruncateSync(file);
    isEmptied = true;
  };

  return {
    write: (line) =>
      attempt(() => {
        empty();
        appendFileSync(file, line);
      }),
    end: (isDone) => {
      if (isDone) attempt(empty);
      attempt(() => closeSync(file));
      return failure;
    },
  };
};
