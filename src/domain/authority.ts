import type { Actor } from './actor.ts';
import type { EventType } from './catalogue.ts';
import type { Role } from './events/bureau.ts';
import { currentRoles, type Identity } from './identity.ts';
import { type Refusal, refuse } from './refusal.ts';
import { LEDGER_SOURCE, SOURCE_PREFIX } from './shapes.ts';
import { isContractLine, splitSubject } from './subject.ts';

/**
 * Who may post a fact, before the log is asked what it says (domain.md §2, §3; interfaces.md): decided where the fact is
 * decided, so that a key that was revoked a moment ago records nothing more.
 */

const BUREAU: readonly Role[] = ['bureau'];
const REPORTING: readonly Role[] = ['institution', 'bureau'];
const CONFIRMING: readonly Role[] = ['institution'];
const OPERATING: readonly Role[] = ['operator'];

/** Roles that post events of a type; `institution` for its own contracts, which is decided later. */
const postersOf = ({ type, subject }: PostedPart): readonly Role[] => {
  switch (type) {
    case 'ledger.opened':
    case 'rules.adopted':
    case 'participant.admitted':
    case 'participant.suspended':
    case 'participant.reinstated':
    case 'key.issued':
    case 'key.revoked':
      return OPERATING;
    case 'change.approved':
    case 'change.rejected':
    case 'finding.resolved':
      return BUREAU;
    case 'finding.explained':
      return REPORTING;
    // About its own part, and nobody else about it: it is what the bureau is held against.
    case 'report.confirmed':
      return CONFIRMING;
    default:
      return isContractLine(splitSubject(subject).line) ? REPORTING : BUREAU;
  }
};

interface PostedPart {
  readonly type: EventType;
  readonly subject: string;
  readonly source: string;
}

/** What whoever has the data directory writes at any time: how the ledger was opened, and by which rules it is read. */
const isOfTheDirectory = ({ type }: PostedPart): boolean =>
  type === 'ledger.opened' || type === 'rules.adopted';

const unauthenticated = (zh: string, en: string): Refusal =>
  refuse('UNAUTHENTICATED', { pointer: '', with: { detail: { zh, en } } });

const localRefusal = (fact: PostedPart, identity: Identity): Refusal | undefined =>
  identity.hasParticipants && !isOfTheDirectory(fact)
    ? unauthenticated('已有获准入的参与方', 'participants are admitted')
    : undefined;

/** The roles with which the actor posts now. Before anyone is admitted no key is there but the operator's. */
const rolesNow = (actor: Actor, identity: Identity): readonly Role[] | Refusal => {
  if (!identity.hasParticipants) return actor.roles;
  const roles = currentRoles(identity, actor);
  if (roles === 'revoked') return unauthenticated('密钥无效或已失效', 'the key is not, or no longer, valid');
  return roles === 'suspended' ? refuse('NOT_ADMITTED', { pointer: '' }) : roles;
};

/** Why the actor may not post that fact, if it may not. */
export const authorityRefusal = (fact: PostedPart, actor: Actor, identity: Identity): Refusal | undefined => {
  if (actor.isLocal) return localRefusal(fact, identity);
  const roles = rolesNow(actor, identity);
  if ('code' in roles) return roles;
  const posters = postersOf(fact);
  const used = roles.filter((role) => posters.includes(role));
  if (used.length === 0)
    return refuse('TYPE_NOT_PERMITTED', {
      pointer: '/type',
      value: fact.type,
      with: { needed: posters.join(', ') },
    });
  if (fact.source === LEDGER_SOURCE || used.includes('bureau')) return undefined;
  const own = SOURCE_PREFIX + (actor.uscc ?? '');
  return fact.source === own
    ? undefined
    : refuse('SOURCE_FOREIGN', { pointer: '/source', value: fact.source, with: { own } });
};

/** Refusals of whoever posts, not of the fact: nothing more of it is taken. */
export const POSTER_CODES: ReadonlySet<string> = new Set(['UNAUTHENTICATED', 'NOT_ADMITTED']);
