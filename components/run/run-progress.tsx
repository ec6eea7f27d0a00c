'use client';

import type { ReactNode } from 'react';
import type { WireDataset } from '@/lib/api/dataset-wire';
import type { WireRun } from '@/lib/api/run-wire';
import { useArrivals } from '@/lib/client/arrivals';
import { useRecipeFacts } from '@/lib/client/recipe-version';
import { runActions, runState } from '@/lib/client/run-words';
import { useRetryRun, useUpdateRun } from '@/lib/client/runs';
import { useSpeedHistory } from '@/lib/client/speed-history';
import { useNow } from '@/lib/client/use-now';
import { tellFailure } from './tell-failure';
import { Arriving } from './arriving';
import { Causes } from './causes';
import { GoalCard } from './goal-card';
import { Stats } from './stats';

/** The Progress tab: funnel, meters, causes, arriving rows; `strips` stand above all. */
export function RunProgress({
  run,
  dataset,
  strips,
  isHeld,
  onHold,
  onShowRows,
}: {
  run: WireRun;
  dataset: WireDataset;
  strips: ReactNode;
  isHeld: boolean;
  onHold: (held: boolean) => void;
  onShowRows: (at: { status?: 'failed' | 'rejected' | 'all'; row?: number }) => void;
}) {
  const nowMs = useNow(1000);
  const arrivals = useArrivals(dataset.id, run.id).data ?? [];
  const { model, sampled } = useRecipeFacts(run.recipe_id, run.recipe_version);
  const speeds = useSpeedHistory(run.id, {
    atMs: Date.parse(run.progress.updated_at),
    rowsPerSecond: run.progress.rows_per_second,
  });
  const update = useUpdateRun();
  const retry = useRetryRun();
  return (
    <div className="run" data-still={runState(run).moves ? undefined : ''}>
      {strips}
      <GoalCard run={run} model={run.model ?? model} />
      <Stats
        run={run}
        speeds={speeds}
        nowMs={nowMs}
        savingCap={update.isPending}
        onCap={(usd) => update.mutateAsync({ id: run.id, budget: { ...run.budget, usd } }).catch(tellFailure)}
      />
      <div className="split">
        <Causes
          run={run}
          retrying={retry.isPending}
          onRetry={(code) => retry.mutate({ id: run.id, codes: [code] }, { onError: tellFailure })}
          onShowRow={(status, row) => onShowRows({ status, row })}
        />
        <Arriving
          arrivals={arrivals}
          columns={dataset.columns}
          nameOfSampled={(attribute, id) => sampled.get(attribute)?.get(id)?.name}
          isHeld={isHeld}
          hasEnded={runActions(run).hasEnded}
          onHold={onHold}
          onShowAll={() => onShowRows({})}
          onShowRow={(row) => onShowRows({ status: 'all', row })}
        />
      </div>
    </div>
  );
}
