'use client';

import { useSearchParams } from 'next/navigation';
import { useState, type ReactNode } from 'react';
import { StatePill } from '@/components/ui/state-pill';
import { ButtonLink } from '@/components/ui/button';
import { useCommands } from '@/components/ui/commands';
import { Page } from '@/components/ui/page';
import { EmptyState, Skeleton } from '@/components/ui/states';
import { TabList, tabPanelProps } from '@/components/ui/tabs';
import type { WireDataset } from '@/lib/api/dataset-wire';
import type { WireRun } from '@/lib/api/run-wire';
import { codeOf, messageOf } from '@/lib/client/api';
import { useLostConnection } from '@/lib/client/connection';
import { useDataset } from '@/lib/client/datasets';
import { formatCount } from '@/lib/client/format';
import { useHealth } from '@/lib/client/models';
import { useRecipeFacts } from '@/lib/client/recipe-version';
import { causePlace, placeQuery } from '@/lib/client/report';
import { reconnectRuns, useRunEvents } from '@/lib/client/run-events';
import { runActions, runState } from '@/lib/client/run-words';
import { lastRowsQuery } from '@/lib/client/rows/last-rows-query';
import {
  useCancelRun,
  usePauseRun,
  useResumeRun,
  useRetryRun,
  useRun,
  useUpdateRun,
} from '@/lib/client/runs';
import { useNow } from '@/lib/client/use-now';
import './run.css';
import type { CauseActions } from './cause-action';
import { KeyDialog } from './key-dialog';
import { RecipeTab } from './recipe-tab';
import { RunActions } from './run-actions';
import { RunAgainDialog } from './run-again-dialog';
import { RunProgress } from './run-progress';
import { ProgressStrips, RunStrips } from './run-strips';
import { SpokenProgress } from './spoken-progress';
import { tellFailure } from './tell-failure';
import { useRunTitle } from './use-run-title';

const tabs = ['progress', 'rows', 'report', 'recipe'] as const;
type Tab = (typeof tabs)[number];

/** What other areas put into the page: they are told the dataset by its id. */
export type RunPageSlots = {
  rows: ReactNode;
  report: ReactNode;
  /** The download button with its menu. */
  download: ReactNode;
  /** The same files as items of the phone's menu. */
  downloadItems: ReactNode;
};

/** A run and its dataset: one place with tabs. */
export function RunPage({ datasetId, slots }: { datasetId: number; slots: RunPageSlots }) {
  const dataset = useDataset(datasetId);
  if (dataset.data !== undefined) return <WithRun dataset={dataset.data} slots={slots} />;
  if (dataset.isError) return <Missing error={dataset.error} />;
  return <Loading />;
}

function WithRun({ dataset, slots }: { dataset: WireDataset; slots: RunPageSlots }) {
  const run = useRun(dataset.run_id);
  useRunEvents([dataset.run_id]);
  if (run.data !== undefined) return <Shown run={run.data} dataset={dataset} slots={slots} />;
  if (run.isError) return <Missing error={run.error} />;
  return <Loading />;
}

function Shown({ run, dataset, slots }: { run: WireRun; dataset: WireDataset; slots: RunPageSlots }) {
  const parameters = useSearchParams();
  const tab = tabs.find((known) => known === parameters.get('tab')) ?? 'progress';
  const [isHeld, setHeld] = useState(false);
  const [asksKey, setAsksKey] = useState(false);
  const [runsAgain, setRunsAgain] = useState<'as-it-was' | 'with-local-model' | null>(null);
  const pause = usePauseRun();
  const resume = useResumeRun();
  const cancel = useCancelRun();
  const update = useUpdateRun();
  const retry = useRetryRun();
  const health = useHealth();
  const connection = useLostConnection();
  const { rules } = useRecipeFacts(run.recipe_id, run.recipe_version);
  const nowMs = useNow(1000);
  const { canPause, canResume } = runActions(run);
  const onError = tellFailure;
  const go = (next: Tab, more?: Record<string, string>) => {
    if (next === tab) return;
    // The rows are found again as they were left, unless just some of them are asked for.
    const left = next === 'rows' && more === undefined ? lastRowsQuery(dataset.id) : undefined;
    const fresh = new URLSearchParams({ ...(next === 'progress' ? {} : { tab: next }), ...more });
    const query = left ?? fresh.toString();
    // The page itself stays: only the address changes, without asking the server.
    window.history.pushState(null, '', query === '' ? window.location.pathname : `?${query}`);
  };
  const pauseOrResume = () => {
    if (canPause) pause.mutate({ id: run.id }, { onError });
    else if (canResume) resume.mutate({ id: run.id }, { onError });
  };
  const raise = (change: { budget?: WireRun['budget']; max_rows?: number }) =>
    update.mutate(
      { id: run.id, ...change },
      {
        onError,
        onSuccess: (changed) =>
          runActions(changed).canResume ? resume.mutate({ id: run.id }, { onError }) : undefined,
      },
    );
  useCommands('Run', [
    canPause || canResume
      ? { keys: 'P', name: canPause ? 'Pause the run' : 'Resume the run', run: pauseOrResume }
      : { keys: 'P', name: 'Pause the run, or resume it' },
    { keys: 'H', name: 'Hold arriving rows still, or let them go', run: () => setHeld(!isHeld) },
    { keys: '1', name: 'Progress', run: () => go('progress') },
    { keys: '2', name: 'Rows', run: () => go('rows') },
    { keys: '3', name: 'Report', run: () => go('report') },
    { keys: '4', name: 'Recipe that made it', run: () => go('recipe') },
  ]);
  const { recipe_id: recipeId, recipe_version: version } = run;
  const recipe = recipeId === null || version === null ? null : { id: recipeId, version };
  const causes: CauseActions = {
    retrying: retry.isPending ? (retry.variables.codes?.[0] ?? null) : null,
    onRetry: (code, maxNewTokens) =>
      retry.mutate(
        {
          id: run.id,
          codes: [code],
          ...(maxNewTokens === undefined ? {} : { max_new_tokens: maxNewTokens }),
        },
        { onError },
      ),
    onEnterKey: () => setAsksKey(true),
    onUseLocal:
      recipe === null || health.data === undefined || health.data.model_server.status === 'absent'
        ? null
        : () => setRunsAgain('with-local-model'),
    onShowValue: ({ attributeId: column, value }) =>
      go('rows', placeQuery({ status: 'all', filter: [{ column, op: 'eq', value }] })),
    onShowRows: ({ status, code, row }) => go('rows', placeQuery({ ...causePlace({ status, code }), row })),
  };
  useRunTitle(run);
  const panelId = 'dataset';
  return (
    <Page
      title={`Run ${run.id}`}
      phoneLead={run.name}
      crumbs={[
        { label: 'Datasets', href: '/datasets' },
        { label: run.name, href: run.recipe_id === null ? '/recipes' : `/recipes/${run.recipe_id}` },
      ]}
      state={<StatePill state={runState(run)} isLost={connection !== null} />}
      actions={
        <RunActions
          run={run}
          pausing={pause.isPending}
          resuming={resume.isPending}
          download={tab === 'rows' ? null : slots.download}
          downloadItems={slots.downloadItems}
          onPause={pauseOrResume}
          onResume={pauseOrResume}
          onCancel={() => cancel.mutateAsync({ id: run.id }).catch(onError)}
          onRunAgain={recipe === null ? null : () => setRunsAgain('as-it-was')}
        />
      }
      tabs={
        <TabList
          id={panelId}
          label={`Run ${run.id}`}
          value={tab}
          onChange={(next) => go(next)}
          items={[
            { value: 'progress', label: 'Progress' },
            { value: 'rows', label: 'Rows', count: formatCount(run.progress.accepted) },
            { value: 'report', label: 'Report' },
            {
              value: 'recipe',
              label: 'Recipe',
              count: run.recipe_version === null ? undefined : `v${run.recipe_version}`,
            },
          ]}
        />
      }
      panel={tabPanelProps(panelId, tab)}
      className={tab === 'rows' ? 'rows-panel' : 'page'}
      notes={
        <>
          <SpokenProgress run={run} />
          <RunStrips
            run={run}
            connection={connection}
            workerDown={health.data?.worker.status === 'down'}
            nowMs={nowMs}
            busy={resume.isPending || update.isPending}
            causes={causes}
            onResume={pauseOrResume}
            onBudget={(raised) => raise({ budget: { ...run.budget, ...raised } })}
            onMaxRows={(rows) => raise({ max_rows: rows })}
            onReconnect={reconnectRuns}
          />
          {tab === 'progress' ? (
            <ProgressStrips run={run} rules={rules} nowMs={nowMs} causes={causes} />
          ) : null}
        </>
      }
    >
      {tab === 'progress' ? (
        <RunProgress
          run={run}
          dataset={dataset}
          isHeld={isHeld}
          onHold={setHeld}
          causes={causes}
          onShowReport={() => go('report')}
          onShowRows={(place) => go('rows', placeQuery(place))}
        />
      ) : tab === 'recipe' ? (
        <RecipeTab run={run} onRunAgain={() => setRunsAgain('as-it-was')} />
      ) : (
        slots[tab]
      )}
      {recipe === null || runsAgain === null ? null : (
        <RunAgainDialog
          run={run}
          recipe={recipe}
          withLocalModel={runsAgain === 'with-local-model'}
          onClose={() => setRunsAgain(null)}
        />
      )}
      <KeyDialog
        run={run}
        open={asksKey}
        busy={resume.isPending}
        onClose={() => setAsksKey(false)}
        onSave={(key) =>
          resume.mutate({ id: run.id, api_key: key }, { onError, onSuccess: () => setAsksKey(false) })
        }
      />
    </Page>
  );
}

function Loading() {
  return (
    <Page title={<LoadingTitle />}>
      <div className="run" aria-busy>
        <Skeleton width="100%" height={284} />
        <Skeleton width="100%" height={108} />
        <Skeleton width="100%" height={320} />
      </div>
    </Page>
  );
}

function LoadingTitle() {
  return (
    <>
      <span className="hidden-text">Loading the dataset</span>
      <Skeleton width={180} height={20} />
    </>
  );
}

function Missing({ error }: { error: unknown }) {
  const gone = codeOf(error) === 'not-found';
  return (
    <Page title={gone ? 'Not found' : 'Not loaded'}>
      <EmptyState
        title={gone ? 'There is no dataset at this address' : 'The dataset could not be loaded'}
        actions={
          <ButtonLink href="/datasets" look="primary">
            Open datasets
          </ButtonLink>
        }
      >
        {gone ? 'It may have been deleted.' : messageOf(error)}
      </EmptyState>
    </Page>
  );
}
