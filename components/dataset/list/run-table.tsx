'use client';

import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { StatePill } from '@/components/ui/state-pill';
import type { WireRun } from '@/lib/api/run-wire';
import { formatAgo, formatClock, formatCount } from '@/lib/client/format';
import { runState } from '@/lib/client/run-words';
import { RunMenu } from './run-menu';
import { spentWords } from './spent-words';

/** Runs as a table; on a phone each is a card of two lines. */
export function RunTable({
  runs,
  chosen,
  modelOf,
  nowMs,
  onChoose,
  onRename,
  onDelete,
}: {
  runs: readonly WireRun[];
  chosen: ReadonlySet<number>;
  modelOf: (run: WireRun) => string;
  nowMs: number | null;
  onChoose: (id: number, isChosen: boolean) => void;
  onRename: (run: WireRun) => void;
  onDelete: (run: WireRun) => void;
}) {
  const router = useRouter();
  return (
    <div className="card datasets-card">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">
              <span className="hidden-text">Compare</span>
            </th>
            <th scope="col">Dataset</th>
            <th scope="col">State</th>
            <th scope="col" className="r">
              Rows
            </th>
            <th scope="col" className="wide-cell">
              Recipe
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
            <tr
              key={run.id}
              aria-selected={chosen.has(run.id) || undefined}
              onClick={() => router.push(`/datasets/${run.dataset_id}`)}
            >
              <td className="choose" onClick={(event) => event.stopPropagation()}>
                <label className="check">
                  <input
                    type="checkbox"
                    checked={chosen.has(run.id)}
                    onChange={(event) => onChoose(run.id, event.target.checked)}
                  />
                  <span className="hidden-text">Compare run {run.id}</span>
                </label>
              </td>
              <td>
                <span className="row dataset-name">
                  <Link
                    className="cut"
                    href={`/datasets/${run.dataset_id}`}
                    dir="auto"
                    title={run.name}
                    onClick={(event) => event.stopPropagation()}
                  >
                    {run.name}
                  </Link>
                  <span className="t3 num">run {run.id}</span>
                </span>
                <span className="small t3 num phone-line">
                  {spentWords(run)}
                  {nowMs === null ? '' : ` · ${formatAgo(run.created_at, nowMs)}`}
                </span>
              </td>
              <td>
                <StatePill state={runState(run)} />
              </td>
              <td className="r">
                <RowsCell run={run} />
              </td>
              <td className="wide-cell num">
                {run.recipe_id === null ? (
                  <span className="t3">file</span>
                ) : (
                  <Link
                    href={`/datasets/${run.dataset_id}?tab=recipe`}
                    onClick={(event) => event.stopPropagation()}
                  >
                    v{run.recipe_version}
                  </Link>
                )}
              </td>
              <td className="t2 wide-cell" title={modelOf(run)}>
                {modelOf(run)}
              </td>
              <td className="r wide-cell">{spentWords(run)}</td>
              <td className="t2 num wide-cell">{nowMs === null ? '' : formatAgo(run.created_at, nowMs)}</td>
              <td className="dataset-more" onClick={(event) => event.stopPropagation()}>
                <RunMenu run={run} onRename={() => onRename(run)} onDelete={() => onDelete(run)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** How many rows there are; while a run moves, how far it is and how long it takes. */
function RowsCell({ run }: { run: WireRun }) {
  const { accepted, eta_seconds: eta } = run.progress;
  if (run.status === 'completed') return formatCount(accepted);
  const share = Math.min(100, (100 * accepted) / run.num_samples);
  return (
    <span className="rows-cell" title={eta === null ? undefined : `about ${formatClock(eta)} left`}>
      <span>
        {formatCount(accepted)} <span className="t3">of {formatCount(run.num_samples)}</span>
      </span>
      <span className="meter" aria-hidden>
        <i className="fill-ok" style={{ width: `${share}%` }} />
      </span>
    </span>
  );
}
