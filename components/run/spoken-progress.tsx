'use client';

import { useEffect, useRef } from 'react';
import type { WireRun } from '@/lib/api/run-wire';
import { formatCount, formatRows, spellDuration } from '@/lib/client/format';
import { runState } from '@/lib/client/run-words';

const leastShare = 0.1;
const leastMs = 30_000;

/**
 * Inside the page's one live region: says each change of state, and how far the run is after a further 10 % or 30 s,
 * whichever is later. Not more: a reader is not a meter.
 */
export function SpokenProgress({ run }: { run: WireRun }) {
  const region = useRef<HTMLParagraphElement>(null);
  const last = useRef<{ status: WireRun['status']; share: number; atMs: number } | null>(null);
  const share = run.num_samples === 0 ? 0 : run.progress.accepted / run.num_samples;
  const { status } = run;
  const sentence = progressSentence(run);
  useEffect(() => {
    const atMs = performance.now();
    const spoken = last.current;
    const isDue =
      spoken !== null &&
      (spoken.status !== status || (share - spoken.share >= leastShare && atMs - spoken.atMs >= leastMs));
    if (spoken !== null && !isDue) return;
    last.current = { status, share, atMs };
    if (isDue && region.current !== null) region.current.textContent = sentence;
  }, [status, share, sentence]);
  return <p ref={region} className="hidden-text" />;
}

/** "604 of 1,000 rows, 51 seconds left"; for a run that stands still its state and its rows. */
export function progressSentence(run: WireRun): string {
  const { progress, num_samples: wanted } = run;
  const { word, moves } = runState(run);
  if (!moves) return `${word}, ${formatRows(progress.accepted)}`;
  const left = progress.eta_seconds;
  const rows = `${formatCount(progress.accepted)} of ${formatRows(wanted)}`;
  return left === null ? rows : `${rows}, ${spellDuration(left)} left`;
}
