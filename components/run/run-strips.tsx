'use client';

import { X } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { Button, ButtonLink, IconButton } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Note } from '@/components/ui/states';
import type { WireBudget, WireRun } from '@/lib/api/run-wire';
import {
  formatClock,
  formatCompact,
  formatCount,
  formatRows,
  formatMoment,
  formatUsd,
} from '@/lib/client/format';
import { failureWords, keptWords, ruleWords, runState } from '@/lib/client/run-words';
import { watchYield, type YieldFacts } from '@/lib/run/yield-watch';
import { suggestCap } from './cap-editor';
import { CauseAction, type CauseActions } from './cause-action';

/** What the page's one event stream is doing: lost for so many seconds, tried again in so many. */
export type Connection = { lostForSeconds: number; retryInSeconds: number } | null;

type Actions = {
  busy: boolean;
  causes: CauseActions;
  onResume: () => void;
  /** Raises a cap and goes on. */
  onBudget: (raised: WireBudget) => void;
  onMaxRows: (rows: number) => void;
  onReconnect: () => void;
};

/** What a person has to know whatever part of the run is looked at: that it doesn't go on, or that nobody hears of it. */
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
      {run.waiting !== undefined && runState(run).moves ? (
        <WaitingStrip waiting={run.waiting} nowMs={nowMs} />
      ) : null}
      {isLeftAlone(run, workerDown, nowMs) ? <LeftAloneStrip seconds={waitedSeconds(run, nowMs)} /> : null}
      {connection === null ? null : (
        <LostStrip run={run} connection={connection} onReconnect={actions.onReconnect} />
      )}
    </>
  );
}

/** What the newest rows say of a run that moves; beside its progress. */
export function ProgressStrips({
  run,
  rules,
  nowMs,
  causes,
}: {
  run: WireRun;
  /** What the rules of the recipe hold against a row. */
  rules: ReadonlyMap<string, string>;
  nowMs: number | null;
  causes: CauseActions;
}) {
  return (
    <>
      <CauseStrip run={run} rules={rules} actions={causes} />
      <YieldStrip run={run} />
      <StarvingStrip run={run} actions={causes} />
      <WentOnStrip run={run} nowMs={nowMs} />
    </>
  );
}

function LostStrip({
  run,
  connection: { lostForSeconds, retryInSeconds },
  onReconnect,
}: {
  run: WireRun;
  connection: NonNullable<Connection>;
  onReconnect: () => void;
}) {
  return (
    <Note
      tone="warn"
      action={
        <Button size="small" onClick={onReconnect}>
          Try now
        </Button>
      }
    >
      <b className="strong num">
        Connection lost <Changing>{lostForSeconds} s ago</Changing>.
      </b>{' '}
      <span className="num">
        {runState(run).moves ? 'The run goes on without this page. ' : ''}Numbers are from{' '}
        {formatMoment(run.progress.updated_at)}; trying again
        <Changing>{retryInSeconds > 0 ? ` in ${retryInSeconds} s` : ''}</Changing>.
      </span>
    </Note>
  );
}

/** What changes all the time is read with its strip, but not told each time anew. */
function Changing({ children }: { children: ReactNode }) {
  return <span aria-live="off">{children}</span>;
}

function FailedStrip({ run, busy, causes, onResume, onMaxRows }: { run: WireRun } & Actions) {
  const code = run.error?.code ?? '';
  const { title, remedy } = failureWords(code, run);
  const exhausted = code === 'attempts-exhausted';
  const raised = run.max_rows + Math.max(20, run.num_samples - run.progress.accepted) * 2;
  const group = run.progress.failures.find((failure) => failure.code === code);
  return (
    <Note
      tone="bad"
      live="alert"
      action={
        exhausted ? (
          <Button size="small" busy={busy} onClick={() => onMaxRows(raised)}>
            Try up to {formatCount(raised)} rows
          </Button>
        ) : remedy === 'retry' || (remedy === 'prompts' && group === undefined) ? (
          <Button size="small" busy={busy} onClick={onResume}>
            Go on
          </Button>
        ) : (
          <CauseAction
            run={run}
            cause={{
              code,
              message: group?.message ?? '',
              count: group?.count ?? 0,
              row: group?.example_row ?? null,
            }}
            actions={causes}
          />
        )
      }
    >
      <b className="strong">
        {exhausted
          ? `${title}: ${formatCount(run.progress.accepted)} of ${formatCount(run.num_samples)} after ${formatRows(run.progress.planned)}.`
          : `${title}.`}
      </b>{' '}
      <span className="t2" dir="auto">
        {exhausted ? null : withStop(run.error?.message ?? '')} {safeWords(run)}
      </span>
    </Note>
  );
}

function PausedStrip({ run, busy, onResume, onBudget }: { run: WireRun } & Actions) {
  const { pause_reason: reason } = run;
  const raise = reason === 'budget' ? raisedCap(run) : null;
  if (raise !== null) {
    return (
      <Note
        tone="warn"
        action={
          <Button size="small" look="primary" busy={busy} onClick={() => onBudget(raise.budget)}>
            Raise to {raise.to} and go on
          </Button>
        }
      >
        <b className="strong">Paused at {raise.from}.</b> Nothing is lost.
      </Note>
    );
  }
  const words: Record<string, string> = {
    shutdown: 'Paused because Seedloom was stopped.',
    disk: 'Paused: the disk is full. Free some space, then go on.',
  };
  return (
    <Note
      tone={reason === 'disk' ? 'bad' : 'warn'}
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

/** The cap that a run has come nearest to, as it is and twice as high. */
function raisedCap({ budget, progress }: WireRun): { from: string; to: string; budget: WireBudget } | null {
  const { usd, calls, tokens } = budget;
  const usedTokens = progress.prompt_tokens + progress.completion_tokens;
  const caps = [
    ...(usd === undefined
      ? []
      : [
          {
            used: progress.cost_usd / usd,
            from: formatUsd(usd),
            to: formatUsd(suggestCap(usd)),
            budget: { usd: suggestCap(usd) },
          },
        ]),
    ...(calls === undefined
      ? []
      : [
          {
            used: progress.calls / calls,
            from: `${formatCount(calls)} calls`,
            to: `${formatCount(2 * calls)} calls`,
            budget: { calls: 2 * calls },
          },
        ]),
    ...(tokens === undefined
      ? []
      : [
          {
            used: usedTokens / tokens,
            from: `${formatCompact(tokens)} tokens`,
            to: `${formatCompact(2 * tokens)} tokens`,
            budget: { tokens: 2 * tokens },
          },
        ]),
  ];
  return caps.sort((a, b) => b.used - a.used)[0] ?? null;
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
      action={
        <ButtonLink size="small" href="/models">
          Open models
        </ButtonLink>
      }
    >
      <b className="strong">The run waits for its endpoint.</b>{' '}
      <span className="t2 num" dir="auto">
        {waiting.reason}{' '}
        <Changing>
          {seconds === null || seconds === 0 ? 'Trying again now.' : `Trying again in ${shortTime(seconds)}.`}
        </Changing>
      </span>
    </Note>
  );
}

function LeftAloneStrip({ seconds }: { seconds: number }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <Note
      tone="warn"
      action={
        <Button size="small" onClick={() => setOpen(true)}>
          How to start one
        </Button>
      }
    >
      <b className="strong num">
        No worker has picked this up for <Changing>{seconds} s</Changing>.
      </b>{' '}
      <span className="t2">The run waits; nothing is lost.</span>
      <Dialog open={isOpen} onClose={() => setOpen(false)} width="narrow" title="How to start a worker">
        <div className="stack">
          <p>
            The worker is the process that asks the model. It belongs to Seedloom’s own start: in the terminal
            where Seedloom runs, end it with Ctrl C and start it again.
          </p>
          <pre className="code mono">npm start</pre>
          <p className="small t2">
            Its terminal and the file <code className="mono">logs/worker.log</code> in the data directory say
            why a worker stopped. The run goes on by itself, from the row where it stands.
          </p>
        </div>
      </Dialog>
    </Note>
  );
}

/** The share of the newest rows from which a cause is more than a line in the list. */
const loudShare = 0.2;

/** Too few rows tell nothing of a share. */
const fewRows = 20;

/** One cause that spoils much of the work deserves more than a line in the list. */
function CauseStrip({
  run,
  rules,
  actions,
}: {
  run: WireRun;
  rules: ReadonlyMap<string, string>;
  actions: CauseActions;
}) {
  const { recent, failures } = run.progress;
  const [worst] = [...recent.causes].sort((a, b) => b.count - a.count);
  if (worst === undefined || !runState(run).moves || recent.rows < fewRows) return null;
  if (worst.count <= loudShare * recent.rows) return null;
  const share = `${Math.round((100 * worst.count) / recent.rows)} % of the last ${formatRows(recent.rows)}`;
  const group = failures.find(({ code }) => code === worst.code);
  if (worst.status === 'rejected') {
    return (
      <Note
        tone="warn"
        action={
          <Button size="small" onClick={() => actions.onShowRows({ status: 'rejected', code: worst.code })}>
            See rows
          </Button>
        }
      >
        <b className="strong num">
          <Changing>{share}</Changing> are rejected by one rule: {ruleWords(worst.code, rules)}.
        </b>{' '}
        <span className="t2">Each is replaced by a new row, and paid for.</span>
      </Note>
    );
  }
  return (
    <Note
      tone="warn"
      action={
        <CauseAction
          run={run}
          cause={{
            code: worst.code,
            message: group?.message ?? '',
            count: group?.count ?? worst.count,
            row: group?.example_row ?? null,
          }}
          actions={actions}
        />
      }
    >
      <b className="strong num">
        <Changing>{share}</Changing> failed: {failureWords(worst.code, run, group?.message).title}.
      </b>{' '}
      <span className="t2" dir="auto">
        {group?.message}
      </span>
    </Note>
  );
}

/** The newest rows say that there won't be enough, or that they cost more and more: said before the money is gone. */
function YieldStrip({ run }: { run: WireRun }) {
  const warning = runState(run).moves ? watchYield(yieldFacts(run)) : null;
  if (warning === null) return null;
  const { recentShare, earlierShare, triesNeeded, endsBy, likelyRows } = warning;
  const percent = (share: number) => `${Math.round(100 * share)} %`;
  const rows = formatRows(run.num_samples);
  return (
    <Note tone="warn">
      <b className="strong num">
        <Changing>
          Of the last {formatRows(run.progress.recent.rows)} {percent(recentShare)} were accepted
          {earlierShare === null ? '' : `, before that ${percent(earlierShare)}`}.
        </Changing>
      </b>{' '}
      <span className="t2 num" aria-live="off">
        {triesNeeded === Infinity
          ? 'Like this no more rows will be accepted.'
          : endsBy === null
            ? `Like this the rest takes about ${formatCount(triesNeeded)} tries.`
            : endsBy === 'cap'
              ? `Like this the cap is reached at about ${formatCount(likelyRows)} of ${rows}.`
              : `Like this its ${formatCount(run.max_rows)} tries give about ${formatCount(likelyRows)} of ${rows}.`}{' '}
        Pause it to mend a rule or a prompt: what was answered is kept.
      </span>
    </Note>
  );
}

function yieldFacts({ progress, num_samples: targetRows, max_rows: maxRows, budget }: WireRun): YieldFacts {
  const { accepted, rejected, failed, spare, recent, cost_usd: costUsd } = progress;
  return {
    accepted,
    decided: accepted + rejected + failed + spare,
    recent: { rows: recent.rows, lost: recent.causes.reduce((sum, { count }) => sum + count, 0) },
    ...{ targetRows, maxRows, costUsd, capUsd: budget.usd ?? null },
  };
}

/** Rows with a value are lost again and again: the dataset will have too few of them. */
function StarvingStrip({ run, actions }: { run: WireRun; actions: CauseActions }) {
  const { starving } = run.progress.recent;
  const [worst, ...others] = starving;
  if (worst === undefined || !runState(run).moves) return null;
  return (
    <Note
      tone="warn"
      action={
        <Button
          size="small"
          onClick={() => actions.onShowValue({ attributeId: worst.attribute_id, value: worst.value })}
        >
          See rows
        </Button>
      }
    >
      <b className="strong num">
        Too few rows with {worst.attribute_id} {worst.value}:{' '}
        <Changing>
          {formatCount(worst.accepted)} of {formatCount(worst.tried)} accepted
        </Changing>
        .
      </b>{' '}
      <span className="t2" dir="auto">
        Other values do far better.
        {others.length === 0
          ? ''
          : ` The same goes for ${others.map(({ attribute_id: id, value }) => `${id} ${value}`).join(', ')}.`}
      </span>
    </Note>
  );
}

/** For so long a restart is news. */
const newsMs = 120_000;

function WentOnStrip({ run, nowMs }: { run: WireRun; nowMs: number | null }) {
  const [dismissed, setDismissed] = useState<string | null>(null);
  const { went_on: wentOn } = run;
  if (wentOn === undefined || wentOn.at === dismissed || nowMs === null) return null;
  if (!runState(run).moves || nowMs - Date.parse(wentOn.at) > newsMs) return null;
  const seconds = Math.max(1, Math.round(wentOn.stopped_seconds));
  return (
    <Note
      action={<IconButton label="Dismiss" icon={X} size="small" onClick={() => setDismissed(wentOn.at)} />}
    >
      <span className="num">
        Went on at row {formatCount(wentOn.row)} after a stop of {shortTime(seconds)}. No answer was lost.
      </span>
    </Note>
  );
}

/** 8 s · 1:45: seconds, as long as they are few. */
function shortTime(seconds: number): string {
  return seconds < 90 ? `${seconds} s` : formatClock(seconds);
}

/** A provider's words often lack the stop that parts them from the next ones. */
function withStop(words: string): string {
  return words === '' || /[.!?…]["”’)]?$/.test(words) ? words : `${words}.`;
}

function safeWords({ progress }: WireRun): string {
  const { accepted, cost_usd: spent } = progress;
  if (progress.generated + progress.failed === 0) {
    return spent === 0 ? 'The run stopped before row 1; nothing was spent.' : 'The run stopped before row 1.';
  }
  return accepted === 0 ? '' : `${keptWords(accepted)}.`;
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
