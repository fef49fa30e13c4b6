import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { type Config, callerDirectory, readConfig } from '../config.ts';
import { wrongUse } from '../problem.ts';
import { LANGUAGES, type Language, languageOf, type Translate, translator } from './words.ts';

/** What holds for every command: the options of all of them, and the environment. */
export interface Invocation {
  /** The data directory. */
  readonly directory: string;
  /** Machine-readable on stdout. */
  readonly json: boolean;
  readonly language: Language;
  readonly t: Translate;
  readonly config: Config;
  /** An absolute path, from where the user called. */
  readonly path: (name: string) => string;
}

/** How the user wants to be spoken to. Needed before the arguments are understood, for help and for wrong use. */
export interface Manner {
  readonly json: boolean;
  readonly language: Language;
}

/** Reads the manner off the arguments, whatever else they say. */
export const mannerOf = (args: readonly string[], environment: NodeJS.ProcessEnv): Manner => {
  const end = args.indexOf('--');
  const options = end < 0 ? args : args.slice(0, end);
  const place = options.findLastIndex((text) => text === '--lang' || text.startsWith('--lang='));
  const given = options[place] === '--lang' ? options[place + 1] : options[place]?.slice('--lang='.length);
  return {
    json: options.includes('--json'),
    language: LANGUAGES.find((name) => name === given) ?? languageOf(environment),
  };
};

/** Adds the options that stand before or after every command. */
export const addGlobalOptions = (program: Command, t: Translate): void => {
  program
    .option(
      '--data <dir>',
      t('数据目录（默认 ./data，或 LEDGER_DATA）', 'data directory (default ./data, or LEDGER_DATA)'),
    )
    .option('--json', t('标准输出为 JSON', 'machine-readable JSON on stdout'))
    .addOption(new Option('--lang <lang>', t('语言', 'language')).choices(LANGUAGES));
};

/** The invocation behind a command that runs. @throws Problem USAGE, ENVIRONMENT */
export const invocationOf = (command: Command): Invocation => {
  const { data, json, lang } = command.optsWithGlobals<{ data?: string; json?: boolean; lang?: Language }>();
  if (data === '') throw wrongUse('--data is empty');
  const config = readConfig(process.env);
  const language = lang ?? languageOf(process.env);
  const path = (name: string): string => resolve(callerDirectory(process.env), name);
  return {
    directory: data === undefined ? config.dataDirectory : path(data),
    json: json === true,
    language,
    t: translator(language),
    config,
    path,
  };
};
