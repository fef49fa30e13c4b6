import type { Request, Response } from 'express';
import { MemoryStore, rateLimit } from 'express-rate-limit';
import type { Actor } from '../domain/actor.ts';
import { Problem } from '../problem.ts';

type Asking = Pick<Actor, 'isLocal' | 'recordedBy' | 'roles'>;

/** How often each key may ask. Without keys the ledger is open to its own machine only, and is not limited. */
export interface RateLimit {
  /** @throws Problem RATE_LIMITED, with `Retry-After` set */
  take(request: Request, response: Response, actor: Asking): Promise<void>;
  stop(): void;
}

const WINDOW_MS = 60_000;
const MS_PER_S = 1_000;

/** Those who need no key are told apart by their addresses. */
const nameOf = (request: Request, { recordedBy, roles }: Asking): string =>
  roles.length > 0 ? recordedBy : (request.ip ?? '');

export const createRateLimit = (perMinute: number): RateLimit => {
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
    take: async (request, response, actor) => {
      if (actor.isLocal) return;
      names.set(request, nameOf(request, actor));
      await new Promise<void>((resolve, reject) => {
        void limiter(request, response, (error?: unknown) =>
          error === undefined ? resolve() : reject(error),
        );
      });
    },
    stop: () => store.shutdown(),
  };
};
