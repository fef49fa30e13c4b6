import { type DestinationStream, destination, type Logger as PinoLogger, pino, stdTimeFunctions } from 'pino';

/** The server's log: one JSON object a line on the standard error. Never a fact's content, never a key. */
export type Logger = PinoLogger;

/** Whatever puts them there, keys of the ledger, tokens and passwords in addresses leave no process through its log. */
const SECRETS: readonly (readonly [RegExp, string])[] = [
  [/lk_([A-Za-z0-9]{1,32})_[A-Za-z0-9_-]+/g, 'lk_$1_[secret]'],
  [/\bBearer +[^\s"\\]+/gi, 'Bearer [secret]'],
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, '[token]'],
  [/(\b[a-z][a-z0-9+]*:\/\/)[^\s"\\/@]+@/gi, '$1[secret]@'],
];

const withoutSecrets = (line: string): string =>
  SECRETS.reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), line);

/** Fields that hold a secret by their name. */
const SECRET_FIELDS = ['authorization', 'headers', 'key', 'secret', 'token', 'body'];

const STANDARD_ERROR = 2;

/** `stream` takes the lines; the standard error otherwise. */
export const createLogger = (level: string, stream?: DestinationStream): Logger =>
  pino(
    {
      level,
      // Process and host are known to whatever collects the lines.
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: SECRET_FIELDS, remove: true },
      hooks: { streamWrite: withoutSecrets },
    },
    stream ?? destination({ fd: STANDARD_ERROR, sync: true }),
  );
