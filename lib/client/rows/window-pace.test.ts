import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { windowTurn } from './window-pace';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  // Long after what another test asked for.
  vi.advanceTimersByTime(10_000);
});
afterEach(() => {
  vi.useRealTimers();
});

test('the windows of one screen are asked for at once', async () => {
  await windowTurn(new AbortController().signal);
  await windowTurn(new AbortController().signal);
});

test('while somebody scrolls fast, few of the windows flown past are asked for, and the one that is stayed at is', async () => {
  const asked: number[] = [];
  let before = new AbortController();
  for (let window = 0; window < 60; window++) {
    const here = new AbortController();
    void windowTurn(here.signal).then(
      () => asked.push(window),
      () => undefined,
    );
    before.abort();
    before = here;
    await vi.advanceTimersByTimeAsync(16);
  }
  expect(asked.length).toBeGreaterThan(3);
  expect(asked.length).toBeLessThan(10);
  await vi.advanceTimersByTimeAsync(100);
  expect(asked.at(-1)).toBe(59);
});
