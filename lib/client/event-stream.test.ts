import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createEventStream, type StreamState } from './event-stream';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('one stream serves everything that is watched', async () => {
  const tab = openTab();
  tab.stream.watch(2);
  tab.stream.watch(1);
  await vi.advanceTimersByTimeAsync(0);
  expect(tab.open()).toEqual(['/events?runs=1,2']);
  const stop = tab.stream.watch(3);
  await vi.advanceTimersByTimeAsync(0);
  expect(tab.open()).toEqual(['/events?runs=1,2,3']);
  stop();
  stop();
  await vi.advanceTimersByTimeAsync(0);
  expect(tab.open()).toEqual(['/events?runs=1,2']);
});

test('of too many runs the newest are told of, and the one on screen among them', async () => {
  const tab = openTab();
  for (const run of [1, 2, 3, 4, 5]) tab.stream.watch(run);
  await vi.advanceTimersByTimeAsync(0);
  expect(tab.open()).toEqual(['/events?runs=3,4,5']);
  const stop = tab.stream.watch(1, { isShown: true });
  await vi.advanceTimersByTimeAsync(0);
  expect(tab.open()).toEqual(['/events?runs=1,4,5']);
  stop();
  await vi.advanceTimersByTimeAsync(0);
  expect(tab.open()).toEqual(['/events?runs=3,4,5']);
});

test('a hidden tab holds no connection, but looks in for a moment every 12 s', async () => {
  const tab = openTab();
  tab.stream.watch(1);
  await vi.advanceTimersByTimeAsync(0);
  tab.hide(true);
  await vi.advanceTimersByTimeAsync(0);
  expect(tab.open()).toEqual([]);
  for (let look = 1; look <= 2; look += 1) {
    await vi.advanceTimersByTimeAsync(11_999);
    expect(tab.open()).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(tab.open()).toEqual(['/events?runs=1']);
    tab.last().dispatchEvent(new MessageEvent('progress', { data: `look ${look}` }));
    await vi.advanceTimersByTimeAsync(3000);
    expect(tab.open()).toEqual([]);
  }
  expect(tab.events).toEqual(['look 1', 'look 2']);
  tab.hide(false);
  await vi.advanceTimersByTimeAsync(0);
  expect(tab.open()).toEqual(['/events?runs=1']);
});

test('a lost stream is opened again after a while', async () => {
  const tab = openTab();
  tab.stream.watch(1);
  await vi.advanceTimersByTimeAsync(0);
  tab.fail();
  expect(tab.open()).toEqual([]);
  expect(tab.states.at(-1)).toMatchObject({ kind: 'waiting' });
  await vi.advanceTimersByTimeAsync(1000);
  expect(tab.open()).toEqual(['/events?runs=1']);
});

test('a server that is silent for 35 s counts as lost, one that pings does not', async () => {
  const tab = openTab();
  tab.stream.watch(1);
  await vi.advanceTimersByTimeAsync(0);
  tab.last().dispatchEvent(new Event('open'));
  for (let pings = 0; pings < 4; pings += 1) {
    await vi.advanceTimersByTimeAsync(15_000);
    tab.last().dispatchEvent(new MessageEvent('ping', { data: '{}' }));
  }
  await vi.advanceTimersByTimeAsync(34_999);
  expect(tab.states.at(-1)).toEqual({ kind: 'open' });
  await vi.advanceTimersByTimeAsync(1);
  expect(tab.states.at(-1)).toMatchObject({ kind: 'waiting' });
  expect(tab.open()).toEqual([]);
  await vi.advanceTimersByTimeAsync(1000);
  expect(tab.open()).toEqual(['/events?runs=1']);
});

test('events reach the page, those of a closed stream do not', async () => {
  const tab = openTab();
  tab.stream.watch(1);
  await vi.advanceTimersByTimeAsync(0);
  const first = tab.last();
  first.dispatchEvent(new MessageEvent('progress', { data: 'one' }));
  tab.stream.watch(2);
  await vi.advanceTimersByTimeAsync(0);
  first.dispatchEvent(new MessageEvent('progress', { data: 'late' }));
  expect(tab.events).toEqual(['one']);
});

class FakeSource extends EventTarget {
  isOpen = true;
  readonly url: string;
  constructor(url: string) {
    super();
    this.url = url;
  }
  close() {
    this.isOpen = false;
  }
}

function openTab() {
  const sources: FakeSource[] = [];
  const states: StreamState[] = [];
  const events: string[] = [];
  let isHidden = false;
  let tell: () => void = () => undefined;
  const stream = createEventStream<number>({
    url: (runs) => `/events?runs=${runs.join(',')}`,
    mostKeys: 3,
    eventNames: ['progress'],
    onEvent: (_name, data) => events.push(data),
    onState: (state) => states.push(state),
    openSource: (url) => {
      const source = new FakeSource(url);
      sources.push(source);
      return source;
    },
    visibility: { isHidden: () => isHidden, subscribe: (onChange) => (tell = onChange) },
  });
  const last = () => {
    const source = sources.at(-1);
    if (source === undefined) throw new TypeError('No stream was opened.');
    return source;
  };
  return {
    stream,
    states,
    events,
    last,
    open: () => sources.filter((source) => source.isOpen).map(({ url }) => url),
    fail: () => last().dispatchEvent(new Event('error')),
    hide: (hidden: boolean) => {
      isHidden = hidden;
      tell();
    },
  };
}
