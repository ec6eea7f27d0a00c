'use client';

import { useEffect } from 'react';
import { create } from 'zustand';

/** One measured speed: rows a second at a time in ms. */
export type SpeedSample = { atMs: number; rowsPerSecond: number };

/** How far back the speed is shown. */
export const speedSpanMs = 60_000;

const none: readonly SpeedSample[] = [];
const useHistories = create<Readonly<Record<number, readonly SpeedSample[]>>>(() => ({}));

/** The speeds of the last minute, as far as this tab has seen them; each new measurement is added once. */
export function useSpeedHistory(runId: number, sample: SpeedSample): readonly SpeedSample[] {
  const { atMs, rowsPerSecond } = sample;
  useEffect(() => {
    useHistories.setState((all) => ({ [runId]: addSample(all[runId] ?? none, { atMs, rowsPerSecond }) }));
  }, [runId, atMs, rowsPerSecond]);
  return useHistories((all) => all[runId] ?? none);
}

/** Adds a sample that is newer than the last, and drops what is older than the span. */
export function addSample(history: readonly SpeedSample[], sample: SpeedSample): readonly SpeedSample[] {
  const last = history.at(-1);
  if (last !== undefined && sample.atMs <= last.atMs) return history;
  return [...history.filter(({ atMs }) => sample.atMs - atMs <= speedSpanMs), sample];
}
