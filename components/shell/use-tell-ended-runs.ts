'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useEffectEvent, useRef } from 'react';
import { showToast } from '@/components/ui/toast';
import type { WireRun } from '@/lib/api/run-wire';
import { formatRows } from '@/lib/client/format';
import { showNotice } from '@/lib/client/notices';
import { onRunEnd } from '@/lib/client/run-events';
import { runState } from '@/lib/client/run-words';

/** Tells of runs that end while nobody looks at them. */
export function useTellEndedRuns(path: string, inProgress: readonly WireRun[]): void {
  const router = useRouter();
  // Only of those that were seen going on: a page that opens an old run hears of its end too.
  const going = useRef(new Set<number>());
  const ids = inProgress.map(({ id }) => id).join(',');
  useEffect(() => {
    for (const id of ids.split(',')) if (id !== '') going.current.add(Number(id));
  }, [ids]);
  const tell = useEffectEvent((run: WireRun) => {
    if (!going.current.delete(run.id)) return;
    const page = `/datasets/${run.dataset_id}`;
    if (path === page && !document.hidden) return;
    const { word, tone } = runState(run);
    const text = `Run ${run.id} is ${word.toLowerCase()}, ${formatRows(run.progress.accepted)}`;
    const open = () => router.push(page);
    showToast({ text, tone: tone === 'bad' ? 'bad' : 'plain', action: { label: 'Open', run: open } });
    if (document.hidden) showNotice(text, open);
  });
  useEffect(() => onRunEnd((run) => tell(run)), []);
}
