'use client';

import { ArrowDown, ArrowUp, Columns3, Pin, PinOff } from 'lucide-react';
import { Button, IconButton } from '@/components/ui/button';
import { KindMark } from '@/components/ui/chip';
import { Popover } from '@/components/ui/popover';
import type { WireColumn } from '@/lib/api/dataset-wire';
import {
  isPlain,
  moveColumn,
  orderedColumns,
  plainView,
  shownColumns,
  toggleHidden,
  togglePinned,
  type ColumnView,
} from '@/lib/client/rows/column-view';

type ColumnsProps = {
  columns: readonly WireColumn[];
  view: ColumnView;
  onChange: (view: ColumnView) => void;
};

/** Which columns are shown, in which order, and which stay at the left edge. */
export function ColumnsMenu(props: ColumnsProps) {
  const hidden = props.columns.length - shownColumns(props.columns, props.view).length;
  return (
    <Popover
      label="Columns"
      trigger={
        <Button look="ghost" size="small" icon={Columns3}>
          Columns{hidden === 0 ? '' : `, ${hidden} hidden`}
        </Button>
      }
    >
      <ColumnList {...props} />
    </Popover>
  );
}

/** The same as a part of another menu. */
export function ColumnList({ columns, view, onChange }: ColumnsProps) {
  return (
    <>
      <ul className="column-list">
        {orderedColumns(columns, view).map(({ name, kind, output }) => {
          const isPinned = view.pinned.includes(name);
          return (
            <li key={name} className="row tight">
              <label className="row tight grow">
                <input
                  type="checkbox"
                  checked={!view.hidden.includes(name)}
                  onChange={() => onChange(toggleHidden(view, name))}
                />
                <KindMark kind={kind} />
                <span className={output ? 'cut' : 'cut t2'} dir="auto">
                  {name}
                </span>
              </label>
              <IconButton
                label={isPinned ? `Let ${name} go` : `Pin ${name} to the left`}
                icon={isPinned ? PinOff : Pin}
                size="small"
                aria-pressed={isPinned}
                onClick={() => onChange(togglePinned(view, name))}
              />
              <IconButton
                label={`Move ${name} left`}
                icon={ArrowUp}
                size="small"
                onClick={() => onChange(moveColumn(columns, view, name, -1))}
              />
              <IconButton
                label={`Move ${name} right`}
                icon={ArrowDown}
                size="small"
                onClick={() => onChange(moveColumn(columns, view, name, 1))}
              />
            </li>
          );
        })}
      </ul>
      <div className="row column-foot">
        <span className="small t3 grow">Remembered on this device</span>
        <Button
          look="link"
          off={isPlain(view) ? 'Nothing was changed' : undefined}
          onClick={() => onChange(plainView)}
        >
          As in the recipe
        </Button>
      </div>
    </>
  );
}
