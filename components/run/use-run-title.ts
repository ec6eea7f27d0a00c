'use client';

import { useEffect, useRef } from 'react';
import { showToast } from '@/components/ui/toast';
import type { WireRun } from '@/lib/api/run-wire';
import { formatRows } from '@/lib/client/format';
import { runActions, runState } from '@/lib/client/run-words';

/** Shows in the tab's title how far a run is, and tells of its end when nobody is looking. */
export function useRunTitle(run: WireRun): void {
  const { word, moves } = runState(run);
  const percent = Math.floor((100 * Math.min(run.progress.accepted, run.num_samples)) / run.num_samples);
  const title = `${moves ? `${percent} %` : word} · ${run.name}`;
  useEffect(() => {
    document.title = title;
  }, [title]);
  const { hasEnded } = runActions(run);
  const sawMoving = useRef(false);
  const sentence = `Run ${run.id} is ${word.toLowerCase()}, ${formatRows(run.progress.accepted)}.`;
  useEffect(() => {
    if (!hasEnded) sawMoving.current = true;
    if (!hasEnded || !sawMoving.current) return;
    sawMoving.current = false;
    if (!document.hidden) return;
    // Stays until it is seen: whoever looked away comes back to it.
    showToast({ text: sentence, stayMs: 600_000 });
    // Asked for nowhere: it is shown to those who allowed it to the browser.
    if ('Notification' in window && Notification.permission === 'granted') new Notification(sentence);
  }, [hasEnded, sentence]);
}
