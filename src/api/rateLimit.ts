import type { Request, Response } from 'express';
import { ipKeyGenerator, MemoryStore, rateLimit } from 'express-rate-limit';
import type { Actor } from '../domain/actor.ts';
import { Problem } from '../problem.ts';
import { FAILED_LOGINS_PER_MINUTE_MAX } from './limits.ts';

type Asking = Pick<Actor, 'isLocal' | 'recordedBy' | 'roles'>;

/** How often each key may ask. Without keys the ledger is open to its own machine only, and is not limited. */
export interface RateLimit {
  /** @throws Problem RATE_LIMITED, with `Retry-After` set */
  take(request: Request, response: Response, actor: Asking): Promise<void>;
  /**
   * Counts a credential that lets nobody in. Those of an address are soon answered with the limit instead; a valid one from
   * there still lets in, for a whole institution may stand behind one address. @throws Problem RATE_LIMITED, the same
   */
  failed(request: Request, response: Response): Promise<void>;
  stop(): void;
}

const WINDOW_MS = 60_000;
const MS_PER_S = 1_000;

const addressOf = ({ ip }: Request): string => (ip === undefined ? '' : ipKeyGenerator(ip));

/** Those who need no key are told apart by their addresses. */
const nameOf = (request: Request, { recordedBy, roles }: Asking): string =>
  roles.length > 0 ? recordedBy : addressOf(request);

const createLimiter = (perMinute: number) => {
  const store = new MemoryStore();
  const names = new WeakMap<Request, string>();
  const limiter = rateLimit({
    windowMs: WINDOW_MS,
    limit: perMinute,
    store,
    legacyHeaders: false,
    standardHeaders: false,
    validate: false,
    keyGenerator: (request) => names.get(request) ?? '',
    handler: (request, response, next) => {
      const { resetTime } = (request as Request & { rateLimit: { resetTime: Date } }).rateLimit;
      const seconds = Math.max(1, Math.ceil((resetTime.getTime() - Date.now()) / MS_PER_S));
      response.setHeader('Retry-After', seconds);
      next(new Problem('RATE_LIMITED', { max: perMinute }));
    },
  });
  return {
    count: (request: Request, response: Response, name: string): Promise<void> =>
      new Promise((resolve, reject) => {
        names.set(request, name);
        void limiter(request, response, (error?: unknown) =>
          error === undefined ? resolve() : reject(error),
        );
      }),
    stop: () => store.shutdown(),
  };
};

export const createRateLimit = (perMinute: number): RateLimit => {
  const requests = createLimiter(perMinute);
  const failedLogins = createLimiter(FAILED_LOGINS_PER_MINUTE_MAX);
  return {
    take: async (request, response, actor) => {
      if (!actor.isLocal) await requests.count(request, response, nameOf(request, actor));
    },
    failed: (request, response) => failedLogins.count(request, response, addressOf(request)),
    stop: () => {
      requests.stop();
      failedLogins.stop();
    },
  };
};
