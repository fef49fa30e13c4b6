import type { DataOf } from './catalogue.ts';
import type { PostedFact } from './envelope.ts';
import type { Role } from './events/bureau.ts';
import { hasOtherOperator, type Identity } from './identity.ts';
import { type Refusal, refuse } from './refusal.ts';
import { splitSubject } from './subject.ts';

/** What may become of participants and keys (domain.md §4.7). */

const stateRefusal = (fact: PostedFact, pointer = '/type', value: unknown = fact.type): Refusal =>
  refuse('PARTICIPANT_STATE', { pointer, value });

const admissionRefusal = (fact: PostedFact, identity: Identity): Refusal | undefined =>
  identity.participant(splitSubject(fact.subject).caseId)?.suspended === false
    ? stateRefusal(fact)
    : undefined;

const suspensionRefusal = (fact: PostedFact, identity: Identity): Refusal | undefined => {
  const { caseId } = splitSubject(fact.subject);
  const participant = identity.participant(caseId);
  const isReinstated = fact.type === 'participant.reinstated';
  if (participant?.suspended !== isReinstated) return stateRefusal(fact);
  const takesOperator = !isReinstated && participant.roles.includes('operator');
  return takesOperator && !hasOtherOperator(identity, (key) => key.participant === caseId)
    ? refuse('LAST_OPERATOR', { pointer: '/subject', value: fact.subject })
    : undefined;
};

/** Roles that a key of that subject may have: those of its participant; the operator's own keys have one. */
const rolesOf = ({ subject }: PostedFact, identity: Identity): readonly Role[] => {
  const { line, caseId } = splitSubject(subject);
  if (line === 'ledger') return ['operator'];
  const participant = identity.participant(caseId);
  return participant?.suspended === false ? participant.roles : [];
};

const issueRefusal = (fact: PostedFact, identity: Identity): Refusal | undefined => {
  const { keyId, roles } = fact.data as DataOf<'key.issued'>;
  const allowed = rolesOf(fact, identity);
  if (allowed.length === 0) return stateRefusal(fact, '/subject', fact.subject);
  if (identity.key(keyId)) return refuse('ALREADY_DONE', { pointer: '/data/keyId', value: keyId });
  const beyond = roles.findIndex((role) => !allowed.includes(role));
  return beyond < 0
    ? undefined
    : refuse('VALUE_NOT_ALLOWED', {
        pointer: `/data/roles/${beyond}`,
        value: roles[beyond],
        with: { allowed: allowed.join(' | ') },
      });
};

const revocationRefusal = (fact: PostedFact, identity: Identity): Refusal | undefined => {
  const { keyId } = fact.data as DataOf<'key.revoked'>;
  const { line, caseId } = splitSubject(fact.subject);
  const key = identity.key(keyId);
  const isOfSubject = key?.participant === (line === 'ledger' ? undefined : caseId);
  if (!key || !isOfSubject || key.revoked) return stateRefusal(fact, '/data/keyId', keyId);
  return key.roles.includes('operator') && !hasOtherOperator(identity, (other) => other.keyId === keyId)
    ? refuse('LAST_OPERATOR', { pointer: '/data/keyId', value: keyId })
    : undefined;
};

export const participantRefusal = (fact: PostedFact, identity: Identity): Refusal | undefined => {
  switch (fact.type) {
    case 'participant.admitted':
      return admissionRefusal(fact, identity);
    case 'participant.suspended':
    case 'participant.reinstated':
      return suspensionRefusal(fact, identity);
    case 'key.issued':
      return issueRefusal(fact, identity);
    case 'key.revoked':
      return revocationRefusal(fact, identity);
    default:
      return undefined;
  }
};
