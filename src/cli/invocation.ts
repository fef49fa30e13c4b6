import { existsSync, readFileSync } from 'node:fs';
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
  /** Origin of the server that the command runs against, without a slash at its end. */
  readonly server: string | undefined;
  /** The key that says who acts. */
  readonly key: string | undefined;
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
    .option('--server <url>', t('对该服务器执行命令', "run the command against this server's API"))
    .option('--key-file <file>', t('密钥文件：以谁的身份', 'file with the key: who acts'))
    .option('--json', t('标准输出为 JSON', 'machine-readable JSON on stdout'))
    .addOption(new Option('--lang <lang>', t('语言', 'language')).choices(LANGUAGES));
};

interface GlobalOptions {
  readonly data?: string;
  readonly server?: string;
  readonly keyFile?: string;
  readonly json?: boolean;
  readonly lang?: Language;
}

/** The base of a server's API, which may stand below a path of its host. */
const serverOrigin = (text: string): string => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isPlain = url?.username === '' && url.password === '' && url.search === '' && url.hash === '';
  if (!isPlain || !/^https?:$/.test(url.protocol))
    throw wrongUse(
      '--server：应为不带凭据的 http 或 https 网址',
      '--server: an http or https URL without credentials',
    );
  return url.href.replace(/\/+$/, '');
};

/** What can stand in a header; nothing of it is ever said back. */
const KEY = /^[\x21-\x7e]{1,8192}$/;

const readKey = (file: string): string => {
  if (!existsSync(file)) throw wrongUse(`没有此文件：${file}`, `no such file: ${file}`);
  const key = readFileSync(file, 'utf8').trim();
  if (!KEY.test(key)) throw wrongUse(`${file} 中应有且仅有一个密钥`, `${file} does not hold one key`);
  return key;
};

/** The invocation behind a command that runs. @throws Problem USAGE, ENVIRONMENT */
export const invocationOf = (command: Command): Invocation => {
  const { data, server, keyFile, json, lang } = command.optsWithGlobals<GlobalOptions>();
  if (data === '') throw wrongUse('--data 为空', '--data is empty');
  const config = readConfig(process.env);
  const language = lang ?? languageOf(process.env);
  const path = (name: string): string => resolve(callerDirectory(process.env), name);
  return {
    server: server === undefined ? undefined : serverOrigin(server),
    key: keyFile === undefined ? undefined : readKey(path(keyFile)),
    directory: data === undefined ? config.dataDirectory : path(data),
    json: json === true,
    language,
    t: translator(language),
    config,
    path,
  };
};
