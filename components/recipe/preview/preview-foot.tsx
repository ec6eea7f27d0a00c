'use client';

import { Info, Play, Sparkle, Square } from 'lucide-react';
import Link from 'next/link';
import { Button, ButtonLink, IconButton } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import { Icon } from '@/components/ui/icon';
import { Keys } from '@/components/ui/keys';
import { Popover } from '@/components/ui/popover';
import { Note } from '@/components/ui/states';
import { triedRows } from '@/lib/client/editor/editor-store';
import { isRunnable } from '@/lib/client/editor/read-text';
import { formatCompact, formatCount, formatUsd } from '@/lib/client/format';
import { priceAddress } from '@/lib/client/price-address';
import type { RunEstimate } from '@/lib/plan/estimate';
import { modelsOf } from '@/lib/recipe/attribute-inference';
import type { Diagnostic, Position } from '@/lib/recipe/diagnostic';
import { useEditor, useEditorActions } from '../editor/editor-context';
import { problemWords } from '../problem-words';
import { FixButton } from '../editor/fix-button';
import { ModelNeed, useModelNeed } from '../needs/model-need';

/** Under the preview: what stands in the way, what a run would cost, and the buttons that spend it. */
export function PreviewFoot({ onGoTo, onRun }: { onGoTo: (place: Position) => void; onRun: () => void }) {
  const read = useEditor((state) => state.read);
  const problems = useEditor((state) => state.problems);
  const estimate = useEditor((state) => state.estimate);
  const trial = useEditor((state) => state.trial);
  const { startTrial, stopTrial } = useEditorActions();
  const error = problems.find(({ severity }) => severity === 'error');
  const warning = problems.find(({ severity, fixes }) => severity === 'warning' && fixes.length > 0);
  const need = useModelNeed();
  const canRun = isRunnable(read);
  // While half a word is typed nothing is called wrong yet, and nothing here moves.
  const keepsPlace = canRun || error === undefined;
  const rows = read.compiled?.recipe.num_samples ?? 0;
  const hasCalls = (read.compiled?.steps.length ?? 0) > 0;
  const isTrying = trial.status.kind === 'running';
  const why = canRun
    ? undefined
    : error === undefined
      ? 'The text is being read'
      : 'Fix what is broken first';
  const whyNoTry = hasCalls
    ? need?.isRefused === true
      ? need.text
      : undefined
    : 'No attribute asks a model';

  return (
    <div className="foot-bar">
      {error !== undefined ? (
        <ProblemNote tone="bad" problem={error} onGoTo={onGoTo}>
          {' '}
          Nothing will be sent until this is fixed.
        </ProblemNote>
      ) : need !== null ? (
        // Goes before a refused trial: it says why, with the ways out.
        <ModelNeed />
      ) : trial.status.kind === 'failed' ? (
        <Note tone="bad" live="alert" action={<WayOut code={trial.status.code} />}>
          {trial.status.message}
        </Note>
      ) : warning !== undefined ? (
        <ProblemNote tone="warn" problem={warning} onGoTo={onGoTo} />
      ) : null}
      {keepsPlace && estimate !== null ? (
        <EstimateLine estimate={estimate} rows={rows} tried={trial.costUsd} isStale={!canRun} />
      ) : null}
      {hasCalls || !keepsPlace ? null : <p className="small t3">{whyNoTry}, so there is nothing to try.</p>}
      <div className="row">
        {keepsPlace ? null : <span className="small t3 cut">Estimate waits for the fix</span>}
        <span className={keepsPlace ? 'row grow' : 'row right'}>
          {isTrying ? (
            <Button size="large" icon={Square} className={keepsPlace ? 'grow' : ''} onClick={stopTrial}>
              Stop trying
            </Button>
          ) : (
            <Button
              size="large"
              icon={Sparkle}
              className={keepsPlace ? 'grow' : ''}
              off={why ?? whyNoTry}
              onClick={() => void startTrial()}
            >
              Try {triedRows} rows
              {keepsPlace && estimate !== null ? <TrialPrice estimate={estimate} rows={rows} /> : null}
            </Button>
          )}
          <Button look="primary" size="large" className={keepsPlace ? 'grow' : ''} off={why} onClick={onRun}>
            <Icon of={Play} size="m" />
            Run…
            {keepsPlace ? (
              <span className="keys wide-only">
                <Keys of="Ctrl Enter" />
              </span>
            ) : null}
          </Button>
        </span>
      </div>
    </div>
  );
}

function ProblemNote({
  tone,
  problem,
  onGoTo,
  children,
}: {
  tone: 'bad' | 'warn';
  problem: Diagnostic;
  onGoTo: (place: Position) => void;
  children?: React.ReactNode;
}) {
  const { line, column } = problem.range.start;
  return (
    <Note tone={tone} action={<FixButton problem={problem} />}>
      <span className="problem-words">{problemWords(problem)}.</span>
      {children}{' '}
      <button type="button" className="link-button num" onClick={() => onGoTo({ line, column })}>
        Line {formatCount(line)}
      </button>
    </Note>
  );
}

/** Where a refused trial can be mended. */
function WayOut({ code }: { code: string }) {
  if (!/key|model|endpoint|recipe-invalid|forbidden/.test(code)) return null;
  return (
    <ButtonLink size="small" href="/models">
      Open Models
    </ButtonLink>
  );
}

function TrialPrice({ estimate, rows }: { estimate: RunEstimate; rows: number }) {
  if (estimate.costUsd === null || rows === 0) return null;
  const usd = (estimate.costUsd / (rows + estimate.expectedRejects)) * triedRows;
  return <span className="t3 num">{usd === 0 ? 'free' : formatUsd(usd)}</span>;
}

/** "from 1,000 planned rows, a try sharpens it" */
function restsOn({ plannedRows, triedRows: tried }: RunEstimate, rows: number): string {
  const planned =
    plannedRows > 0 && plannedRows < rows ? `from ${formatCount(plannedRows)} planned rows, ` : '';
  return tried === 0
    ? `${planned}a try sharpens it`
    : `${planned}sharpened by ${formatCount(tried)} tried ${tried === 1 ? 'row' : 'rows'}`;
}

function SetPrice() {
  const recipe = useEditor((state) => state.read.compiled?.recipe);
  const prices = useEditor((state) => state.prices);
  const missing = recipe && modelsOf(recipe)[prices.indexOf(null)]?.inference;
  const href =
    missing === undefined
      ? '/models'
      : priceAddress({ engine: missing.engine, name: missing.model.model_name });
  return (
    <Link href={href} className="small">
      Set price
    </Link>
  );
}

function EstimateLine({
  estimate,
  rows,
  tried,
  isStale,
}: {
  estimate: RunEstimate;
  rows: number;
  tried: number;
  /** The text has changed since and can't be reckoned with yet. */
  isStale: boolean;
}) {
  const {
    calls,
    promptTokens,
    completionTokens,
    costUsd,
    lowUsd,
    highUsd,
    basis,
    expectedRejects: rejects,
  } = estimate;
  return (
    <>
      <div className="row estimate-head">
        <h3>Estimate</h3>
        <span className="small t3 cut">{restsOn(estimate, rows)}</span>
        <Popover
          label="What the estimate rests on"
          align="start"
          trigger={<IconButton icon={Info} size="small" label="What the estimate rests on" />}
        >
          <p className="small estimate-basis">{basis}.</p>
        </Popover>
        {tried > 0 ? <span className="small t3 num tried-cost">tried for {formatUsd(tried)}</span> : null}
      </div>
      <dl className={classNames('estimate', isStale && 'stale')} aria-busy={isStale || undefined}>
        <div>
          <dt>Rows</dt>
          <dd>
            {formatCount(rows)}
            {rejects === 0 ? null : <small className="warn"> + {formatCount(rejects)} rejected</small>}
          </dd>
        </div>
        <div>
          <dt>Calls</dt>
          <dd>{formatCount(calls)}</dd>
        </div>
        <div>
          <dt>Tokens</dt>
          <dd>
            {formatCompact(promptTokens)} <small>in</small> {formatCompact(completionTokens)}{' '}
            <small>out</small>
          </dd>
        </div>
        <div>
          <dt>Cost</dt>
          <dd>
            {costUsd === null ? (
              <SetPrice />
            ) : costUsd === 0 ? (
              'free'
            ) : (
              <>
                {formatUsd(costUsd)}{' '}
                {lowUsd === null || highUsd === null ? null : (
                  <small>
                    {formatUsd(lowUsd)}–{formatUsd(highUsd)}
                  </small>
                )}
              </>
            )}
          </dd>
        </div>
      </dl>
    </>
  );
}
