import type { Actor } from './actor.ts';
import type { PostedFact } from './envelope.ts';
import type { Identity } from './identity.ts';
import { type Refusal, refuse } from './refusal.ts';
import { splitSubject } from './subject.ts';

/** Who may say something about a finding (domain.md §4.9). */

export interface FindingConcern {
  /** The sources that the contracts of its events belong to now. */
  readonly owners: readonly string[];
}

interface FindingContext {
  readonly actor: Actor;
  readonly identity: Identity;
  readonly findingOf: (id: string) => FindingConcern | undefined;
}

/**
 * An institution explains what concerns a contract of its own; the bureau explains and resolves any. That only the bureau
 * resolves is decided before ({@link authorityRefusal}).
 */
export const findingRefusal = (fact: PostedFact, context: FindingContext): Refusal | undefined => {
  const { actor, identity, findingOf } = context;
  const finding = findingOf(splitSubject(fact.subject).caseId);
  if (!finding) return refuse('FINDING_UNKNOWN', { pointer: '/subject', value: fact.subject });
  if (!identity.hasParticipants || actor.roles.includes('bureau')) return undefined;
  return finding.owners.includes(fact.source)
    ? undefined
    : refuse('NOT_CONCERNED', { pointer: '/subject', value: fact.subject });
};
