/**
 * When checkpoints are signed: soon after the log has grown and come to rest, and once in a second while it grows on.
 */
export interface Pace {
  /** The log has grown. */
  grown(): void;
  stop(): void;
}

export const SIGN_INTERVAL_MS = 1_000;
/** Facts that arrive one after another share a checkpoint. */
export const SIGN_DELAY_MS = 20;

/** `sign` is called at most once in {@link SIGN_INTERVAL_MS}, and always after the last growth. */
export const createPace = (sign: () => void, now: () => number = () => performance.now()): Pace => {
  let timer: NodeJS.Timeout | undefined;
  let due = now();
  let stopped = false;
  const fire = (): void => {
    timer = undefined;
    due = now() + SIGN_INTERVAL_MS;
    sign();
  };
  return {
    grown: () => {
      if (stopped) return;
      timer ??= setTimeout(fire, Math.max(SIGN_DELAY_MS, due - now()));
    },
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
};
