import type { Role } from './events/bureau.ts';

/** Who records or reads: what `recordedby` will say, the holder behind it, and what that one may do. */
export interface Actor {
  readonly recordedBy: string;
  /** Two actors with the same holder are the same person or system (four eyes). */
  readonly holder: string;
  /** Whoever runs a command on the data directory, or calls from this machine, while no participant is admitted. */
  readonly isLocal: boolean;
  /** The participant behind it; undefined for `local` and for the operator's own keys. */
  readonly uscc: string | undefined;
  readonly roles: readonly Role[];
  /** When a token expires, in milliseconds since 1970; keys are revoked instead. */
  readonly validUntilMs?: number;
}
