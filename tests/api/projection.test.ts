import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { READ_MODEL_WAIT_MS } from '../../src/api/limits.ts';
import { createLogger } from '../../src/api/logger.ts';
import { createProjection } from '../../src/api/projection.ts';
import type { Projector } from '../../src/readmodel/projector.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
});

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A projector that takes three events at a time of a log of a size. */
const projectorOf = (log: { size: number }) => {
  const state = { size: 0, stale: undefined as string | undefined, isTemporary: false, steps: 0 };
  const projector: Projector = {
    get size() {
      return state.size;
    },
    get stale() {
      return state.stale;
    },
    get isStopped() {
      return state.stale !== undefined && !state.isTemporary;
    },
    step: () => {
      state.steps += 1;
      const taken = Math.min(3, log.size - state.size);
      state.size += taken;
      return taken;
    },
    catchUp: () => {},
    close: () => {},
  };
  return { projector, state };
};

const silent = createLogger('silent');

test('the log is taken a batch a turn, so that others have theirs in between', async () => {
  const { projector, state } = projectorOf({ size: 8 });
  const projection = createProjection(projector, silent);
  projection.wake();
  projection.wake();
  expect(state.size).toBe(0);
  await turn();
  expect(state.size).toBe(3);
  const reached = projection.waitFor(8);
  for (let at = 0; at < 5; at += 1) await turn();
  await reached;
  expect([projection.size, state.steps]).toEqual([8, 4]);
});

test('who waits is told as soon as the read model has it', async () => {
  const log = { size: 2 };
  const projection = createProjection(projectorOf(log).projector, silent);
  await projection.waitFor(2);
  const waiting = projection.waitFor(5);
  log.size = 5;
  projection.wake();
  await waiting;
  expect(projection.size).toBe(5);
});

test('nobody waits for ever for what does not come', async () => {
  const projection = createProjection(projectorOf({ size: 2 }).projector, silent);
  const waiting = expect(projection.waitFor(3)).rejects.toMatchObject({
    code: 'READ_MODEL_STALE',
    message: expect.stringContaining('of 3'),
  });
  await turn();
  await vi.advanceTimersByTimeAsync(READ_MODEL_WAIT_MS);
  await waiting;
});

test('a projector that has stopped, or throws, ends all waiting with its reason', async () => {
  const { projector, state } = projectorOf({ size: 2 });
  const stopped = createProjection(projector, silent);
  const waiting = expect(stopped.waitFor(9)).rejects.toThrow('event 1');
  state.stale = 'event 1';
  await waiting;
  await expect(stopped.waitFor(9)).rejects.toThrow('event 1');
  const broken = createProjection(
    {
      ...projectorOf({ size: 2 }).projector,
      step: () => {
        throw new Error('no space');
      },
    },
    silent,
  );
  await expect(broken.waitFor(1)).rejects.toThrow('no space');
  expect(broken.stale).toBe('no space');
});

test('after a stop nothing is taken and nobody waits', async () => {
  const { projector, state } = projectorOf({ size: 8 });
  const projection = createProjection(projector, silent);
  const waiting = expect(projection.waitFor(8)).rejects.toMatchObject({ code: 'READ_MODEL_STALE' });
  projection.stop();
  await waiting;
  projection.wake();
  await turn();
  expect(state.steps).toBe(0);
});

test('what is temporary is tried again by itself after a while, and not before', async () => {
  const { projector, state } = projectorOf({ size: 0 });
  const projection = createProjection(projector, silent);
  state.stale = 'the disk is full';
  state.isTemporary = true;
  projection.wake();
  await turn();
  for (let at = 0; at < 3; at += 1) {
    projection.wake();
    await turn();
  }
  expect([state.steps, projection.stale]).toEqual([1, 'the disk is full']);
  state.stale = undefined;
  vi.advanceTimersByTime(60_000);
  await turn();
  expect([state.steps, projection.stale]).toEqual([2, undefined]);
});
