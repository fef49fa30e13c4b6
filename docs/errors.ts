import type { CodeEntry } from '../src/domain/codeEntry.ts';
import { CODES, type Code } from '../src/domain/codes.ts';
import { type Message, messageOf } from '../src/domain/refusal.ts';
import { ERROR_EXAMPLES, type ErrorExample } from './errorExamples.ts';

/** The page of every code, from the catalogue of codes and the examples. */

const STATUS: Readonly<Record<number, Message>> = {
  400: { zh: '写法有误', en: 'malformed' },
  401: { zh: '身份不明', en: 'not authenticated' },
  403: { zh: '无权', en: 'not allowed' },
  404: { zh: '不存在', en: 'not there' },
  405: { zh: '方法不支持', en: 'not with this method' },
  406: { zh: '内容类型不可用', en: 'not in that media type' },
  409: { zh: '与已记录的内容冲突', en: 'in conflict with what is recorded' },
  413: { zh: '过大', en: 'too large' },
  415: { zh: '内容类型不支持', en: 'of another media type' },
  422: { zh: '违反业务规则', en: 'against the rules' },
  429: { zh: '过于频繁', en: 'too often' },
  500: { zh: '账本内部错误', en: 'an error of the ledger' },
  503: { zh: '暂不可用', en: 'not possible now' },
};

const REPEAT: Readonly<Record<CodeEntry['repeat'], Message>> = {
  never: { zh: '不要重复', en: 'never' },
  corrected: { zh: '改正后重复', en: 'after correcting' },
  later: { zh: '稍后原样重复', en: 'later, unchanged' },
};

const INTRODUCTION = `# 错误代码 Error codes

本页由 \`npm run docs\` 根据 \`src/domain/codes.ts\` 生成，请勿手工修改。
This page is generated from \`src/domain/codes.ts\` by \`npm run docs\`; do not edit it.

每个错误给出代码、JSON 指针（RFC 6901，指向所提交的事实）、该处的值以及中英文说明。不涉及单个字段的规则指向 \`/type\`；
若新事实使另一已记录事件违反规则，则指向 \`/data\`，并以 \`event: {source, id}\` 指明该事件。

Every error has a code, a JSON pointer (RFC 6901) into the fact as posted, the value there, and words in both languages. A
rule about no single field points at \`/type\`; when a new fact makes another recorded event break a rule, the pointer is
\`/data\` and \`event: {source, id}\` names that event. \`""\` is the whole fact. A code keeps its meaning for good.
`;

const CODE_NAMES = Object.keys(CODES) as Code[];

const statuses = (): number[] =>
  [...new Set(CODE_NAMES.map((code) => CODES[code].status))].sort((a, b) => a - b);

const shownExample = ({ pointer, value }: ErrorExample): string => {
  // A text that is no value of a field is shown as it stands: a line, a header, a command.
  const isRaw = typeof value === 'string' && !pointer?.startsWith('/');
  const text = isRaw ? value : JSON.stringify(value);
  const parts = [pointer === null ? undefined : JSON.stringify(pointer), text];
  return parts
    .filter((part) => part !== undefined)
    .map((part) => `\`${part}\``)
    .join(' → ');
};

const section = (code: Code): string => {
  const { action, repeat }: CodeEntry = CODES[code];
  const example = ERROR_EXAMPLES[code];
  const { zh, en } = messageOf(code, example.values);
  const shown = shownExample(example);
  return `### ${code}

${zh}。
${en}.

${shown === '' ? '' : `- 示例 Example: ${shown}\n`}- 处理 What to do: ${action.zh} ${action.en}
- 重复 Repeat: ${REPEAT[repeat].zh} ${REPEAT[repeat].en}
`;
};

const chapter = (status: number): string => {
  const words = STATUS[status];
  if (!words) throw new RangeError(`no words for status ${status}`);
  const codes = CODE_NAMES.filter((code) => CODES[code].status === status);
  return [`## ${status} ${words.zh} ${words.en}\n`, ...codes.map(section)].join('\n');
};

/** Markdown of `docs/errors.md`. */
export const errorsPage = (): string => [INTRODUCTION, ...statuses().map(chapter)].join('\n');
