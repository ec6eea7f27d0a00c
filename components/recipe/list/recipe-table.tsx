'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { Chip } from '@/components/ui/chip';
import { Pill, type Tone } from '@/components/ui/pill';
import type { WireRecipeSummary } from '@/lib/api/recipe-wire';
import { formatAgo, formatCount, formatRows, formatUsd } from '@/lib/client/format';
import { runQuery } from '@/lib/client/runs';
import { useNow } from '@/lib/client/use-now';
import { RecipeMenu } from './recipe-menu';

/** The own recipes: what each is made of, what became of its latest run, what it has cost. */
export function RecipeTable({ recipes }: { recipes: readonly WireRecipeSummary[] }) {
  const now = useNow(30_000);
  return (
    <div className="card recipe-card">
      <table className="table mine-table">
        <colgroup>
          {['22%', '25%', '15%', '20%', '6%', '8%', '4%'].map((width, index) => (
            <col key={index} style={{ width }} />
          ))}
        </colgroup>
        <thead>
          <tr>
            <th>Name</th>
            <th>Makes rows from</th>
            <th>Model</th>
            <th>Latest run</th>
            <th className="r">Spent</th>
            <th>Edited</th>
            <th>
              <span className="hidden-text">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {recipes.map((recipe) => (
            <tr key={recipe.id}>
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
                {recipe.model === null ? <span className="t3">none</span> : modelName(recipe.model)}
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
          ))}
        </tbody>
      </table>
      <ul className="phone-list">
        {recipes.map((recipe) => (
          <li key={recipe.id}>
            <span className="row">
              <RecipeLink recipe={recipe} />
              <span className="t3 small">v{recipe.version}</span>
            </span>
            <LatestRun recipe={recipe} />
            <span className="small t2 num">{spent(recipe)}</span>
            <span className="small t3 edited">{now === null ? '' : formatAgo(recipe.updated_at, now)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function RecipeLink({ recipe }: { recipe: WireRecipeSummary }) {
  return (
    <Link className="recipe-name cut" href={`/recipes/${recipe.id}`} dir="auto" data-opens-recipe>
      {recipe.name}
    </Link>
  );
}

function Kinds({ attributes }: Pick<WireRecipeSummary, 'attributes'>) {
  const { sampled, sourced, generated, transformed } = attributes;
  return (
    <span className="row tight">
      {sourced > 0 ? <Chip kind="source">{sourced} sourced</Chip> : null}
      {sampled > 0 ? <Chip kind="sampled">{sampled} sampled</Chip> : null}
      {generated > 0 ? <Chip kind="generated">{generated} generated</Chip> : null}
      {sampled + sourced + generated === 0 && transformed > 0 ? (
        <Chip kind="transformed">{transformed} transformed</Chip>
      ) : null}
      {sampled + sourced + generated + transformed === 0 ? <span className="t3">nothing yet</span> : null}
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
  const word = statusWords[status] ?? { text: status, tone: 'plain' };
  const isCapped = live?.pause_reason === 'budget' && status === 'paused';
  return (
    <span className="row">
      <Pill tone={word.tone} pulse={word.pulse ?? false}>
        {isCapped ? 'Paused at cap' : word.text}
      </Pill>
      <span className="t2 num cut wide-only">
        {status === 'completed' ? formatRows(accepted) : `${formatCount(accepted)} of ${formatCount(wanted)}`}
      </span>
    </span>
  );
}

const statusWords: Readonly<Record<string, { text: string; tone: Tone; pulse?: boolean }>> = {
  pending: { text: 'Queued', tone: 'live' },
  running: { text: 'Running', tone: 'live', pulse: true },
  pausing: { text: 'Pausing', tone: 'warn' },
  paused: { text: 'Paused', tone: 'warn' },
  cancelling: { text: 'Stopping', tone: 'plain' },
  completed: { text: 'Done', tone: 'ok' },
  failed: { text: 'Failed', tone: 'bad' },
  cancelled: { text: 'Stopped', tone: 'plain' },
};

const freeEngines = new Set(['ECHO', 'LLAMACPP', 'NATIVE', 'NATIVE_TEXT', 'VLLM']);

/** "free" is said only of models on this machine: elsewhere nothing spent may mean that no price is known. */
function spent({ runs, spent_usd: usd, engine }: WireRecipeSummary): string {
  if (usd > 0) return formatUsd(usd);
  return runs > 0 && engine !== null && freeEngines.has(engine) ? 'free' : '–';
}

/** `HuggingFaceTB/SmolLM2-135M-Instruct` is long: the owner is left to the title. */
function modelName(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}
