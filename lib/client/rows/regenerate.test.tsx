import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createRoot } from 'react-dom/client';
import { expect, onTestFinished, test, vi } from 'vitest';
import { useRegenerate } from './regenerate';

const regeneration = (status: string) =>
  Response.json({ id: 7, status, attribute_ids: ['question'], cost_usd: 0 });

// Nothing here is drawn, and other tests of this worker may want `act`.
Reflect.set(globalThis, 'IS_REACT_ACT_ENVIRONMENT', false);

/** The hook as a component has it, and what is asked of the server; the first answer comes when it is let. */
function asking() {
  const requests: string[] = [];
  const gate = new EventTarget();
  vi.stubGlobal('fetch', async (url: string, init?: RequestInit) => {
    requests.push(`${init?.method ?? 'GET'} ${url.replace(/^.*datasets/, 'datasets')}`);
    if (!url.endsWith(':regenerate')) return regeneration('cancelled');
    await new Promise((resolve) => gate.addEventListener('open', resolve));
    return regeneration('pending');
  });
  const renderings: ReturnType<typeof useRegenerate>[] = [];
  function Probe() {
    renderings.push(useRegenerate(3, 5));
    return null;
  }
  const root = createRoot(document.createElement('div'));
  root.render(
    <QueryClientProvider client={new QueryClient()}>
      <Probe />
    </QueryClientProvider>,
  );
  onTestFinished(() => {
    root.unmount();
    vi.unstubAllGlobals();
  });
  return { requests, letAnswer: () => gate.dispatchEvent(new Event('open')), hook: () => renderings.at(-1) };
}

test('a cancel that is faster than the answer of the start cancels what starts then', async () => {
  const { requests, letAnswer, hook } = asking();
  await vi.waitFor(() => expect(hook()).toBeDefined());
  const ended = hook()?.ask.mutateAsync({ index: 0, column: 'question' });
  await vi.waitFor(() => expect(hook()?.ask.isPending).toBe(true));
  hook()?.cancel.mutate();
  await vi.waitFor(() => expect(hook()?.cancel.isPending).toBe(true));
  expect(requests).toEqual(['POST datasets/3/rows/0:regenerate']);
  letAnswer();
  expect(await ended).toMatchObject({ status: 'cancelled' });
  expect(requests).toContain('POST datasets/3/regenerations/7:cancel');
});
