import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Role } from '../../src/domain/events/bureau.ts';
import { type Reply, type Served, serve } from '../api/support.ts';
import { USCC } from '../support/facts.ts';

/** A ledger with participants: two banks, the bureau (two persons), an auditor, and the operator. */

export const AUDITOR = '91441900MA00AUD14L';

export const admission = (uscc: string, roles: readonly Role[]) => ({
  uscc,
  name: '示例参与方（虚构）',
  kind: roles.includes('bureau') ? 'government' : 'bank',
  roles,
});

export const bearer = (key: string): { readonly authorization: string } => ({
  authorization: `Bearer ${key}`,
});

export const operatorKeyOf = (directory: string): string =>
  readFileSync(join(directory, 'operator.key'), 'utf8').trim();

export interface Keys {
  readonly bank: string;
  readonly otherBank: string;
  readonly bureau: string;
  /** A second person of the bureau. */
  readonly secondBureau: string;
  readonly auditor: string;
  readonly operator: string;
}

export interface WithParticipants extends Served {
  readonly keys: Keys;
  /** Issues one more key and answers it. */
  readonly issue: (uscc: string, holder: string, roles?: readonly Role[]) => Promise<string>;
  readonly as: (key: string) => {
    readonly get: (path: string, headers?: Record<string, string>) => Promise<Reply>;
    readonly post: (path: string, body: unknown, headers?: Record<string, string>) => Promise<Reply>;
  };
}

const JSON_TYPE = { 'content-type': 'application/json' };

const expectCreated = (reply: Reply): Reply => {
  if (reply.status !== 201) throw new Error(`${reply.status}: ${reply.text}`);
  return reply;
};

export const withParticipants = async (
  options: Parameters<typeof serve>[0] = {},
): Promise<WithParticipants> => {
  const server = await serve(options);
  const first = await server.post('/v1/participants', admission(USCC.bank, ['institution']), JSON_TYPE);
  expectCreated(first);
  const operator = operatorKeyOf(server.directory);
  const headers = { ...JSON_TYPE, ...bearer(operator) };
  for (const [uscc, roles] of [
    [USCC.otherBank, ['institution']],
    [USCC.bureau, ['bureau']],
    [AUDITOR, ['auditor']],
  ] as const)
    expectCreated(await server.post('/v1/participants', admission(uscc, roles), headers));
  let lastSequence = '';
  const issue = async (uscc: string, holder: string, roles?: readonly Role[]): Promise<string> => {
    const body = { holder, ...(roles === undefined ? {} : { roles }) };
    const reply = await server.post(`/v1/participants/${uscc}/keys`, body, headers);
    const { key, sequence } = expectCreated(reply).json;
    lastSequence = sequence;
    return key;
  };
  const keys: Keys = {
    operator,
    bank: await issue(USCC.bank, 'bank system'),
    otherBank: await issue(USCC.otherBank, 'other bank system'),
    bureau: await issue(USCC.bureau, 'desk one'),
    secondBureau: await issue(USCC.bureau, 'desk two'),
    auditor: await issue(AUDITOR, 'audit office'),
  };
  // The tests read from the read model, which is to have all of this.
  await server.get('/v1/self', { ...bearer(operator), 'ledger-after': lastSequence });
  return {
    ...server,
    keys,
    issue,
    as: (key) => ({
      get: (path, more = {}) => server.get(path, { ...bearer(key), ...more }),
      post: (path, body, more = {}) => server.post(path, body, { ...bearer(key), ...more }),
    }),
  };
};
