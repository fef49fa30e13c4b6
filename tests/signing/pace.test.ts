import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createPace, SIGN_DELAY_MS, SIGN_INTERVAL_MS } from '../../src/signing/pace.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const started = () => {
  let count = 0;
  const pace = createPace(() => {
    count += 1;
  }, Date.now);
  return { pace, signed: () => count };
};

test('a log that grows and rests is signed at once', () => {
  const { pace, signed } = started();
  pace.grown();
  pace.grown();
  vi.advanceTimersByTime(SIGN_DELAY_MS);
  expect(signed()).toBe(1);
  vi.advanceTimersByTime(10 * SIGN_INTERVAL_MS);
  expect(signed()).toBe(1);
});

test('under load it is signed once a second, and once more when it rests', () => {
  const { pace, signed } = started();
  for (let ms = 0; ms < 5_000; ms += 10) {
    pace.grown();
    vi.advanceTimersByTime(10);
  }
  expect(signed()).toBe(5);
  vi.advanceTimersByTime(SIGN_INTERVAL_MS);
  expect(signed()).toBe(6);
});

test('a pace that has stopped signs nothing more', () => {
  const { pace, signed } = started();
  pace.grown();
  pace.stop();
  pace.grown();
  vi.advanceTimersByTime(10 * SIGN_INTERVAL_MS);
  expect(signed()).toBe(0);
});
