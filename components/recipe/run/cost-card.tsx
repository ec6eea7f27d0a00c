'use client';

import Link from 'next/link';
import type { ReactNode } from 'react';
import { TextField } from '@/components/ui/field';
import type { RunEstimate } from '@/lib/api/run-wire';
import { formatCompact, formatCount, formatRows, formatUsd } from '@/lib/client/format';
import { priceAddress } from '@/lib/client/price-address';
import { costsNothing, numberOf, type CapUnit } from './cap';
import { ModelCosts } from './model-costs';
import { speedWords, timeWords } from './speed-words';

/** What the run is likely to cost, against its cap. */
export function CostCard({
  estimate,
  rows,
  cap,
  callUsd,
  capUnit,
  capError,
  limits,
  onCap,
}: {
  estimate: RunEstimate;
  rows: number;
  cap: string;
  /** What one call may cost at most. */
  callUsd: number;
  capUnit: CapUnit;
  capError: string | undefined;
  /** The way to where the speed is set. */
  limits: ReactNode;
  onCap: (cap: string) => void;
}) {
  const { cost_usd: cost, low_usd: low, high_usd: high } = estimate;
  const isFree = costsNothing(estimate);
  const capValue = numberOf(cap);
  const worst = capUnit === 'calls' ? estimate.calls : high === null ? null : high + callUsd;
  const speed = speedWords(estimate);
  const mayPause = capValue !== null && worst !== null && capValue < worst;
  return (
    <section aria-labelledby="cost-title">
      <div className="row part-title">
        <h3 id="cost-title">Cost</h3>
        <span className="small t3 cut">{estimate.basis}</span>
      </div>
      <div className="card cost-card">
        <div className={isFree ? '' : 'cost-and-cap'}>
          <div>
            <div className="row cost-line">
              <b className="num cost">{isFree ? 'Free' : cost === null ? 'No price' : formatUsd(cost)}</b>
              <span className="t2 num">{costWords(estimate)}</span>
            </div>
            {isFree ? null : cost === null ? (
              <p className="hint">
                {priceWords(estimate)} <Link href={priceHref(estimate)}>Set price</Link>
              </p>
            ) : low === null || high === null ? null : (
              <CostRange cost={cost} low={low} high={high} cap={capValue} mayPause={mayPause} />
            )}
          </div>
          {isFree ? null : (
            <TextField
              label={capUnit === 'usd' ? 'Pause at' : 'Pause after'}
              inputMode="decimal"
              className="num"
              lead={capUnit === 'usd' ? <span className="t3">$</span> : undefined}
              unit={capUnit === 'calls' ? 'calls' : undefined}
              value={cap}
              placeholder="no cap"
              error={capError}
              hint={
                cap.trim() === '' ? (
                  'No cap: it runs to the end.'
                ) : mayPause ? (
                  <span className="warn">May pause before {formatRows(rows)}</span>
                ) : (
                  'Never spends more.'
                )
              }
              onChange={(event) => onCap(event.target.value)}
            />
          )}
        </div>
        <hr className="rule cost-rule" />
        <dl className="estimate">
          <Fact name="New calls">{formatCount(estimate.calls)}</Fact>
          <Fact name="Reused">{formatCount(estimate.reused_calls)}</Fact>
          <Fact name="Tokens in">{formatCompact(estimate.prompt_tokens)}</Fact>
          <Fact name="Tokens out">{formatCompact(estimate.completion_tokens)}</Fact>
          <Fact name="Time">{timeWords(estimate)}</Fact>
        </dl>
        {estimate.models.length > 1 ? <ModelCosts models={estimate.models} /> : null}
        {estimate.known_rejects === 0 ? null : <p className="hint warn">{rejectsWords(estimate)}</p>}
        {speed === null ? null : (
          <p className="hint speed-line">
            {speed} {limits}
          </p>
        )}
      </div>
    </section>
  );
}

/** Which price is missing, where there are several. */
function priceWords({ models }: RunEstimate): string {
  const missing = models.filter(({ price }) => price === null).map(({ model }) => model);
  return models.length < 2 || missing.length === 0
    ? 'The price of this model isn’t known.'
    : `The price of ${missing.join(' and ')} isn’t known.`;
}

function priceHref({ models }: RunEstimate): string {
  const missing = models.find(({ price }) => price === null);
  return missing === undefined ? '/models' : priceAddress({ engine: missing.engine, name: missing.model });
}

function Fact({ name, children }: { name: string; children: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** What the rules took away so far, and what that means for this run. */
function rejectsWords({
  known_rows: known,
  known_rejects: rejected,
  expected_rejects: more,
}: RunEstimate): string {
  const seen = `${formatCount(rejected)} of ${formatRows(known)} with known answers ${rejected === 1 ? 'breaks' : 'break'} a rule`;
  return rejected === known
    ? `${seen}: it is likely to end without the rows wanted.`
    : `${seen}: about ${formatRows(more)} more are asked for to replace rejected ones, counted in here.`;
}

function costWords({ calls, cost_usd: cost, low_usd: low, high_usd: high }: RunEstimate): string {
  if (calls === 0) return 'all answers are there, nothing is asked';
  if (cost === null) return '';
  if (cost === 0) return 'nothing is charged for this model';
  return low === null || high === null
    ? 'likely'
    : `likely, between ${formatUsd(low)} and ${formatUsd(high)}`;
}

/** The likely cost, its range and the cap on one line; the words beside it say the same. */
function CostRange({
  cost,
  low,
  high,
  cap,
  mayPause,
}: {
  cost: number;
  low: number;
  high: number;
  cap: number | null;
  mayPause: boolean;
}) {
  const end = Math.max(high * 1.15, cap ?? 0);
  const at = (usd: number) => `${Math.min(100, (100 * usd) / end)}%`;
  const width = `${Math.max(1, (100 * (high - low)) / end)}%`;
  const areLabelsApart = (high - low) / end > 0.12;
  return (
    <div className="range" aria-hidden>
      <i className="track" />
      <i className="span" style={{ left: at(low), width }} />
      <i className="likely" style={{ left: at(cost) }} />
      {cap === null ? null : (
        <i className={mayPause ? 'cap tight' : 'cap'} style={{ left: `calc(${at(cap)} - 3px)` }} />
      )}
      {areLabelsApart ? <span style={{ left: at(low) }}>{formatUsd(low)}</span> : null}
      <span style={{ left: at(high) }}>{formatUsd(high)}</span>
      {cap === null || Math.abs(cap - high) / end < 0.2 ? null : (
        <span
          className={mayPause ? 'warn' : 't2'}
          style={cap >= end ? { right: 0, transform: 'none' } : { left: at(cap) }}
        >
          cap {formatUsd(cap)}
        </span>
      )}
    </div>
  );
}
