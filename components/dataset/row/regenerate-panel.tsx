'use client';

import { RefreshCw } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { Note } from '@/components/ui/states';
import { messageOf } from '@/lib/client/api';
import { formatCount, formatUsd } from '@/lib/client/format';
import { useRegenerationPrice } from '@/lib/client/rows/regenerate';
import type { ActiveCell } from '../grid/active-cell';

/** Before a cell is asked anew: what is asked, and what it will cost. */
export function RegeneratePanel({
  datasetId,
  cell,
  isFree,
  isWorking,
  isCancelling,
  error,
  onStart,
  onCancel,
  onLeave,
}: {
  datasetId: number;
  cell: ActiveCell;
  /** Do the models of its run cost nothing? */
  isFree: boolean;
  isWorking: boolean;
  isCancelling: boolean;
  /** Why the last try failed. */
  error: string | null;
  onStart: () => void;
  /** Gives up what is being asked. */
  onCancel: () => void;
  onLeave: () => void;
}) {
  const price = useRegenerationPrice(datasetId, cell.row, cell.column);
  const refused = price.error === null ? undefined : messageOf(price.error);
  const [first, ...others] = price.data?.attribute_ids ?? [];
  return (
    <section className="regenerate" aria-label="Ask anew">
      {refused === undefined ? (
        <p>
          {first === undefined ? (
            'Looking what hangs on it…'
          ) : (
            <>
              Asks the model again for <code className="mono">{first}</code>
              {others.length === 0 ? null : (
                <>
                  , then for {others.length === 1 ? 'what hangs on it: ' : 'all that hangs on it: '}
                  <code className="mono">{others.join(', ')}</code>
                </>
              )}
              .{' '}
              <span className="num">
                {formatCount(others.length + 1)} {others.length === 0 ? 'call' : 'calls'},{' '}
                {costWords(price.data?.cost_usd ?? 0, isFree)}
              </span>
              . The row changes when all is answered; undo brings the old answers back.
            </>
          )}
        </p>
      ) : (
        <Note tone="warn">{refused}</Note>
      )}
      {error === null ? null : (
        <Note tone="bad" live="alert">
          {error}
        </Note>
      )}
      <div className="row">
        <Button
          look="primary"
          size="small"
          icon={RefreshCw}
          autoFocus
          // Not off with a reason: its hint would open with the focus and take the first Esc.
          busy={isWorking || (refused === undefined && first === undefined)}
          off={refused}
          onClick={onStart}
        >
          {isWorking ? 'Asking…' : 'Ask anew'}
        </Button>
        {isWorking ? (
          <Button size="small" busy={isCancelling} onClick={onCancel}>
            Cancel
          </Button>
        ) : null}
        <Button size="small" look="ghost" onClick={onLeave}>
          {isWorking ? 'Hide' : 'Leave it'}
        </Button>
      </div>
    </section>
  );
}

/** No cost is counted where a price isn't known, so that nothing is no price yet. */
function costWords(usd: number, isFree: boolean): string {
  if (usd > 0) return `about ${formatUsd(usd)}`;
  return isFree ? 'free' : 'no known cost';
}
