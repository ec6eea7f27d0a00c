'use client';

import { Check, ThumbsDown, ThumbsUp, X, type LucideIcon } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { useSpoken } from '@/components/ui/spoken';
import { formatRows } from '@/lib/client/format';

type RowsChange = { rating?: -1 | 0 | 1; status?: 'accepted' | 'rejected' };

const actions: readonly { name: string; icon: LucideIcon; change: RowsChange }[] = [
  { name: 'Accept', icon: Check, change: { status: 'accepted' } },
  { name: 'Reject', icon: X, change: { status: 'rejected' } },
  { name: 'Good', icon: ThumbsUp, change: { rating: 1 } },
  { name: 'Bad', icon: ThumbsDown, change: { rating: -1 } },
];

/** What can be done with the rows that are chosen, all at once, and how far it is. */
export function BulkBar({
  count,
  statusOff,
  work,
  onChange,
  onClear,
}: {
  count: number;
  /** Why rows can't be accepted and rejected now. */
  statusOff: string | undefined;
  /** What is being done to them, and the share that is done; null while nothing is. */
  work: { share: number; stop: () => void } | null;
  onChange: (change: RowsChange) => void;
  onClear: () => void;
}) {
  useSpoken(count > 0 ? `${formatRows(count)} chosen` : 'Changing rows');
  return (
    <div className="bulk-bar" role="toolbar" aria-label="Chosen rows">
      <span className="num">
        {count > 0 ? (
          <>
            <b className="strong">{formatRows(count)}</b> chosen
          </>
        ) : (
          'Changing rows'
        )}
      </span>
      {actions.map(({ name, icon, change }) => (
        <Button
          key={name}
          size="small"
          icon={icon}
          busy={work !== null}
          off={change.status === undefined ? undefined : statusOff}
          onClick={() => onChange(change)}
        >
          {name}
        </Button>
      ))}
      <span className="right row">
        {work === null || work.share === 0 ? (
          <Button size="small" look="ghost" onClick={onClear}>
            Choose none <kbd>Esc</kbd>
          </Button>
        ) : (
          <>
            <span className="num t2">{Math.floor(100 * work.share)} % done</span>
            <Button size="small" onClick={work.stop}>
              Stop
            </Button>
          </>
        )}
      </span>
    </div>
  );
}
