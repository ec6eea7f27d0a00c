'use client';

import { useEffect } from 'react';
import type { WireRun } from '@/lib/api/run-wire';
import { runState } from '@/lib/client/run-words';

/** Shows in the tab's title how far a run is. */
export function useRunTitle(run: WireRun): void {
  const { word, moves } = runState(run);
  const percent = Math.floor((100 * Math.min(run.progress.accepted, run.num_samples)) / run.num_samples);
  const title = `${moves ? `${percent} %` : word} · ${run.name}`;
  useEffect(() => {
    document.title = title;
  }, [title]);
}
