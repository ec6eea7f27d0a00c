'use client';

import { useQuery } from '@tanstack/react-query';
import { CircleAlert, TriangleAlert } from 'lucide-react';
import Link from 'next/link';
import { memo } from 'react';
import { classNames } from '@/components/ui/class-names';
import { Chip } from '@/components/ui/chip';
import { Icon } from '@/components/ui/icon';
import { StatePill } from '@/components/ui/state-pill';
import { SortHead } from '@/components/ui/sort-head';
import type { WireRecipeSummary } from '@/lib/api/recipe-wire';
import { formatAgo, formatCount, formatRows, formatUsd } from '@/lib/client/format';
import { useHealth } from '@/lib/client/models';
import { runState } from '@/lib/client/run-words';
import { keyOf, nextOrder, type RecipeOrder, type RecipeOrderKey } from '@/lib/client/recipe-order';
import { runQuery } from '@/lib/client/runs';
import { useNow } from '@/lib/client/use-now';
import { needOf } from '../needs/need-words';
import { RecipeMenu } from './recipe-menu';

/** The own recipes: what each is made of, what became of its latest run, what it has cost. */
export function RecipeTable({
  recipes,
  order,
  onOrder,
}: {
  recipes: readonly WireRecipeSummary[];
  order: RecipeOrder;
  onOrder: (order: RecipeOrder) => void;
}) {
  const now = useNow(30_000);
  const heading = (key: RecipeOrderKey, name: string) => (
    <SortHead direction={directionOf(order, key)} onSort={() => onOrder(nextOrder(order, key))}>
      {name}
    </SortHead>
  );
  return (
    <div className="card recipe-card">
      <table className="table mine-table">
        <colgroup>
          {['22%', '25%', '15%', '20%', '72px', '104px', '44px'].map((width, index) => (
            <col key={index} style={{ width }} />
          ))}
        </colgroup>
        <thead>
          <tr>
            {heading('name', 'Name')}
            <th>Makes rows from</th>
            <th>Model</th>
            {heading('run', 'Latest run')}
            <th className="r">Spent</th>
            {heading('edited', 'Edited')}
            <th>
              <span className="hidden-text">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {recipes.map((recipe) => (
            <WideRecipe key={recipe.id} recipe={recipe} now={now} />
          ))}
        </tbody>
      </table>
      <ul className="phone-list">
        {recipes.map((recipe) => (
          <PhoneRecipe key={recipe.id} recipe={recipe} now={now} />
        ))}
      </ul>
    </div>
  );
}

type RecipeProps = { recipe: WireRecipeSummary; now: number | null };

// By the hundred, they are drawn anew only when something of them is: each key in the search draws the list.
const WideRecipe = memo(function WideRecipe({ recipe, now }: RecipeProps) {
  return (
    <tr>
      <td>
        <span className="row">
          <RecipeLink recipe={recipe} />
          <span className="t3 small">v{recipe.version}</span>
        </span>
      </td>
      <td>
        <Kinds attributes={recipe.attributes} />
      </td>
      <td className="t2" title={recipe.model ?? undefined}>
        {recipe.model === null ? null : <span className="cut">{modelName(recipe.model)}</span>}
        <Lack recipe={recipe} />
      </td>
      <td>
        <LatestRun recipe={recipe} />
      </td>
      <td className="r">{spent(recipe)}</td>
      <td className="t3">{now === null ? '' : formatAgo(recipe.updated_at, now)}</td>
      <td className="recipe-more">
        <RecipeMenu id={recipe.id} name={recipe.name} />
      </td>
    </tr>
  );
});

const PhoneRecipe = memo(function PhoneRecipe({ recipe, now }: RecipeProps) {
  return (
    <li>
      <span className="row">
        <RecipeLink recipe={recipe} />
        <span className="t3 small">v{recipe.version}</span>
      </span>
      <span className="recipe-more">
        <RecipeMenu id={recipe.id} name={recipe.name} />
      </span>
      <LatestRun recipe={recipe} />
      <span className="small t3 edited">
        {[spent(recipe), now === null ? nothing : formatAgo(recipe.updated_at, now)]
          .filter((words) => words !== nothing)
          .join(' · ')}
      </span>
      <Lack recipe={recipe} />
    </li>
  );
});

function RecipeLink({ recipe }: { recipe: WireRecipeSummary }) {
  return (
    <Link className="recipe-name cut" href={`/recipes/${recipe.id}`} dir="auto" data-opens-recipe>
      {recipe.name}
    </Link>
  );
}

/** Stands in a cell that has nothing to say. */
const nothing = '–';

/** Words of so many letters have room beside each other, in up to three chips. */
const room = { kinds: 3, letters: 30 };

function Kinds({ attributes }: Pick<WireRecipeSummary, 'attributes'>) {
  const { sampled, sourced, generated, conversation, transformed } = attributes;
  const made = [
    { kind: 'source', count: sourced, words: `${sourced} sourced` },
    { kind: 'sampled', count: sampled, words: `${sampled} sampled` },
    { kind: 'generated', count: generated, words: `${generated} generated` },
    { kind: 'conversation', count: conversation, words: `${conversation} conversation` },
  ] as const;
  const present = made.filter(({ count }) => count > 0);
  const letters = present.reduce((sum, { words }) => sum + words.length, 0);
  const areMany = present.length > room.kinds || (present.length === room.kinds && letters > room.letters);
  const shown = areMany ? present.slice(0, room.kinds - 1) : present;
  const rest = present.slice(shown.length).map(({ words }) => words);
  return (
    <span className="row tight">
      {shown.map(({ kind, words }) => (
        <Chip key={kind} kind={kind}>
          {words}
        </Chip>
      ))}
      {rest.length === 0 ? null : (
        <span className="small t2 num" title={rest.join(', ')}>
          +{rest.length}
          <span className="hidden-text">: {rest.join(', ')}</span>
        </span>
      )}
      {present.length === 0 && transformed > 0 ? (
        <Chip kind="transformed">{transformed} transformed</Chip>
      ) : null}
      {present.length === 0 && transformed === 0 ? <span className="t3">nothing yet</span> : null}
    </span>
  );
}

function LatestRun({ recipe: { latest_run: latest } }: { recipe: WireRecipeSummary }) {
  // Read from the cache only: the shell's event stream keeps runs in progress there.
  const live = useQuery({ ...runQuery(latest?.id ?? 0), enabled: false }).data;
  if (latest === null) return <span className="t3 small">not run yet</span>;
  const status = live?.status ?? latest.status;
  const accepted = live?.progress.accepted ?? latest.accepted;
  const wanted = live?.num_samples ?? latest.num_samples;
  return (
    <Link className="row latest-run" href={`/datasets/${latest.dataset_id}`} title="Open this run">
      <StatePill state={runState(live ?? latest)} />
      <span className="t2 num cut wide-only">
        {status === 'completed' ? formatRows(accepted) : `${formatCount(accepted)} of ${formatCount(wanted)}`}
      </span>
    </Link>
  );
}

/** What keeps the recipe from being run, with the way out; above the link that the whole row is. */
function Lack({ recipe }: { recipe: WireRecipeSummary }) {
  const health = useHealth().data;
  const { id, errors, model } = recipe;
  const need = needOf(recipe, health?.model_server.status !== 'absent');
  const lack: { text: string; href: string; isError?: boolean } | null =
    model === null
      ? { text: 'No model', href: `/recipes/${id}?node=model` }
      : errors > 0
        ? {
            text: errors === 1 ? '1 error' : `${formatCount(errors)} errors`,
            href: `/recipes/${id}`,
            isError: true,
          }
        : need === null
          ? null
          : { text: need.text, href: need.href ?? `/recipes/${id}?node=model` };
  if (lack === null) return null;
  return (
    <Link className={classNames('lack small', lack.isError && 'error')} href={lack.href} title={lack.text}>
      <Icon of={lack.isError ? CircleAlert : TriangleAlert} size="m" />
      <span className="cut">{lack.text}</span>
    </Link>
  );
}

function directionOf(order: RecipeOrder, key: RecipeOrderKey) {
  if (keyOf(order) !== key) return null;
  // Times go from the newest down unless they are turned round.
  return order === 'name' || order === '-edited' || order === '-run' ? 'ascending' : 'descending';
}

/** "free" is said only of models on this machine: elsewhere nothing spent may mean that no price is known. */
function spent({ runs, spent_usd: usd, asks }: WireRecipeSummary): string {
  if (usd > 0) return formatUsd(usd);
  return runs > 0 && (asks === 'model-server' || asks === 'nobody') ? 'free' : nothing;
}

/** `HuggingFaceTB/SmolLM2-135M-Instruct` is long: the owner is left to the title. */
function modelName(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}
