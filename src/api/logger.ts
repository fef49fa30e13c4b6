/** The server's log: one JSON object a line on the standard error. Never a fact's content, never a key. */

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof LEVELS)[number];

type Write = (message: string, fields?: Readonly<Record<string, unknown>>) => void;
export type Logger = Readonly<Record<'debug' | 'info' | 'warn' | 'error' | 'fatal', Write>>;

const errorText = (_: string, value: unknown): unknown =>
  value instanceof Error ? (value.stack ?? value.message) : value;

/** A level that is not known logs everything. */
export const createLogger = (level: string): Logger => {
  const least = LEVELS.indexOf(level as LogLevel);
  const writer =
    (name: LogLevel): Write =>
    (message, fields = {}) => {
      if (LEVELS.indexOf(name) < least) return;
      const line = { time: new Date().toISOString(), level: name, message, ...fields };
      process.stderr.write(`${JSON.stringify(line, errorText)}\n`);
    };
  return {
    debug: writer('debug'),
    info: writer('info'),
    warn: writer('warn'),
    error: writer('error'),
    fatal: writer('fatal'),
  };
};
