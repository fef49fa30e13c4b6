import type { Actor } from '../domain/actor.ts';
import type { RecordedEvent } from '../domain/envelope.ts';
import type { Refusal } from '../domain/refusal.ts';
import type { Prepared } from './form.ts';

/** What is handed to the recorder, and what it answers. */

export interface Submission {
  readonly facts: readonly Prepared[];
  readonly actor: Actor;
  /** All or none. */
  readonly atomic?: boolean;
  /** Judges and records nothing. */
  readonly dryRun?: boolean;
  /** Refuses the fact unless this is its subject's current revision (`If-Match`). */
  readonly ifMatch?: number;
}

export interface Recorded {
  readonly status: 'recorded' | 'repeated';
  readonly sequence: number;
  /** The recorded event as stored. */
  readonly text: string;
  /** Its bytes, where they are at hand. */
  readonly bytes?: Uint8Array;
  /** What is asked for most of it, where its text need not be parsed for that. */
  readonly event?: Pick<RecordedEvent, 'id' | 'subject' | 'revision' | 'recordedtime'>;
}

export interface Refused {
  readonly status: 'refused';
  readonly refusals: readonly Refusal[];
}
export type Outcome = Recorded | Refused;

export const refusedWith = (...refusals: Refusal[]): Refused => ({ status: 'refused', refusals });
