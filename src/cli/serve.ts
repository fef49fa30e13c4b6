import type { Command } from 'commander';
import { Problem } from '../problem.ts';
import { type Invocation, invocationOf } from './invocation.ts';
import { ensureLedger } from './opening.ts';
import { answer } from './output.ts';
import type { Translate } from './words.ts';

export interface Served {
  readonly url: string;
  readonly opsUrl: string;
}

/** Starts the server, says where, and returns when it was stopped by a signal and has answered what it had begun. */
export const serveUntilStopped = async (
  invocation: Invocation,
  onStarted: (served: Served) => void,
): Promise<void> => {
  const { config, directory } = invocation;
  // Loaded here, so that the commands that serve nothing do not wait for it.
  const { startServer } = await import('../api/server.ts');
  const server = await startServer({
    directory,
    host: config.host,
    port: config.port,
    trustProxy: config.trustProxy,
    oidc: config.oidc,
    opsPort: config.opsPort,
    logLevel: config.logLevel,
    otlpEndpoint: config.otlpEndpoint,
    rateLimitPerMinute: config.rateLimitPerMinute,
    signing: config.signing,
    witnesses: config.witnesses,
    store: config.store,
  });
  let isAsked = false;
  const stop = (): void => {
    isAsked = true;
    server.close().catch(() => {});
  };
  const signals = ['SIGINT', 'SIGTERM'] as const;
  // A terminal sends the signal to the launcher too, which passes it on: it may come twice.
  for (const signal of signals) process.on(signal, stop);
  try {
    onStarted({ url: server.url, opsUrl: server.opsUrl });
    await server.closed;
  } finally {
    for (const signal of signals) process.off(signal, stop);
  }
  const failure = server.failure();
  if (failure instanceof Problem) throw failure;
  if (!isAsked)
    throw new Problem('ENVIRONMENT', {
      detail: { zh: '存储已失效，服务器已停止', en: 'the store has failed, and the server has stopped' },
    });
};

export const servedLines = ({ url, opsUrl }: Served, { t }: Invocation): readonly string[] => [
  t(`服务地址  ${url}`, `server      ${url}`),
  t(`运维地址  ${opsUrl}`, `operations  ${opsUrl}`),
  t('按 Ctrl+C 停止', 'Ctrl+C stops it'),
];

const run = async (_options: unknown, command: Command): Promise<void> => {
  const invocation = invocationOf(command);
  await ensureLedger(invocation, { demonstration: false, plan: true });
  await serveUntilStopped(invocation, (served) => answer(invocation, served, servedLines));
};

export const addServe = (program: Command, t: Translate): void => {
  program
    .command('serve')
    .description(t('运行服务器；空目录自动开账', 'run the server; an empty data directory gets a ledger'))
    .action(run);
};
