import type { ReactNode } from 'react';
import { ButtonLink } from '@/components/ui/button';
import type { WireRun } from '@/lib/api/run-wire';
import {
  formatClock,
  formatCompact,
  formatLatency,
  formatRate,
  formatMoment,
  formatUsd,
} from '@/lib/client/format';
import type { SpeedPoint } from '@/lib/client/run-history';
import {
  concurrencyWords,
  hasNoPrice,
  limitWords,
  modelsWithoutPrice,
  runActions,
  runState,
} from '@/lib/client/run-words';
import { CapEditor } from './cap-editor';
import { Sparkline } from './sparkline';

/** Speed, tokens, money and time of a run: always four, always in the same place. */
export function Stats({
  run,
  speeds,
  nowMs,
  onCap,
  savingCap,
  onShowCourse,
  onShowCosts,
  onShowReused,
}: {
  run: WireRun;
  speeds: readonly SpeedPoint[];
  nowMs: number | null;
  /** Opens the course of the run. */
  onShowCourse: () => void;
  /** Opens where tokens and money went. */
  onShowCosts: () => void;
  /** Opens the rows with reused answers. */
  onShowReused: () => void;
  onCap: (usd: number) => Promise<unknown>;
  savingCap: boolean;
}) {
  const moves = runState(run).moves && run.status !== 'pending';
  return (
    <section className="card stats" aria-labelledby="numbers">
      <h2 id="numbers" className="hidden-text">
        Numbers
      </h2>
      <Speed run={run} speeds={speeds} moves={moves} onShow={onShowCourse} />
      <Tokens run={run} onShow={onShowCosts} onShowReused={onShowReused} />
      <Spent run={run} onCap={onCap} saving={savingCap} onShow={onShowCosts} />
      <TimeLeft run={run} moves={moves} nowMs={nowMs} />
    </section>
  );
}

function Speed({
  run,
  speeds,
  moves,
  onShow,
}: {
  run: WireRun;
  speeds: readonly SpeedPoint[];
  moves: boolean;
  onShow: () => void;
}) {
  const { progress } = run;
  const limit = limitWords(run);
  const calls = `${formatRate(progress.calls_per_second)} calls/s`;
  const average = averageSpeed(run);
  return (
    <Stat
      name="Speed"
      aside={
        moves && progress.concurrency > 0 ? (
          <span className="small t3 num wide-only">{concurrencyWords(run)}</span>
        ) : null
      }
      hint={
        moves
          ? limit === null
            ? calls
            : `${calls}, ${limit}`
          : average === null
            ? 'not moving now'
            : 'on average'
      }
    >
      <button type="button" className="row speed opens" onClick={onShow}>
        <span className="hidden-text">Show how the run went:</span>
        <span className="big">
          {moves ? formatRate(progress.rows_per_second) : (average ?? '–')} <small>rows/s</small>
        </span>
        <span className="grow wide-only">
          <Sparkline speeds={speeds} />
        </span>
      </button>
    </Stat>
  );
}

function Tokens({
  run: { progress, status },
  onShow,
  onShowReused,
}: {
  run: WireRun;
  onShow: () => void;
  onShowReused: () => void;
}) {
  const isOver = runActions({ status }).hasEnded;
  const {
    prompt_tokens: input,
    completion_tokens: output,
    reused_calls: reused,
    saved_usd: saved,
  } = progress;
  return (
    <Stat
      name="Tokens"
      hint={
        <>
          {formatCompact(input)} in, {formatCompact(output)} out
          {reused === 0 ? null : (
            <span className="wide-only">
              {' '}
              ·{' '}
              <button type="button" className="opens" onClick={onShowReused}>
                {formatCompact(reused)} {reused === 1 ? 'answer' : 'answers'} reused
              </button>
              {saved > 0 ? `, saved ${formatUsd(saved)}` : ''}
            </span>
          )}
        </>
      }
    >
      <button type="button" className="big opens" onClick={onShow}>
        <span className="hidden-text">Show where they went:</span> {formatCompact(input + output)}{' '}
        <small>{isOver ? 'in all' : 'so far'}</small>
      </button>
    </Stat>
  );
}

function Spent({
  run,
  onCap,
  saving,
  onShow,
}: {
  run: WireRun;
  onCap: (usd: number) => Promise<unknown>;
  saving: boolean;
  onShow: () => void;
}) {
  const { cost_usd: spent, reserved_usd: held } = run.progress;
  const cap = run.budget.usd;
  const isUnknown = hasNoPrice(run);
  const isFree = spent === 0 && run.progress.calls > 0 && !isUnknown;
  return (
    <Stat
      name="Spent"
      aside={
        isUnknown ? (
          <ButtonLink look="link" href="/models">
            Set price
          </ButtonLink>
        ) : run.status === 'completed' ? null : (
          <CapEditor capUsd={cap ?? null} spentUsd={spent + held} saving={saving} onSave={onCap} />
        )
      }
      hint={isUnknown ? `${modelsWithoutPrice(run).join(' and ')} has no price yet` : spentWords(run)}
    >
      <button type="button" className="big opens" onClick={onShow}>
        <span className="hidden-text">Show where it went:</span>{' '}
        {isUnknown && spent === 0 ? (
          <small>no price known</small>
        ) : (
          <>
            {isFree ? 'free' : formatUsd(spent)}{' '}
            <small>{cap === undefined ? (isFree ? '' : 'no cap') : `of ${formatUsd(cap)}`}</small>
          </>
        )}
      </button>
      {cap === undefined ? null : (
        <div
          className="meter spent"
          role="img"
          aria-label={`${formatUsd(spent)} spent, ${formatUsd(held)} held for calls in flight, cap ${formatUsd(cap)}`}
        >
          <i className="fill-accent" style={{ width: `${Math.min(100, (100 * spent) / cap)}%` }} />
          <i className="fill-held" style={{ width: `${Math.min(100, (100 * held) / cap)}%` }} />
        </div>
      )}
    </Stat>
  );
}

function TimeLeft({ run, moves, nowMs }: { run: WireRun; moves: boolean; nowMs: number | null }) {
  const eta = run.progress.eta_seconds;
  const elapsed = elapsedSeconds(run, nowMs);
  const isOver = runActions(run).hasEnded && elapsed !== null;
  return (
    <Stat name={isOver ? 'Took' : 'Time left'} hint={timeWords(run, elapsed)}>
      <div className="big">
        {isOver ? (
          formatLatency(elapsed * 1000)
        ) : moves && eta !== null ? (
          <>
            {formatClock(eta)} <small>about</small>
          </>
        ) : (
          '–'
        )}
      </div>
    </Stat>
  );
}

function timeWords({ status, ended_at: ended }: WireRun, elapsed: number | null): string {
  if (elapsed === null) return 'not started';
  return runActions({ status }).hasEnded && ended !== null
    ? `ended ${formatMoment(ended)}`
    : `${formatClock(elapsed)} so far`;
}

function Stat({
  name,
  aside,
  hint,
  children,
}: {
  name: string;
  aside?: ReactNode;
  hint: ReactNode;
  children: ReactNode;
}) {
  return (
    <div className="stat">
      <div className="stat-head">
        <h3>{name}</h3>
        <span className="right">{aside}</span>
      </div>
      {children}
      <p className="hint num">{hint}</p>
    </div>
  );
}

function elapsedSeconds(run: WireRun, nowMs: number | null): number | null {
  if (run.started_at === null) return null;
  const started = Date.parse(run.started_at);
  const until =
    run.ended_at !== null
      ? Date.parse(run.ended_at)
      : runState(run).moves
        ? (nowMs ?? Date.parse(run.progress.updated_at))
        : Date.parse(run.progress.updated_at);
  return Math.max(0, (until - started) / 1000);
}

/** Rows a second over a whole run that is done. */
function averageSpeed(run: WireRun): string | null {
  const seconds = elapsedSeconds(run, null);
  return run.status !== 'completed' || seconds === null || seconds === 0
    ? null
    : formatRate(run.progress.generated / seconds);
}

function spentWords({ progress, budget, num_samples: wanted, status }: WireRun): string {
  const { cost_usd: spent, reserved_usd: held, accepted } = progress;
  const others = [
    ...(budget.tokens === undefined ? [] : [`at most ${formatCompact(budget.tokens)} tokens`]),
    ...(budget.calls === undefined ? [] : [`at most ${formatCompact(budget.calls)} calls`]),
  ];
  if (status === 'completed' || spent === 0)
    return (
      others.join(' · ') ||
      (spent === 0 ? 'nothing paid' : `${formatUsd(spent / Math.max(1, accepted))} a row`)
    );
  const end = accepted < 10 ? [] : [`ends near ${formatUsd((spent / accepted) * wanted)}`];
  const holds = held === 0 ? [] : [`${formatUsd(held)} held for calls in flight`];
  return [...holds, ...end, ...others].join(' · ') || 'nothing held';
}
