import type { SharedLogState } from '../main.ts';
import type { Logger } from './logger.ts';

/** Says in the server's log when the shared store is lost, found again, or no longer what it was. */

const LOOK_MS = 1_000;

export const watchStore = (stateOf: () => SharedLogState, logger: Logger, closed: Promise<unknown>): void => {
  let wasConnected = true;
  let isAlarmed = false;
  const look = (): void => {
    const { isConnected, problem, alarm } = stateOf();
    if (alarm && !isAlarmed)
      logger.fatal(
        { code: 'HISTORY_REWRITTEN', at: alarm.place.en, detail: alarm.reason.en },
        'the log in the store was rewritten; nothing is written or signed any longer',
      );
    else if (isConnected !== wasConnected && isConnected) logger.info('the store is reached again');
    else if (isConnected !== wasConnected) logger.error({ problem }, 'the store is out of reach');
    isAlarmed = alarm !== undefined;
    wasConnected = isConnected;
  };
  const timer = setInterval(look, LOOK_MS);
  timer.unref();
  void closed.then(() => clearInterval(timer));
};
