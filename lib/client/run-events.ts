'use client';

import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { create } from 'zustand';
import type { WireRun } from '@/lib/api/run-wire';
import { api } from './api';
import { createEventStream, type StreamState } from './event-stream';
import { runActions } from './run-words';
import { refreshLists, takeRun } from './runs';

/** So many runs the server tells of in one stream. */
const mostWatched = 100;

const useStreamState = create<{ state: StreamState }>(() => ({ state: { kind: 'idle' } }));
const learners = new Set<(run: WireRun, isEnd: boolean) => void>();
let stream: ReturnType<typeof createEventStream<number>> | null = null;

/** How the tab's one event stream is doing, for the strip that tells of a lost connection. */
export function useRunStream(): StreamState {
  return useStreamState(({ state }) => state);
}

/**
 * Keeps runs in the cache at their newest state while the component is on screen. Of more than one stream can hold,
 * those that are shown as a page of their own come first.
 */
export function useRunEvents(
  runIds: readonly number[],
  { isShown = false }: { isShown?: boolean } = {},
): void {
  const queries = useQueryClient();
  const key = runIds.join(',');
  useEffect(() => {
    if (key === '') return;
    const learn = (run: WireRun, isEnd: boolean) => learnRun(queries, run, isEnd);
    stream ??= openRunStream();
    learners.add(learn);
    const watched = stream;
    const stops = key.split(',').map((id) => watched.watch(Number(id), { isShown }));
    return () => {
      learners.delete(learn);
      for (const stop of stops) stop();
    };
  }, [key, queries, isShown]);
}

/** Calls back, perhaps more than once, when the stream tells that a run has ended; returns how to stop. */
export function onRunEnd(listener: (run: WireRun) => void): () => void {
  const learn = (run: WireRun) => {
    if (runActions(run).hasEnded) listener(run);
  };
  learners.add(learn);
  return () => void learners.delete(learn);
}

/** Opens a lost stream at once instead of at its next try. */
export function reconnectRuns(): void {
  stream?.retryNow();
}

function learnRun(queries: QueryClient, run: WireRun, isEnd: boolean) {
  takeRun(queries, run);
  if (isEnd) void refreshLists(queries); // nobody waits for the lists
}

function openRunStream() {
  return createEventStream<number>({
    url: (runIds) => api.eventsUrl(runIds),
    mostKeys: mostWatched,
    eventNames: ['progress', 'end'],
    onEvent(event, data) {
      // One that can't be read is no loss: the next event carries the whole state again.
      learnEvent({ event, data: parseJson(data) }).catch(() => undefined);
    },
    onState: (state) => useStreamState.setState({ state }),
    openSource: (url) => new EventSource(url),
    visibility: {
      isHidden: () => document.hidden,
      subscribe: (onChange) => document.addEventListener('visibilitychange', onChange),
    },
  });
}

async function learnEvent(event: { event: string; data: unknown }) {
  const { runEvent } = await import('@/lib/api/event-wire');
  const parsed = runEvent.parse(event);
  for (const learn of learners) learn(parsed.data, parsed.event === 'end');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
