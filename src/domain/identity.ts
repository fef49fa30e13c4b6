import type { Actor } from './actor.ts';
import type { DataOf, EventType } from './catalogue.ts';
import type { Role } from './events/bureau.ts';
import { splitSubject } from './subject.ts';

/**
 * Participants and their keys, as the log has them (domain.md §4.7): a fold of its events. A participant that was suspended
 * may be admitted anew, with other roles. The operator's own keys are issued on `ledger/main`.
 */

export interface Participant {
  readonly uscc: string;
  readonly name: string;
  readonly kind: string;
  readonly roles: readonly Role[];
  readonly suspended: boolean;
}

export interface IssuedKey {
  /** Unique in the log: a key names itself, not its participant. */
  readonly keyId: string;
  /** Undefined for the operator's own. */
  readonly participant: string | undefined;
  /** The person or system that holds it. */
  readonly holder: string;
  /** SHA-256 of the secret, in hex. */
  readonly digest: string;
  readonly roles: readonly Role[];
  readonly revoked: boolean;
}

/** An event that the fold may be about. */
export interface SeenEvent {
  readonly type: EventType;
  readonly subject: string;
  readonly data: unknown;
}

export interface Identity {
  /** Whether anyone was ever admitted: then the open mode is over. */
  readonly hasParticipants: boolean;
  participant(uscc: string): Participant | undefined;
  key(keyId: string): IssuedKey | undefined;
  participants(): readonly Participant[];
  keys(): readonly IssuedKey[];
}

/** What `recordedby` says of the keys of the ledger's own operator. */
export const OPERATOR = 'operator';

export const createIdentity = (): Identity & { see(event: SeenEvent): void } => {
  const participants = new Map<string, Participant>();
  const keys = new Map<string, IssuedKey>();

  const suspend = (uscc: string, suspended: boolean): void => {
    const found = participants.get(uscc);
    if (found) participants.set(uscc, { ...found, suspended });
  };

  return {
    get hasParticipants() {
      return participants.size > 0;
    },
    participant: (uscc) => participants.get(uscc),
    key: (keyId) => keys.get(keyId),
    participants: () => [...participants.values()],
    keys: () => [...keys.values()],
    see: (event) => {
      const { type, subject } = event;
      // Every event of the ledger comes by here, and few are of this kind: the data of the others is not even looked at.
      if (!type.startsWith('participant.') && !type.startsWith('key.')) return;
      const { data } = event;
      const { line, caseId } = splitSubject(subject);
      switch (type) {
        case 'participant.admitted': {
          const { name, kind, roles } = data as DataOf<'participant.admitted'>;
          participants.set(caseId, { uscc: caseId, name, kind, roles, suspended: false });
          return;
        }
        case 'participant.suspended':
          return suspend(caseId, true);
        case 'participant.reinstated':
          return suspend(caseId, false);
        case 'key.issued': {
          const { keyId, holder, digest, roles } = data as DataOf<'key.issued'>;
          const participant = line === 'ledger' ? undefined : caseId;
          keys.set(keyId, { keyId, participant, holder, digest, roles, revoked: false });
          return;
        }
        case 'key.revoked': {
          const found = keys.get((data as DataOf<'key.revoked'>).keyId);
          if (found) keys.set(found.keyId, { ...found, revoked: true });
          return;
        }
        default:
      }
    },
  };
};

const roleIn =
  (roles: readonly Role[]) =>
  (role: Role): boolean =>
    roles.includes(role);

/** Who acts with a key. */
export const actorOfKey = ({ keyId, participant, holder, roles }: IssuedKey): Actor => ({
  recordedBy: `${participant ?? OPERATOR}/${keyId}`,
  holder,
  isLocal: false,
  uscc: participant,
  roles,
});

/** Why an actor that once was let in is no longer. */
export type Fallen = 'revoked' | 'suspended';

const keyOfActor = (identity: Identity, { recordedBy, uscc }: Actor): IssuedKey | undefined => {
  const key = identity.key(recordedBy.slice(recordedBy.indexOf('/') + 1));
  return key?.participant === uscc ? key : undefined;
};

/** Tokens of the identity provider stand in the place of a key id, which has no hyphen. */
export const isOfToken = ({ recordedBy }: Actor): boolean => recordedBy.includes('/oidc-');

/** The roles that an actor has as the log stands, or why it has none: keys are revoked and participants suspended at once. */
export const currentRoles = (identity: Identity, actor: Actor): readonly Role[] | Fallen => {
  if (!isOfToken(actor)) {
    const key = keyOfActor(identity, actor);
    if (!key || key.revoked) return 'revoked';
    if (key.participant === undefined) return actor.roles;
  }
  const participant = identity.participant(actor.uscc ?? '');
  if (!participant || participant.suspended) return 'suspended';
  return actor.roles.filter(roleIn(participant.roles));
};

/** The actor with the roles that it has as the log stands. One that has fallen is refused before. */
export const asOfNow = (identity: Identity, actor: Actor): Actor => {
  if (actor.isLocal || !identity.hasParticipants) return actor;
  const roles = currentRoles(identity, actor);
  return typeof roles === 'string' || roles.length === actor.roles.length ? actor : { ...actor, roles };
};

/** Whether whoever was let in would be let in now. */
export const isLetIn = (identity: Identity, actor: Actor): boolean =>
  actor.isLocal ? !identity.hasParticipants : typeof currentRoles(identity, actor) !== 'string';

/** The holder behind a `recordedby`: that of the key; a token, and `local`, are their own. */
export const holderOf = (identity: Identity, recordedBy: string): string =>
  identity.key(recordedBy.slice(recordedBy.indexOf('/') + 1))?.holder ?? recordedBy;

/** Labels of one person or system may be typed in two ways. */
export const isSameHolder = (one: string, other: string): boolean => plain(one) === plain(other);

const plain = (label: string): string => label.normalize('NFKC').replace(/\s+/g, ' ').trim().toLowerCase();

/** Whether somebody could still manage participants if those keys were gone. */
export const hasOtherOperator = (identity: Identity, isGone: (key: IssuedKey) => boolean): boolean =>
  identity.keys().some((key) => {
    if (isGone(key) || key.revoked || !key.roles.includes('operator')) return false;
    if (key.participant === undefined) return true;
    const participant = identity.participant(key.participant);
    return participant?.suspended === false && participant.roles.includes('operator');
  });
