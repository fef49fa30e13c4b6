import type { Message } from '../domain/refusal.ts';

/**
 * The ledger clock. Recorded times are strictly increasing along the log; a machine whose clock cannot be trusted does not
 * write (503 CLOCK_WRONG).
 */

/** The machine's two clocks, in microseconds: a port, so that tests and demonstrations have their own. */
export interface ClockPort {
  /** Wall clock since 1970 (UTC). */
  readonly wallUs: () => number;
  /** A clock that never jumps, from any origin. */
  readonly monotonicUs: () => number;
}

export const systemClock: ClockPort = {
  wallUs: () => Date.now() * 1000,
  monotonicUs: () => Math.round(performance.now() * 1000),
};

/** A wall clock this far behind the last recorded time, or jumping by this much against the monotonic one, is wrong. */
export const CLOCK_TOLERANCE_US = 5 * 60 * 1_000_000;

export type ClockReading =
  | { readonly ok: true; readonly us: number }
  | { readonly ok: false; readonly detail: Message };

const wrong = (words: (seconds: number) => Message, us: number): ClockReading => ({
  ok: false,
  detail: words(Math.round(us / 1e6)),
});

export interface LedgerClock {
  /** The recorded time for an event that follows one recorded at `last`: the wall clock, but always later than `last`. */
  after(last: number): ClockReading;
}

/**
 * A clock that watches the wall clock against the monotonic one, from its creation on. `last` is the last recorded time: where
 * the wall clock is wrong at the beginning, it is watched from the first time on that it may be right.
 */
export const ledgerClock = (port: ClockPort, last: number): LedgerClock => {
  // The difference between the two clocks; it follows the slow drift between them and stands still at a jump.
  let offset: number | undefined;
  const after = (lastRecordedAt: number): ClockReading => {
    const wall = port.wallUs();
    const difference = wall - port.monotonicUs();
    const jump = difference - (offset ?? difference);
    if (Math.abs(jump) > CLOCK_TOLERANCE_US)
      return wrong((s) => ({ zh: `时钟跳变 ${s} 秒`, en: `the clock jumped by ${s} s` }), jump);
    const behind = lastRecordedAt - wall;
    if (behind > CLOCK_TOLERANCE_US)
      return wrong(
        (s) => ({ zh: `比最后记录时间落后 ${s} 秒`, en: `${s} s behind the last recorded time` }),
        behind,
      );
    offset = difference;
    return { ok: true, us: Math.max(wall, lastRecordedAt + 1) };
  };
  after(last);
  return { after };
};
