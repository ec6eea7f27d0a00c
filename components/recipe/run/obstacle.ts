import type { Need } from '../needs/need-words';

/** What keeps a run from being started. */
export type Obstacle = {
  /** What the button says in place of "Run". */
  label: string;
  /** The same as a sentence. */
  reason: string;
  /** What a press leads to: the first problem of the text, or the wrong field of the dialog. */
  leadsTo: 'problem' | 'field' | null;
};

/** The first thing that stands in the way of a run; null when nothing does. */
export function obstacleOf(now: {
  errors: number;
  /** Whether the text as it is now can be run. */
  isRunnable: boolean;
  isRowsWrong: boolean;
  isSeedWrong: boolean;
  isCapWrong: boolean;
  need: Need | null;
  isUnsaved: boolean;
}): Obstacle | null {
  if (now.errors > 0) {
    const label = `Fix ${now.errors} ${now.errors === 1 ? 'error' : 'errors'}`;
    return { label, reason: 'Fix what is broken first', leadsTo: 'problem' };
  }
  if (!now.isRunnable) return { label: 'Run', reason: 'The text is being read', leadsTo: null };
  if (now.isRowsWrong) return wrongField('rows', 'The number of rows isn’t right');
  if (now.isSeedWrong) return wrongField('seed', 'The seed isn’t right');
  if (now.isCapWrong) return wrongField('cap', 'The cap isn’t right');
  if (now.need?.isRefused === true) return { label: now.need.text, reason: now.need.text, leadsTo: null };
  return now.isUnsaved
    ? { label: 'Run', reason: 'The text isn’t saved on the server yet', leadsTo: null }
    : null;
}

function wrongField(name: string, reason: string): Obstacle {
  return { label: `Fix the ${name}`, reason, leadsTo: 'field' };
}
