import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ApiContext } from '../../src/api/context.ts';
import { requireLetIn } from '../../src/api/letIn.ts';
import type { Actor } from '../../src/domain/actor.ts';
import { intakeValue } from '../../src/exchange/intake.ts';
import type { LedgerWriter } from '../../src/main.ts';
import { readOperatorKey } from '../../src/operatorKey.ts';
import { facts, type Posted, USCC } from '../support/facts.ts';
import { demonstrationLedger, removeTemporaryDirectories } from '../support/ledger.ts';
import { actorOf, admitTo, issueIn, suspendIn } from '../support/participants.ts';

/** Long requests go on with the roles of now, and of two first admissions at once the operator's key is the one in its file. */

let ledger: LedgerWriter;
beforeEach(async () => {
  ledger = await demonstrationLedger();
});
afterEach(async () => {
  await ledger.closeWriter();
  removeTemporaryDirectories();
});

const postAs = async (actor: Actor, fact: Posted): Promise<string> => {
  const taken = intakeValue(fact, { demonstration: true });
  if (!taken.ok) throw new Error('not taken');
  const [outcome] = await ledger.recorder.record({ facts: [taken], actor });
  return outcome?.status === 'refused' ? (outcome.refusals[0]?.code ?? '') : (outcome?.status ?? '');
};

const PLEDGE = facts.pledgeRegistered({}, { subject: `pledge/${USCC.bank}.1` });
const foreignAmendment = (id: string): Posted =>
  facts.pledgeAmended(
    { securedAmount: `${id}000000.00`, debtUntil: undefined, pledgee: undefined },
    { id, subject: PLEDGE.subject, source: `urn:uscc:${USCC.otherBank}` },
  );

test('who was of the bureau when its request began writes to foreign contracts only as long as it is', async () => {
  await admitTo(ledger, USCC.bank, ['institution']);
  await admitTo(ledger, USCC.otherBank, ['institution', 'bureau']);
  expect(await postAs(actorOf(ledger, await issueIn(ledger, USCC.bank)), PLEDGE)).toBe('recorded');
  const both = actorOf(ledger, await issueIn(ledger, USCC.otherBank));
  expect(await postAs(both, foreignAmendment('7'))).toBe('recorded');
  await suspendIn(ledger, USCC.otherBank);
  await admitTo(ledger, USCC.otherBank, ['institution']);
  expect(await postAs(both, foreignAmendment('8'))).toBe('NOT_OWNER');
});

test('a download ends with the role that it was begun in', async () => {
  await admitTo(ledger, USCC.bank, ['institution', 'auditor']);
  const actor = actorOf(ledger, await issueIn(ledger, USCC.bank));
  const context = { ledger } as unknown as Pick<ApiContext, 'ledger'>;
  const [all, own] = [['auditor'], ['institution', 'auditor']] as const;
  requireLetIn(context, actor, all);
  requireLetIn(context, actor, own);
  await suspendIn(ledger, USCC.bank);
  expect(() => requireLetIn(context, actor, all)).toThrow(
    expect.objectContaining({ code: 'UNAUTHENTICATED' }),
  );
  await admitTo(ledger, USCC.bank, ['institution']);
  expect(() => requireLetIn(context, actor, all)).toThrow(expect.objectContaining({ code: 'NOT_PERMITTED' }));
  // It was shown everything; now it would be shown its own.
  expect(() => requireLetIn(context, actor, own)).toThrow(expect.objectContaining({ code: 'NOT_PERMITTED' }));
  requireLetIn(context, actorOf(ledger, await issueIn(ledger, USCC.bank)), own);
});

test('of two first admissions at once one is recorded, and the file has the key that opens the ledger', async () => {
  const admitted = await Promise.allSettled([
    admitTo(ledger, USCC.bank, ['institution']),
    admitTo(ledger, USCC.otherBank, ['institution']),
  ]);
  expect(admitted.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
  expect(actorOf(ledger, readOperatorKey(ledger.directory) ?? '').roles).toEqual(['operator']);
  await admitTo(ledger, USCC.otherBank, ['institution']);
});

test('once there is an operator its file is left as it is', async () => {
  await admitTo(ledger, USCC.bank, ['institution', 'operator']);
  const first = readOperatorKey(ledger.directory);
  expect(actorOf(ledger, first ?? '').roles).toEqual(['operator']);
  await admitTo(ledger, USCC.otherBank, ['institution']);
  expect(readOperatorKey(ledger.directory)).toBe(first);
});
