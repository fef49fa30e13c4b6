import type { CommanderError } from 'commander';
import type { Message } from '../domain/refusal.ts';

/** What is wrong with the arguments, in both languages: commander has English only, and so have its hooks for values. */

/** Each turns its part of commander's sentence; what the user typed stands between quotation marks and stays. */
const IN_CHINESE: readonly (readonly [RegExp, string])[] = [
  [/^unknown option '(.*?)'/s, "没有选项 '$1'"],
  [/^unknown command '(.*?)'/s, "没有命令 '$1'"],
  [/\n\(Did you mean (?:one of )?(.*)\?\)$/, '（是否指 $1？）'],
  [/^missing required argument '(.*)'$/, "缺少参数 '$1'"],
  [/^option '(.*?)' argument missing$/, "选项 '$1' 缺少值"],
  [/^required option '(.*?)' not specified$/, "缺少选项 '$1'"],
  [/^option '(.*?)' cannot be used with option '(.*?)'$/, "选项 '$1' 不能与 '$2' 同时使用"],
  [
    /^too many arguments(?: for '(.*?)')?\. Expected (\d+) arguments? but got (\d+): (.*)\.$/s,
    '参数过多：应有 $2 个，给出 $3 个：$4',
  ],
  [/^option '(.*?)' argument '(.*)' is invalid\. /s, "选项 '$1' 的值 '$2' 无效："],
  [/^command-argument value '(.*)' is invalid for argument '(.*?)'\. /s, "参数 '$2' 的值 '$1' 无效："],
  [/Allowed choices are (.*)\.$/, '应为 $1 之一'],
  [/One of (.*)\.$/, '应为 $1 之一'],
  [/It is from (\d+) to (\d+)\.$/, '应为 $1 至 $2'],
  [/It is given twice\.$/, '重复给出'],
  [/It is empty\.$/, '为空'],
  [/It is a number of seconds\.$/, '应为秒数'],
  [/It is an integer\.$/, '应为整数'],
  [/It is a whole number\.$/, '应为非负整数'],
  [/It is an amount in yuan like (.*)\.$/, '应为以元计的金额，如 $1'],
];

const MESSAGE_PREFIX = /^error: /;

/** For want of a command the help has been printed, and the error says nothing. */
const COMMAND_MISSING: Message = { zh: '缺少命令', en: 'a command is missing' };

export const argumentWords = ({ code, message }: CommanderError): Message => {
  if (code === 'commander.help') return COMMAND_MISSING;
  const en = message.replace(MESSAGE_PREFIX, '');
  const zh = IN_CHINESE.reduce((text, [pattern, words]) => text.replace(pattern, words), en);
  return { zh, en };
};
