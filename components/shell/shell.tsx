'use client';

import { usePathname } from 'next/navigation';
import { useState, type ReactNode } from 'react';
import { TooltipProvider } from '@/components/ui/tooltip';
import type { WireRun } from '@/lib/api/run-wire';
import { codeOf } from '@/lib/client/api';
import { healthEveryMs, useHealth } from '@/lib/client/models';
import { QueryProvider } from '@/lib/client/query-provider';
import { useRunEvents } from '@/lib/client/run-events';
import { useRunsInProgress } from '@/lib/client/runs-in-progress';
import { AppFrame } from './app-frame';
import { ServerStrips } from './server-strips';
import { SignIn } from './sign-in';
import type { RunBadge } from './rail';
import { useOfferUndo } from './use-offer-undo';
import { useReturnFocus } from './use-return-focus';
import { useTellEndedRuns } from './use-tell-ended-runs';

/** All that stands around the pages: cache, frame, what the server says about itself. */
export function Shell({ children }: { children: ReactNode }) {
  return (
    <QueryProvider>
      <TooltipProvider delayDuration={500}>
        <ConnectedFrame>{children}</ConnectedFrame>
      </TooltipProvider>
    </QueryProvider>
  );
}

function ConnectedFrame({ children }: { children: ReactNode }) {
  const path = usePathname();
  const health = useHealth();
  const { runs, error } = useRunsInProgress();
  useRunEvents(runs.map(({ id }) => id));
  useTellEndedRuns(path, runs);
  useOfferUndo();
  useReturnFocus();
  const [entered, setEntered] = useState(0);
  const code = codeOf(error);
  const locked = code === 'key-required' || code === 'key-refused';
  return (
    <AppFrame
      badge={badgeOf(runs)}
      strips={
        <ServerStrips
          gone={health.isError && !tellsItself(path)}
          retryAtMs={health.isFetching ? null : health.errorUpdatedAt + healthEveryMs}
          workerDown={health.data?.worker.status === 'down'}
          onRetry={() => void health.refetch()}
        />
      }
    >
      {locked ? <SignIn key={entered} onEnter={() => setEntered(entered + 1)} /> : children}
    </AppFrame>
  );
}

/** Pages with a strip of their own for a server that doesn't answer. */
function tellsItself(path: string): boolean {
  return /^\/(datasets|recipes)\/\d/.test(path);
}

function badgeOf(runs: readonly WireRun[]): RunBadge {
  const needing = runs.filter(
    ({ status, pause_reason: reason }) => status === 'paused' && (reason === 'budget' || reason === 'disk'),
  );
  const moving = runs.filter(({ status }) => status !== 'paused');
  return { count: moving.length + needing.length, needsPerson: needing.length > 0 };
}
