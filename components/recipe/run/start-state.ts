import type { RunEstimate } from '@/lib/api/run-wire';
import { formatUsd } from '@/lib/client/format';
import type { CapUnit } from './cap';
import { costsNothing, numberOf } from './cap';

/** A press on Run: none yet, one that waits for what a cap is taken from, or one that knows that there is no cap. */
export type Press = 'none' | 'waits' | 'without-cap';

/**
 * What the button says, and whether a press may start the run now. Without an estimate no cap is suggested, so a run
 * starts then only by a press on a button that says so; one that was pressed before waits no longer.
 */
export function startState(now: {
  press: Press;
  isSaved: boolean;
  estimate: RunEstimate | undefined;
  hasEstimateFailed: boolean;
  /** What is in the field of the cap, when somebody wrote it. */
  typedCap: string | null;
  capUnit: CapUnit;
  /** What costs nothing needs no cap. */
  isFree: boolean;
}): {
  label: string;
  /** What a press on the button is now. */
  press: Press;
  /** What was pressed before doesn't count any more. */
  isPressLost: boolean;
  isWaiting: boolean;
  mayStart: boolean;
} {
  const lacksCap = now.estimate === undefined && now.typedCap === null && !now.isFree;
  const isUncapped = lacksCap && now.hasEstimateFailed;
  const isWanted = isUncapped ? now.press === 'without-cap' : now.press !== 'none';
  return {
    label: isUncapped ? 'Run without a cap' : labelOf(now),
    press: isUncapped ? 'without-cap' : 'waits',
    isPressLost: isUncapped && now.press === 'waits',
    isWaiting: isWanted,
    mayStart: isWanted && now.isSaved && (!lacksCap || isUncapped),
  };
}

function labelOf({ estimate, typedCap, capUnit }: Parameters<typeof startState>[0]): string {
  if (estimate === undefined) {
    const cap = typedCap === null ? null : numberOf(typedCap);
    if (typedCap?.trim() === '') return 'Run without a cap';
    return cap === null || capUnit !== 'usd' ? 'Run' : `Run, at most ${formatUsd(cap)}`;
  }
  if (costsNothing(estimate)) return 'Run, free';
  return typeof estimate.cost_usd === 'number' ? `Run, about ${formatUsd(estimate.cost_usd)}` : 'Run';
}
