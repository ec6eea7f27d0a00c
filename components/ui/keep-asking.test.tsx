import { act } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { draw } from './testing/draw';
import { keepAsking } from './keep-asking';
import { Toaster } from './toast';
import { TooltipProvider } from './tooltip';

Reflect.set(globalThis, 'IS_REACT_ACT_ENVIRONMENT', true);

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('code that can’t be fetched is asked for until the server is back, and that is said once', async () => {
  const place = draw(
    <TooltipProvider>
      <Toaster />
    </TooltipProvider>,
  );
  const health = vi.fn(() => Promise.reject(new Error('away')));
  vi.stubGlobal('fetch', health);
  const load = vi.fn(() => Promise.reject<string>(new Error('no chunk')));
  const loaded = keepAsking(load)();
  await act(() => vi.advanceTimersByTimeAsync(4500));
  expect(load).toHaveBeenCalledTimes(3);
  expect(place.textContent.match(/Seedloom doesn’t answer/g)).toHaveLength(1);

  health.mockImplementation(() => Promise.resolve({ ok: true }) as never);
  load.mockImplementation(() => Promise.resolve('the form'));
  await act(() => vi.advanceTimersByTimeAsync(2000));
  await expect(loaded).resolves.toBe('the form');
  expect(place.textContent).toBe('');
});

test('code that a server which answers doesn’t have is an error', async () => {
  vi.stubGlobal('fetch', () => Promise.resolve({ ok: true }));
  const loaded = keepAsking(() => Promise.reject<string>(new Error('no chunk')))();
  const told = expect(loaded).rejects.toThrow('no chunk');
  await act(() => vi.advanceTimersByTimeAsync(2000));
  await told;
});
