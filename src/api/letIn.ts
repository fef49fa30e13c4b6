import type { Actor } from '../domain/actor.ts';
import { asOfNow, isLetIn } from '../domain/identity.ts';
import { Problem } from '../problem.ts';
import { type Audience, requireAudience, restrictionOf } from './authorization.ts';
import type { ApiContext } from './context.ts';

/** Who was let in when a long request began may be nobody's any more while it goes on: a key is revoked, a token expires. */

const expired = (): Problem =>
  new Problem('UNAUTHENTICATED', { detail: { zh: '令牌已过期', en: 'the token has expired' } });

/** That an actor still sees what it was shown when its request began. @throws Problem UNAUTHENTICATED, NOT_PERMITTED */
export const requireLetIn = (
  { ledger }: Pick<ApiContext, 'ledger'>,
  actor: Actor,
  audience: readonly Audience[],
): void => {
  const { identity } = ledger.recorder.state;
  if (Date.now() >= (actor.validUntilMs ?? Number.POSITIVE_INFINITY)) throw expired();
  if (!isLetIn(identity, actor))
    throw new Problem('UNAUTHENTICATED', {
      detail: { zh: '密钥已失效', en: 'the key is no longer valid' },
    });
  const now = asOfNow(identity, actor);
  const refused = requireAudience(now, audience);
  if (refused) throw refused;
  if (restrictionOf(now, audience) !== restrictionOf(actor, audience))
    throw new Problem('NOT_PERMITTED', { needed: audience.join(', ') });
};

/** What a timer can wait for; no upload lasts as long. */
const TIMER_MS_MAX = 2 ** 31 - 1;

export interface Expiry {
  /** Aborted with the problem when the token expires. */
  readonly signal: AbortSignal;
  end(): void;
}

/** The end of what an actor was let in with. Keys have none: their revocation is seen where facts are decided. */
export const expiryOf = ({ validUntilMs }: Actor): Expiry => {
  const controller = new AbortController();
  if (validUntilMs === undefined) return { signal: controller.signal, end: () => {} };
  const timer = setTimeout(
    () => controller.abort(expired()),
    Math.min(Math.max(validUntilMs - Date.now(), 0), TIMER_MS_MAX),
  );
  return { signal: controller.signal, end: () => clearTimeout(timer) };
};
