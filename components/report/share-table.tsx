import Link from 'next/link';
import type { ReactNode } from 'react';
import { classNames } from '@/components/ui/class-names';
import { formatCount } from '@/lib/client/format';
import { rowsAddress, type RowsPlace } from '@/lib/client/report';

/** A column of figures; a wide one gives way on phones. */
type ShareColumn = { title: string; look?: 'wide' | 'quiet' };

/** One line: its name, its share as a bar, and its figures in the order of the columns. */
export type ShareRow = {
  key: string;
  name: ReactNode;
  /** The whole name, where it may be cut. */
  title?: string;
  isMono?: boolean;
  isBeyond?: boolean;
  bar: ReactNode;
  figures: readonly ReactNode[];
};

/** A table of a report: what is counted, a bar, and figures. */
export function ShareTable({
  label,
  names,
  columns,
  rows,
}: {
  label: string;
  /** What the lines are. */
  names: string;
  columns: readonly ShareColumn[];
  rows: readonly ShareRow[];
}) {
  return (
    <table className="shares" aria-label={label}>
      <thead>
        <tr>
          <th scope="col">{names}</th>
          <th scope="col" className="share-bar-cell">
            <span className="hidden-text">Bar</span>
          </th>
          {columns.map(({ title, look }) => (
            <th key={title} scope="col" className={classNames('r', look === 'wide' && 'wide-cell')}>
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, name, title, isMono = false, isBeyond = false, bar, figures }) => (
          <tr key={key} className={isBeyond ? 'beyond' : undefined}>
            <th scope="row" className={classNames('cut', isMono && 'mono')} title={title} dir="auto">
              {name}
            </th>
            <td className="share-bar-cell" aria-hidden>
              {bar}
            </td>
            {columns.map(({ title: column, look }, at) => (
              <td
                key={column}
                className={classNames('r num', look === 'wide' && 'wide-cell', look === 'quiet' && 't2')}
              >
                {figures[at]}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A plain bar of a share between 0 and 1. */
export function Bar({ share, tone }: { share: number; tone: 'ok' | 'beyond' | 'failed' | 'generated' }) {
  return (
    <span className="share-bar">
      <i className={`share-got ${tone}`} style={{ width: `${100 * share}%` }} />
    </span>
  );
}

/** How many rows, leading to them where there are any. */
export function RowsLink({
  datasetId,
  count,
  place,
}: {
  datasetId: number;
  count: number;
  place: RowsPlace;
}) {
  return count === 0 ? '0' : <Link href={rowsAddress(datasetId, place)}>{formatCount(count)}</Link>;
}
