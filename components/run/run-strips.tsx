'use client';

import { Button, ButtonLink } from '@/components/ui/button';
import { Note } from '@/components/ui/states';
import type { WireRun } from '@/lib/api/run-wire';
import { formatClock, formatCount, formatRows, formatTime, formatUsd } from '@/lib/client/format';
import { failureWords } from '@/lib/client/run-words';
import { suggestCap } from './cap-editor';

/** What the page's one event stream is doing: lost for so many seconds, tried again in so many. */
export type Connection = { lostForSeconds: number; retryInSeconds: number } | null;

type Actions = {
  busy: boolean;
  onResume: () => void;
  onCap: (usd: number) => void;
  onMaxRows: (rows: number) => void;
  onReconnect: () => void;
};

/** What a person has to know above everything else, the gravest first. */
export function RunStrips({
  run,
  connection,
  workerDown,
  nowMs,
  ...actions
}: { run: WireRun; connection: Connection; workerDown: boolean; nowMs: number | null } & Actions) {
  return (
    <>
      {run.status === 'failed' ? <FailedStrip run={run} {...actions} /> : null}
      {run.status === 'paused' ? <PausedStrip run={run} {...actions} /> : null}
      {run.waiting !== undefined ? <WaitingStrip waiting={run.waiting} nowMs={nowMs} /> : null}
      {isLeftAlone(run, workerDown, nowMs) ? (
        <Note tone="warn" live="status">
          <b className="strong">No worker has picked this up for {waitedSeconds(run, nowMs)} s.</b>{' '}
          <span className="t2">
            <code className="mono">npm start</code> runs one beside this server; its terminal says why it
            stopped.
          </span>
        </Note>
      ) : null}
      {connection === null ? null : (
        <Note
          tone="warn"
          live="status"
          action={
            <Button size="small" onClick={actions.onReconnect}>
              Try now
            </Button>
          }
        >
          <b className="strong num">Connection lost {connection.lostForSeconds} s ago.</b>{' '}
          <span className="num">
            The run goes on without this page. Numbers are from {formatTime(run.progress.updated_at)}; trying
            again
            {connection.retryInSeconds > 0 ? ` in ${connection.retryInSeconds} s` : ''}.
          </span>
        </Note>
      )}
      <CauseStrip run={run} />
    </>
  );
}

function FailedStrip({ run, busy, onResume, onMaxRows }: { run: WireRun } & Actions) {
  const code = run.error?.code ?? '';
  const { title, remedy } = failureWords(code);
  const exhausted = code === 'attempts-exhausted';
  const raised = run.max_rows + Math.max(20, run.num_samples - run.progress.accepted) * 2;
  return (
    <Note
      tone="bad"
      live="alert"
      action={
        <span className="row">
          {remedy === 'models' ? (
            <ButtonLink size="small" href="/models">
              {code === 'key-refused' || code === 'key-missing' ? 'Enter another key' : 'Open models'}
            </ButtonLink>
          ) : null}
          {remedy === 'recipe' && run.recipe_id !== null ? (
            <ButtonLink size="small" href={`/recipes/${run.recipe_id}`}>
              Open recipe
            </ButtonLink>
          ) : null}
          {exhausted ? (
            <Button size="small" busy={busy} onClick={() => onMaxRows(raised)}>
              Try up to {formatCount(raised)} rows
            </Button>
          ) : remedy === 'rows' ? (
            <Button size="small" busy={busy} onClick={onResume}>
              Go on
            </Button>
          ) : null}
        </span>
      }
    >
      <b className="strong">
        {exhausted
          ? `${title}: ${formatCount(run.progress.accepted)} of ${formatCount(run.num_samples)} after ${formatRows(run.progress.planned)}.`
          : `${title}.`}
      </b>{' '}
      <span className="t2" dir="auto">
        {run.error?.message} {safeWords(run)}
      </span>
    </Note>
  );
}

function PausedStrip({ run, busy, onResume, onCap }: { run: WireRun } & Actions) {
  const { budget, pause_reason: reason } = run;
  if (reason === 'budget' && budget.usd !== undefined) {
    const next = suggestCap(budget.usd);
    return (
      <Note
        tone="warn"
        live="status"
        action={
          <Button size="small" look="primary" busy={busy} onClick={() => onCap(next)}>
            Raise to {formatUsd(next)} and go on
          </Button>
        }
      >
        <b className="strong">Paused at {formatUsd(budget.usd)}.</b> Nothing is lost.
      </Note>
    );
  }
  const words: Record<string, string> = {
    budget: 'Paused at the cap of tokens or calls.',
    shutdown: 'Paused because Seedloom was stopped.',
    disk: 'Paused: the disk is full. Free some space, then go on.',
  };
  return (
    <Note
      tone={reason === 'disk' ? 'bad' : 'warn'}
      live="status"
      action={
        <Button size="small" busy={busy} onClick={onResume}>
          Resume
        </Button>
      }
    >
      <b className="strong">{words[reason ?? ''] ?? 'Paused.'}</b> Nothing is lost.
    </Note>
  );
}

function WaitingStrip({
  waiting,
  nowMs,
}: {
  waiting: NonNullable<WireRun['waiting']>;
  nowMs: number | null;
}) {
  const seconds = nowMs === null ? null : Math.max(0, Math.ceil((Date.parse(waiting.until) - nowMs) / 1000));
  return (
    <Note
      tone="warn"
      live="status"
      action={
        <ButtonLink size="small" href="/models">
          Open models
        </ButtonLink>
      }
    >
      <b className="strong">The run waits for its endpoint.</b>{' '}
      <span className="t2 num" dir="auto">
        {waiting.reason}{' '}
        {seconds === null || seconds === 0 ? 'Trying again now.' : `Trying again in ${formatClock(seconds)}.`}
      </span>
    </Note>
  );
}

/** One cause that spoils much of the work deserves more than a line in the list. */
function CauseStrip({ run }: { run: WireRun }) {
  const { failures, generated, failed } = run.progress;
  const worst = failures.reduce<(typeof failures)[number] | null>(
    (most, group) => (most === null || group.count > most.count ? group : most),
    null,
  );
  const ended = generated + failed;
  if (worst === null || run.status === 'failed' || ended < 10 || worst.count < 0.2 * ended) return null;
  return (
    <Note tone="warn">
      <b className="strong num">
        {Math.round((100 * worst.count) / ended)} % of the rows fail:{' '}
        {failureWords(worst.code).title.toLowerCase()}.
      </b>{' '}
      <span className="t2" dir="auto">
        {worst.message}
      </span>
    </Note>
  );
}

function safeWords({ progress }: WireRun): string {
  const { accepted, cost_usd: spent } = progress;
  if (progress.generated + progress.failed === 0) {
    return spent === 0 ? 'The run stopped before row 1; nothing was spent.' : 'The run stopped before row 1.';
  }
  return accepted === 0 ? '' : `${formatRows(accepted)} stay and can be downloaded.`;
}

function isLeftAlone(run: WireRun, workerDown: boolean, nowMs: number | null): boolean {
  if (run.status !== 'pending' && !(workerDown && run.status === 'running')) return false;
  return waitedSeconds(run, nowMs) >= 30;
}

function waitedSeconds(run: WireRun, nowMs: number | null): number {
  if (nowMs === null) return 0;
  const since =
    run.status === 'pending'
      ? Math.max(Date.parse(run.created_at), Date.parse(run.progress.updated_at) || 0)
      : Date.parse(run.progress.updated_at);
  return Math.max(0, Math.floor((nowMs - since) / 1000));
}
