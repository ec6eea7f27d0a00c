import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/states';
import type { WireDataset } from '@/lib/api/dataset-wire';
import type { WireRun } from '@/lib/api/run-wire';
import { formatCount, formatRows } from '@/lib/client/format';
import { runState } from '@/lib/client/run-words';
import { matchingRows, statusNames, type ShownStatus } from './shown-status';

/** In place of rows of a state that has none: why, and where the others are. */
export function NoRows({
  run,
  status,
  others,
  onStatus,
}: {
  run: WireRun;
  status: ShownStatus;
  /** How many rows there are in each state. */
  others: WireDataset['counts'];
  onStatus: (status: ShownStatus) => void;
}) {
  if (status !== 'accepted' && status !== 'all') {
    return (
      <EmptyState
        title={`No row is ${statusNames[status].toLowerCase()}.`}
        actions={<Button onClick={() => onStatus('accepted')}>Show accepted rows</Button>}
      />
    );
  }
  const { moves } = runState(run);
  const tried = matchingRows(others, 'all');
  if (tried > 0) {
    const lost = (['rejected', 'failed'] as const).filter((one) => others[one] > 0);
    return (
      <EmptyState
        title={moves ? 'No row is accepted yet' : 'No row was accepted'}
        actions={<Button onClick={() => onStatus('all')}>Show all {formatRows(tried)}</Button>}
      >
        {lost.map((one) => `${formatCount(others[one])} ${statusNames[one].toLowerCase()}`).join(', ')}
        {lost.length === 0 ? null : '. Each tells why.'}
      </EmptyState>
    );
  }
  if (moves) {
    return <EmptyState title="No rows yet">The first ones arrive a few seconds after the start.</EmptyState>;
  }
  return (
    <EmptyState title="This run made no rows">
      {run.error?.message ?? 'It was stopped before the first row was accepted.'}
    </EmptyState>
  );
}
