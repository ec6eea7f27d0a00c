'use client';

import { ArrowDown } from 'lucide-react';
import type { ReactNode, Ref } from 'react';
import { Icon } from '@/components/ui/icon';
import { formatCount, formatRows } from '@/lib/client/format';
import type { ColumnView } from '@/lib/client/rows/column-view';
import type { RowChoice } from '@/lib/client/rows/row-choice';
import { ColumnsMenu } from './columns-menu';
import type { ShownRows } from './download-links';
import { DownloadMenu } from './download-menu';
import { JumpField } from './jump-field';
import { matchingRows, shownStatuses, statusNames, type ShownStatus } from './shown-status';
import { SearchField } from './search-field';
import type { LiveDataset } from './use-live-dataset';

/** Over the grid: which rows, those that came since, the way to a row, the download. */
export function RowsToolbar({
  dataset,
  status,
  choice,
  searchField,
  filterMenu,
  shown,
  fresh,
  view,
  onView,
  onChoice,
  onStatus,
  onFresh,
  end,
  onJump,
}: {
  dataset: LiveDataset;
  status: ShownStatus;
  choice: RowChoice;
  searchField: Ref<HTMLInputElement>;
  filterMenu: ReactNode;
  /** The rows that fit, for a file of just these; null while all are shown. */
  shown: ShownRows | null;
  fresh: number;
  view: ColumnView;
  onView: (view: ColumnView) => void;
  onChoice: (choice: RowChoice) => void;
  onStatus: (status: ShownStatus) => void;
  onFresh: () => void;
  /** One more than the highest index that there can be. */
  end: number;
  onJump: (row: number) => void;
}) {
  return (
    <div className="toolbar">
      <SearchField
        ref={searchField}
        value={choice.search}
        placeholder={`Search ${formatRows(matchingRows(dataset.counts, status))}`}
        onSearch={(search) => onChoice({ ...choice, search })}
      />
      {filterMenu}
      <div className="filters" role="group" aria-label="Which rows">
        {shownStatuses
          .filter(
            (one) =>
              one === 'accepted' || one === 'all' || one === status || matchingRows(dataset.counts, one) > 0,
          )
          .map((one) => (
            <button
              key={one}
              type="button"
              className="f"
              aria-pressed={one === status}
              onClick={() => onStatus(one)}
            >
              {statusNames[one]} <span className="num">{formatCount(matchingRows(dataset.counts, one))}</span>
            </button>
          ))}
      </div>
      {fresh > 0 ? (
        <button type="button" className="pill live fresh num" onClick={onFresh}>
          <Icon of={ArrowDown} size="s" />
          {formatCount(fresh)} new
        </button>
      ) : null}
      <span className="grow" />
      <JumpField end={end} onJump={onJump} />
      <span className="wide-only">
        <ColumnsMenu columns={dataset.columns} view={view} onChange={onView} />
      </span>
      <span className="wide-only">
        <DownloadMenu datasetId={dataset.id} shown={shown} />
      </span>
      <span className="phone-only">
        <DownloadMenu datasetId={dataset.id} look="square" shown={shown} />
      </span>
    </div>
  );
}
