'use client';

import { useSearchParams } from 'next/navigation';
import { Search } from 'lucide-react';
import { useRef, useState } from 'react';
import { Button, ButtonLink } from '@/components/ui/button';
import { useCommands } from '@/components/ui/commands';
import { ConfirmDialog } from '@/components/ui/dialog';
import { Icon } from '@/components/ui/icon';
import { Page } from '@/components/ui/page';
import { EmptyState, Note, Skeleton } from '@/components/ui/states';
import { showToast } from '@/components/ui/toast';
import type { WireRun } from '@/lib/api/run-wire';
import { messageOf } from '@/lib/client/api';
import { formatRows } from '@/lib/client/format';
import { runActions } from '@/lib/client/run-words';
import { useRunsInProgress } from '@/lib/client/runs-in-progress';
import { useDeleteRun, useRunPages, useRunsById } from '@/lib/client/runs';
import { useRecipes } from '@/lib/client/recipes';
import { useNow } from '@/lib/client/use-now';
import { CompareRuns } from './compare-runs';
import './datasets.css';
import { RenameDataset } from './rename-dataset';
import { RunTable } from './run-table';

/** Fewer are seen at a glance. */
const searchedFrom = 10;

/** More than this don't stand side by side. */
const mostCompared = 4;

/** The page of all runs and what they made; those in progress first. Several can be compared. */
export function DatasetsView() {
  const [typed, setTyped] = useState('');
  const search = typed.trim();
  const list = useRunPages(search);
  const { runs: moving } = useRunsInProgress();
  const modelOf = useRecipeModels();
  const nowMs = useNow(30_000);
  const compared = useRunsById(comparedRuns(useSearchParams().get('compare')));
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const [asked, setAsked] = useState<WireRun | null>(null);
  const [renamed, setRenamed] = useState<WireRun | null>(null);
  const deleteRun = useDeleteRun();
  const listed = list.data?.pages.flatMap(({ data }) => data);
  const runs = inOrder(listed ?? [], search === '' ? moving : []);
  const shown = compared.runs;
  // What was found last stands until all are there again: the field must not go away under the hand.
  const isSearched = typed !== '' || list.isPlaceholderData || runs.length >= searchedFrom;
  const choose = (id: number, isChosen: boolean) => {
    const next = new Set(chosen);
    if (isChosen) next.add(id);
    else next.delete(id);
    setChosen(next);
  };
  const compare = (ids: readonly number[]) =>
    window.history.pushState(null, '', ids.length === 0 ? '/datasets' : `/datasets?compare=${ids.join(',')}`);

  return (
    <Page
      title="Datasets"
      className="page datasets"
      actions={
        shown.length > 1 ? (
          <Button onClick={() => compare([])}>All datasets</Button>
        ) : chosen.size > 0 ? (
          <>
            <Button look="ghost" onClick={() => setChosen(new Set())}>
              Clear
            </Button>
            <Button
              look="primary"
              off={
                chosen.size < 2
                  ? 'Choose another one to compare with'
                  : chosen.size > mostCompared
                    ? `At most ${mostCompared} stand side by side`
                    : undefined
              }
              onClick={() => compare([...chosen].sort((a, b) => a - b))}
            >
              Compare {chosen.size}
            </Button>
          </>
        ) : undefined
      }
    >
      {isSearched && shown.length < 2 ? <DatasetSearch typed={typed} onType={setTyped} /> : null}
      {list.isError && list.data === undefined ? (
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
      ) : list.data === undefined || compared.isPending ? (
        <div className="stack" aria-busy>
          {[0, 1, 2, 3].map((at) => (
            <Skeleton key={at} width="100%" height={40} />
          ))}
        </div>
      ) : shown.length > 1 ? (
        <CompareRuns runs={shown} modelOf={modelOf} />
      ) : runs.length === 0 && search !== '' ? (
        <div className="card">
          <EmptyState
            title={`No dataset matches “${search}”`}
            actions={<Button onClick={() => setTyped('')}>Clear search</Button>}
          />
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
        <RunTable
          runs={runs}
          chosen={chosen}
          modelOf={modelOf}
          nowMs={nowMs}
          onChoose={choose}
          onRename={setRenamed}
          onDelete={setAsked}
        />
      )}
      {list.hasNextPage && shown.length < 2 ? (
        <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          Show more
        </Button>
      ) : null}
      {renamed === null ? null : <RenameDataset run={renamed} onClose={() => setRenamed(null)} />}
      <ConfirmDialog
        open={asked !== null}
        title={asked === null ? '' : `Delete run ${asked.id} and its ${formatRows(asked.progress.accepted)}?`}
        confirm="Delete"
        keep="Keep"
        onConfirm={() => {
          if (asked !== null) {
            choose(asked.id, false);
            deleteRun
              .mutateAsync({ id: asked.id })
              .catch((error: unknown) => showToast({ tone: 'bad', text: messageOf(error) }));
          }
          setAsked(null);
        }}
        onClose={() => setAsked(null)}
      >
        Answers stay reusable for 30 days.
      </ConfirmDialog>
    </Page>
  );
}

function DatasetSearch({ typed, onType }: { typed: string; onType: (text: string) => void }) {
  const field = useRef<HTMLInputElement>(null);
  useCommands('Datasets', [
    { keys: '/', name: 'Find a dataset', run: () => field.current?.focus(), inPalette: false },
  ]);
  return (
    <label className="input dataset-search">
      <Icon of={Search} />
      <span className="hidden-text">Find a dataset</span>
      <input
        ref={field}
        type="search"
        placeholder="Find a dataset by name or number"
        maxLength={200}
        dir="auto"
        value={typed}
        onChange={(event) => onType(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onType('');
        }}
      />
    </label>
  );
}

/** The model of a run: the one it went to, else the one that its recipe names now. */
function useRecipeModels(): (run: WireRun) => string {
  const recipes = useRecipes().data ?? [];
  const models = new Map(recipes.map(({ id, model }) => [id, model]));
  return ({ endpoint, model, recipe_id: recipeId }) =>
    endpoint?.model ?? model ?? (recipeId === null ? null : models.get(recipeId)) ?? '–';
}

/** Unfinished runs first, in their newest state; then by start, the newest first. */
function inOrder(listed: readonly WireRun[], moving: readonly WireRun[]): WireRun[] {
  const newest = new Map([...listed, ...moving].map((run) => [run.id, run]));
  return [...newest.values()].sort(
    (a, b) => Number(runActions(a).hasEnded) - Number(runActions(b).hasEnded) || b.id - a.id,
  );
}

function comparedRuns(text: string | null): number[] {
  return text !== null && /^\d{1,9}(,\d{1,9}){1,3}$/.test(text) ? text.split(',').map(Number) : [];
}
