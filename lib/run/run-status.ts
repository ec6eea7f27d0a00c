/** Where a run stands. `pausing` and `cancelling` last while the calls in flight are awaited. */
export const runStatuses = [
  'pending',
  'running',
  'pausing',
  'paused',
  'cancelling',
  'completed',
  'failed',
  'cancelled',
] as const;

export type RunStatus = (typeof runStatuses)[number];

/** What the person wants of a run; the worker moves its status there. */
export type Wanted = 'running' | 'paused' | 'cancelled';

/** Why a run is paused. */
export type PauseReason = 'user' | 'budget' | 'shutdown' | 'disk';

/**
 * The moves a run may make. A worker that died leaves `running`, `pausing` or `cancelling` behind: the next one
 * goes on from there, so these statuses need no way back to `pending`.
 */
export const nextStatuses = {
  pending: ['running', 'paused', 'cancelled', 'failed'],
  running: ['pausing', 'paused', 'cancelling', 'completed', 'failed', 'cancelled'],
  pausing: ['running', 'paused', 'cancelling', 'completed', 'failed', 'cancelled'],
  paused: ['pending', 'running', 'cancelled'],
  cancelling: ['completed', 'failed', 'cancelled'],
  completed: ['pending', 'running'],
  failed: ['pending', 'running'],
  cancelled: ['pending', 'running'],
} as const satisfies Record<RunStatus, readonly RunStatus[]>;

/** Tells whether a run may go from one status to another. */
export function canMove(from: RunStatus, to: RunStatus): boolean {
  const next: readonly RunStatus[] = nextStatuses[from];
  return next.includes(to);
}

/** Tells whether nothing more happens to a run unless somebody asks for it. A paused run has not ended. */
export function hasEnded(status: RunStatus): boolean {
  return status === 'completed' || status === 'failed' || status === 'cancelled';
}

/** Tells whether a worker drives a run or is about to: then its rows and counts are the worker's. */
export function isDriven(status: RunStatus): boolean {
  return status === 'pending' || status === 'running' || status === 'pausing' || status === 'cancelling';
}
