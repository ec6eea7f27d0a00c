'use client';

import { Check, ThumbsDown, ThumbsUp, X, type LucideIcon } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { formatRows } from '@/lib/client/format';
import { mostRowsAtOnce } from '@/lib/dataset/most-rows';

type RowsChange = { rating?: -1 | 0 | 1; status?: 'accepted' | 'rejected' };

const actions: readonly { name: string; icon: LucideIcon; change: RowsChange }[] = [
  { name: 'Accept', icon: Check, change: { status: 'accepted' } },
  { name: 'Reject', icon: X, change: { status: 'rejected' } },
  { name: 'Good', icon: ThumbsUp, change: { rating: 1 } },
  { name: 'Bad', icon: ThumbsDown, change: { rating: -1 } },
];

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
  onChange: (change: RowsChange) => void;
  onClear: () => void;
}) {
  const tooMany =
    count > mostRowsAtOnce ? `At most ${formatRows(mostRowsAtOnce)} at once: narrow the filter` : undefined;
  return (
    <div className="bulk-bar" role="toolbar" aria-label="Chosen rows">
      <span className="num" role="status">
        <b className="strong">{formatRows(count)}</b> chosen
      </span>
      {actions.map(({ name, icon, change }) => (
        <Button
          key={name}
          size="small"
          icon={icon}
          busy={isBusy}
          off={(change.status === undefined ? undefined : statusOff) ?? tooMany}
          onClick={() => onChange(change)}
        >
          {name}
        </Button>
      ))}
      <span className="right">
        <Button size="small" look="ghost" onClick={onClear}>
          Choose none <kbd>Esc</kbd>
        </Button>
      </span>
    </div>
  );
}
