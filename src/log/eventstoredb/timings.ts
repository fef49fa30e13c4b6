/** How long things take at the most, in milliseconds. Tests have shorter ones. */
export interface Timings {
  /** Deadline of one append. */
  readonly appendDeadlineMs: number;
  /** How long an append is tried and looked for before its outcome is unknown. */
  readonly settleMs: number;
  /** A read that hears nothing for so long is given up. */
  readonly readIdleMs: number;
  /** Pause before a call is tried again. */
  readonly retryMs: number;
  /** How long the subscription may take to bring what was appended, until the place is read. */
  readonly deliveryMs: number;
  /** How long a shorter end must be seen, by new clients, until it is believed: a server that was leader may lag. */
  readonly confirmMs: number;
  /** Between two looks at the beginning, the end and a piece of the middle of the stream. */
  readonly watchMs: number;
  /** A node that has written alone for so long follows by a subscription again. */
  readonly quietMs: number;
}

export const TIMINGS: Timings = {
  appendDeadlineMs: 4_000,
  settleMs: 12_000,
  readIdleMs: 4_000,
  retryMs: 100,
  deliveryMs: 20,
  confirmMs: 6_000,
  watchMs: 2_000,
  quietMs: 250,
};
