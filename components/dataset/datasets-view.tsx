'use client';

import { Ellipsis, Trash2 } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { ButtonLink, Button, IconButton } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/dialog';
import { Menu, MenuItem, MenuLink } from '@/components/ui/menu';
import { Page } from '@/components/ui/page';
import { Pill } from '@/components/ui/pill';
import { EmptyState, Note, Skeleton } from '@/components/ui/states';
import { dismissToast, showToast } from '@/components/ui/toast';
import type { WireRun } from '@/lib/api/run-wire';
import { messageOf } from '@/lib/client/api';
import { formatAgo, formatCount, formatRows, formatUsd } from '@/lib/client/format';
import { runActions, runState } from '@/lib/client/run-words';
import { useRunsInProgress } from '@/lib/client/runs-in-progress';
import { useDeleteRun, useRestoreRun, useRuns } from '@/lib/client/runs';
import { useRecipes } from '@/lib/client/recipes';
import { useNow } from '@/lib/client/use-now';
import { downloadLinks } from './download-links';
import './datasets.css';

/** How long a delete can be taken back. */
const undoMs = 10_000;

/** The page of all runs and what they made; those in progress first. */
export function DatasetsView() {
  const list = useRuns();
  const { runs: moving } = useRunsInProgress();
  const modelOf = useRecipeModels();
  const nowMs = useNow(30_000);
  const [asked, setAsked] = useState<WireRun | null>(null);
  const remove = useDeleteRun();
  const restore = useRestoreRun();
  const runs = inOrder(list.data ?? [], moving);

  const deleteRun = (run: WireRun) =>
    remove.mutate(
      { id: run.id },
      {
        onError: (error) => showToast({ tone: 'bad', text: messageOf(error) }),
        onSuccess: () => {
          const undo = () =>
            restore.mutate(
              { id: run.id },
              { onError: (error) => showToast({ tone: 'bad', text: messageOf(error) }) },
            );
          const toast = showToast({
            text: `Run ${run.id} is deleted.`,
            action: { label: 'Undo', run: undo },
            stayMs: undoMs,
          });
          setTimeout(() => dismissToast(toast), undoMs);
        },
      },
    );

  return (
    <Page title="Datasets" className="page datasets">
      {list.isError ? (
        <Note
          tone="bad"
          live="alert"
          action={
            <Button size="small" onClick={() => void list.refetch()}>
              Try again
            </Button>
          }
        >
          {messageOf(list.error)}
        </Note>
      ) : list.data === undefined ? (
        <div className="stack" aria-busy>
          {[0, 1, 2, 3].map((at) => (
            <Skeleton key={at} width="100%" height={40} />
          ))}
        </div>
      ) : runs.length === 0 ? (
        <div className="card">
          <EmptyState
            title="No datasets yet"
            actions={
              <ButtonLink href="/recipes" look="primary">
                Open recipes
              </ButtonLink>
            }
          >
            Run a recipe, or try one for free with the local model.
          </EmptyState>
        </div>
      ) : (
        <RunTable runs={runs} modelOf={modelOf} nowMs={nowMs} onDelete={setAsked} />
      )}
      <ConfirmDialog
        open={asked !== null}
        title={asked === null ? '' : `Delete run ${asked.id} and its ${formatRows(asked.progress.accepted)}?`}
        confirm="Delete"
        keep="Keep"
        onConfirm={() => {
          if (asked !== null) deleteRun(asked);
          setAsked(null);
        }}
        onClose={() => setAsked(null)}
      >
        Answers stay reusable for 30 days.
      </ConfirmDialog>
    </Page>
  );
}

function RunTable({
  runs,
  modelOf,
  nowMs,
  onDelete,
}: {
  runs: readonly WireRun[];
  modelOf: (run: WireRun) => string;
  nowMs: number | null;
  onDelete: (run: WireRun) => void;
}) {
  const router = useRouter();
  return (
    <div className="card datasets-card">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">Dataset</th>
            <th scope="col">State</th>
            <th scope="col" className="r">
              Rows
            </th>
            <th scope="col" className="wide-cell">
              Model
            </th>
            <th scope="col" className="r wide-cell">
              Spent
            </th>
            <th scope="col" className="wide-cell">
              Started
            </th>
            <th scope="col">
              <span className="hidden-text">More</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {runs.map((run) => (
            <tr key={run.id} onClick={() => router.push(`/datasets/${run.dataset_id}`)}>
              <td>
                <span className="row dataset-name">
                  <Link
                    className="cut"
                    href={`/datasets/${run.dataset_id}`}
                    dir="auto"
                    onClick={(event) => event.stopPropagation()}
                  >
                    {run.name}
                  </Link>
                  <span className="t3 num">run {run.id}</span>
                  {run.recipe_version === null ? null : (
                    <span className="t3 num wide-only">v{run.recipe_version}</span>
                  )}
                </span>
                <span className="small t3 num phone-line">
                  {spentWords(run)}
                  {nowMs === null ? '' : ` · ${formatAgo(run.created_at, nowMs)}`}
                </span>
              </td>
              <td>
                <StatePill run={run} />
              </td>
              <td className="r">
                <RowsCell run={run} />
              </td>
              <td className="t2 wide-cell" title={modelOf(run)}>
                {modelOf(run)}
              </td>
              <td className="r wide-cell">{spentWords(run)}</td>
              <td className="t2 num wide-cell">{nowMs === null ? '' : formatAgo(run.created_at, nowMs)}</td>
              <td className="dataset-more" onClick={(event) => event.stopPropagation()}>
                <RunMenu run={run} onDelete={() => onDelete(run)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function RowsCell({ run }: { run: WireRun }) {
  const { accepted } = run.progress;
  return run.status === 'completed' ? (
    formatCount(accepted)
  ) : (
    <>
      {formatCount(accepted)} <span className="t3">of {formatCount(run.num_samples)}</span>
    </>
  );
}

function StatePill({ run }: { run: WireRun }) {
  const { word, tone, moves } = runState(run);
  return (
    <Pill tone={tone} pulse={moves}>
      {word}
    </Pill>
  );
}

function RunMenu({ run, onDelete }: { run: WireRun; onDelete: () => void }) {
  return (
    <Menu
      label={`Run ${run.id}`}
      trigger={<IconButton label={`More for run ${run.id}`} icon={Ellipsis} size="small" />}
    >
      {run.progress.accepted === 0
        ? null
        : downloadLinks(run.dataset_id, 'accepted').map(({ format, name, about, href }) => (
            <MenuLink key={format} href={href} download aside={about}>
              Download {name}
            </MenuLink>
          ))}
      {run.recipe_id === null ? null : <MenuLink href={`/recipes/${run.recipe_id}`}>Open recipe</MenuLink>}
      <MenuItem
        icon={Trash2}
        danger
        off={runActions(run).hasEnded ? undefined : 'cancel it first'}
        onSelect={onDelete}
      >
        Delete…
      </MenuItem>
    </Menu>
  );
}

/** The model of a run: its own, else the one that its recipe names now. */
function useRecipeModels(): (run: WireRun) => string {
  const recipes = useRecipes().data ?? [];
  const models = new Map(recipes.map(({ id, model }) => [id, model]));
  return ({ model, recipe_id: recipeId }) =>
    model ?? (recipeId === null ? null : models.get(recipeId)) ?? '–';
}

/** Unfinished runs first, in their newest state; then by start, the newest first. */
function inOrder(listed: readonly WireRun[], moving: readonly WireRun[]): WireRun[] {
  const newest = new Map([...listed, ...moving].map((run) => [run.id, run]));
  return [...newest.values()].sort(
    (a, b) => Number(runActions(a).hasEnded) - Number(runActions(b).hasEnded) || b.id - a.id,
  );
}

function spentWords({ progress }: WireRun): string {
  return progress.cost_usd === 0 ? 'free' : formatUsd(progress.cost_usd);
}
