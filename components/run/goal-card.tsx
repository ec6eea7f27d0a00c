import type { WireRun } from '@/lib/api/run-wire';
import { formatCount, formatShare } from '@/lib/client/format';
import { canRetry, runActions } from '@/lib/client/run-words';
import { Funnel, FunnelList, type OpenRows } from './funnel';

/** How far the run is from what was asked for, and where its rows are. */
export function GoalCard({
  run,
  models,
  onOpen,
}: {
  run: WireRun;
  models: readonly string[];
  onOpen: OpenRows;
}) {
  const { progress, num_samples: wanted } = run;
  const share = (count: number) => (wanted === 0 ? 0 : Math.min(100, (100 * count) / wanted));
  const facts = [`seed ${run.seed}`, ...models];
  return (
    <section className="card funnel-card" aria-labelledby="goal">
      <div className="goal">
        <b id="goal">{formatCount(progress.accepted)}</b>
        <span className="t2">of {formatCount(wanted)} rows accepted</span>
        <span className="right t2 num goal-facts">
          <span className="wide-only cut">{facts.join(' · ')}</span>
          <span className="wide-only">·</span>
          <span>{formatShare(Math.min(progress.accepted, wanted), wanted)}</span>
        </span>
      </div>
      <div
        className="meter"
        role="progressbar"
        aria-valuemin={0}
        aria-valuemax={wanted}
        aria-valuenow={Math.min(progress.accepted, wanted)}
        aria-label="Accepted rows"
      >
        <i className="fill-ok" style={{ width: `${share(progress.accepted)}%` }} />
        <i className="fill-flight" style={{ width: `${share(progress.in_flight_rows)}%` }} />
      </div>
      <Funnel
        progress={progress}
        retriable={canRetry(run)}
        hasEnded={runActions(run).hasEnded}
        onOpen={onOpen}
      />
      <FunnelList progress={progress} onOpen={onOpen} />
    </section>
  );
}
