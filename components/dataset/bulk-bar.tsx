'use client';

import { Check, ThumbsDown, ThumbsUp, X } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { formatRows } from '@/lib/client/format';
import { mostRowsAtOnce } from '@/lib/dataset/most-rows';

/** What can be done with the rows that are chosen, all at once. */
export function BulkBar({
  count,
  statusOff,
  isBusy,
  onChange,
  onClear,
}: {
  count: number;
  /** Why rows can't be accepted and rejected now. */
  statusOff: string | undefined;
  isBusy: boolean;
  onChange: (change: { rating?: -1 | 0 | 1; status?: 'accepted' | 'rejected' }) => void;
  onClear: () => void;
}) {
  const tooMany =
    count > mostRowsAtOnce ? `At most ${formatRows(mostRowsAtOnce)} at once: narrow the filter` : undefined;
  return (
    <div className="bulk-bar" role="toolbar" aria-label="Chosen rows">
      <span className="num" role="status">
        <b className="strong">{formatRows(count)}</b> chosen
      </span>
      <Button
        size="small"
        icon={Check}
        busy={isBusy}
        off={statusOff ?? tooMany}
        onClick={() => onChange({ status: 'accepted' })}
      >
        Accept
      </Button>
      <Button
        size="small"
        icon={X}
        busy={isBusy}
        off={statusOff ?? tooMany}
        onClick={() => onChange({ status: 'rejected' })}
      >
        Reject
      </Button>
      <Button
        size="small"
        icon={ThumbsUp}
        busy={isBusy}
        off={tooMany}
        onClick={() => onChange({ rating: 1 })}
      >
        Good
      </Button>
      <Button
        size="small"
        icon={ThumbsDown}
        busy={isBusy}
        off={tooMany}
        onClick={() => onChange({ rating: -1 })}
      >
        Bad
      </Button>
      <span className="right">
        <Button size="small" look="ghost" onClick={onClear}>
          Choose none <kbd>Esc</kbd>
        </Button>
      </span>
    </div>
  );
}
