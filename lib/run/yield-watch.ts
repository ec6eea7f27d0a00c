/** What a run has made so far and may still make, as far as it tells how many of its rows are accepted. */
export type YieldFacts = {
  readonly accepted: number;
  /** Rows that are decided on, accepted ones included. */
  readonly decided: number;
  /** The newest of them, and how many of these were lost. */
  readonly recent: { readonly rows: number; readonly lost: number };
  readonly targetRows: number;
  readonly maxRows: number;
  readonly costUsd: number;
  /** Null without a cap. */
  readonly capUsd: number | null;
};

/** That a run is likely to make fewer rows than wanted, or to take many more tries than it began with. */
export type YieldWarning = {
  /** Share of accepted rows among the newest, and before them; null while there were none before. */
  readonly recentShare: number;
  readonly earlierShare: number | null;
  /** Tries that are needed from here on if it goes on like this; Infinity when nothing is accepted any more. */
  readonly triesNeeded: number;
  /** What ends the run before it has its rows; null when only the tries grow. */
  readonly endsBy: 'max-rows' | 'cap' | null;
  /** Accepted rows in the end. */
  readonly likelyRows: number;
};

/** Fewer rows tell nothing of a share. */
const fewRows = 50;

/** A share that is this much smaller than before has fallen, when chance alone doesn't explain it. */
const fallen = 0.8;

/** So many standard deviations are beyond chance: one run in a thousand would be warned of for nothing. */
const beyondChance = 3.3;

/** From this share of accepted rows on the tries or the cap are short for other reasons than the rows. */
const fineShare = 0.95;

/**
 * Whether the newest rows say that a run won't have its rows within its tries or its cap, or that its yield has fallen;
 * null when it goes well, or when it is too early to tell.
 */
export function watchYield(facts: YieldFacts): YieldWarning | null {
  const { accepted, decided, recent, targetRows, maxRows, costUsd, capUsd } = facts;
  const missing = targetRows - accepted;
  if (recent.rows < fewRows || missing <= 0) return null;
  const recentShare = (recent.rows - recent.lost) / recent.rows;
  const before = decided - recent.rows;
  const passedBefore = accepted - (recent.rows - recent.lost);
  const earlierShare = before < fewRows ? null : Math.max(0, Math.min(1, passedBefore / before));
  const hasFallen =
    earlierShare !== null &&
    recentShare < fallen * earlierShare &&
    recentShare < earlierShare - beyondChance * Math.sqrt((earlierShare * (1 - earlierShare)) / recent.rows);
  const triesNeeded = recentShare === 0 ? Infinity : Math.ceil(missing / recentShare);
  const triesLeft = Math.max(0, maxRows - decided);
  const usdPerRow = decided === 0 ? 0 : costUsd / decided;
  const triesPaid =
    capUsd === null || usdPerRow === 0 ? Infinity : Math.max(0, (capUsd - costUsd) / usdPerRow);
  const most = Math.min(triesLeft, triesPaid);
  const isShort = recentShare < fineShare && triesNeeded > most;
  if (!hasFallen && !isShort) return null;
  return {
    recentShare,
    earlierShare,
    triesNeeded,
    endsBy: !isShort ? null : triesPaid < triesLeft ? 'cap' : 'max-rows',
    likelyRows: Math.min(targetRows, accepted + Math.floor(Math.min(most, triesNeeded) * recentShare)),
  };
}

/** How many rows with a value were tried, and how many of them accepted. */
export type ValueCount = {
  readonly attributeId: string;
  readonly value: string;
  readonly tried: number;
  readonly accepted: number;
};

/** At most so many values are told. */
const mostStarving = 3;

/**
 * The values whose rows are lost far more often than others, beyond chance: a dataset would have too few of them. The
 * one that has lost most comes first.
 */
export function starvingValues(counts: readonly ValueCount[]): ValueCount[] {
  const totals = new Map<string, { tried: number; accepted: number }>();
  for (const { attributeId, tried, accepted } of counts) {
    const total = totals.get(attributeId) ?? { tried: 0, accepted: 0 };
    totals.set(attributeId, { tried: total.tried + tried, accepted: total.accepted + accepted });
  }
  return counts
    .filter(({ attributeId, tried, accepted }) => {
      const total = totals.get(attributeId) ?? { tried: 0, accepted: 0 };
      const others = { tried: total.tried - tried, accepted: total.accepted - accepted };
      if (others.tried === 0) return false;
      const share = others.accepted / others.tried;
      const wanted = share * tried;
      return accepted < wanted / 2 && wanted - accepted > beyondChance * Math.sqrt(wanted * (1 - share) + 1);
    })
    .sort((a, b) => b.tried - b.accepted - (a.tried - a.accepted))
    .slice(0, mostStarving);
}
