'use client';

import type { ColumnStatistics, WireColumn } from '@/lib/api/dataset-wire';
import { classNames } from '@/components/ui/class-names';
import { formatCompact, formatCount, formatFigure, formatRows } from '@/lib/client/format';
import { fitsInBars } from '@/lib/client/rows/bar-share';
import { chosenRange, chosenValues, toggleRange, toggleValue } from '@/lib/client/rows/row-choice';
import { mostCountedRows } from '@/lib/dataset/most-rows';
import type { RowFilter } from '@/lib/dataset/row-filter';

/** So many values have a bar of their own. */
const mostBars = 20;

type Bar = {
  key: string;
  label: string;
  count: number;
  fits: number;
  isChosen: boolean;
  press: (() => void) | null;
};

/** What a column holds, small: how its values or lengths are spread. A press on a bar shows just those rows. */
export function ColumnChart({
  column,
  whole,
  fitting,
  isCut,
  filters,
  nameOf,
  onFilters,
}: {
  column: WireColumn;
  whole: ColumnStatistics;
  /** Are only the first of the rows counted? */
  isCut: boolean;
  fitting: ColumnStatistics | undefined;
  filters: readonly RowFilter[];
  nameOf: (value: unknown) => string;
  onFilters: (filters: RowFilter[]) => void;
}) {
  const bars = barsOf({ column, whole, fitting, filters, nameOf, onFilters });
  const of = isCut ? `, of the first ${formatRows(mostCountedRows)}` : '';
  const most = bars.reduce((top, { count }) => Math.max(top, count), 1);
  return (
    <div className="chart-cell">
      <span className="small t2 cut" title={`${factOf(whole)}${of}`}>
        {factOf(whole)}
        {of}
      </span>
      <div
        className={`column-bars ${tintOf[column.kind]}`}
        role="group"
        aria-label={[`${column.name}, ${factOf(whole)}${of}`, ...endsOf(whole)].join(', ')}
      >
        {bars.map(({ key, label, count, fits, isChosen, press }) => (
          <button
            key={key}
            type="button"
            className={classNames('column-bar', isChosen && 'chosen')}
            tabIndex={-1}
            aria-pressed={isChosen}
            aria-label={`${label}: ${formatCount(fits)} of ${formatCount(count)} rows`}
            title={`${label}: ${formatCount(count)}`}
            disabled={press === null}
            onClick={() => press?.()}
          >
            <i style={{ height: `${Math.max(4, (100 * count) / most)}%` }} />
            <b style={{ height: `${fits === 0 ? 0 : Math.max(4, (100 * fits) / most)}%` }} />
          </button>
        ))}
      </div>
      <span className="small t2 num chart-ends">
        {endsOf(whole).map((words, at) => (
          <span key={at}>{words}</span>
        ))}
      </span>
    </div>
  );
}

const tintOf: Record<WireColumn['kind'], string> = {
  sampled: 'tint-sampled',
  source: 'tint-sourced',
  generated: 'tint-generated',
  conversation: 'tint-generated',
  transformed: 'tint-shaped',
};

type BarProps = Omit<Parameters<typeof ColumnChart>[0], 'isCut'>;

function barsOf({ column, whole, fitting, filters, nameOf, onFilters }: BarProps): Bar[] {
  if (whole.top !== undefined) {
    const chosen = chosenValues(filters, column.name);
    const fits = new Map((fitting?.top ?? []).map(({ value, count }) => [value, count]));
    const shown = whole.top.length > 100 ? whole.top.slice(0, mostBars) : whole.top;
    const bars = shown.map(({ value, count }): Bar => {
      const known =
        typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
      return {
        key: String(value),
        label: nameOf(value),
        count,
        fits: fits.get(value) ?? 0,
        isChosen: known !== null && chosen.includes(known),
        press: known === null ? null : () => onFilters(toggleValue(filters, column.name, known)),
      };
    });
    const rest = whole.count - shown.reduce((sum, { count }) => sum + count, 0);
    if (rest <= 0) return bars;
    const restFits = Math.max(0, (fitting?.count ?? 0) - bars.reduce((sum, bar) => sum + bar.fits, 0));
    return [
      ...bars,
      {
        key: 'others',
        label: 'others',
        count: rest,
        fits: Math.min(rest, restFits),
        isChosen: false,
        press: null,
      },
    ];
  }
  const of = whole.type === 'number' ? 'value' : 'length';
  const range = chosenRange(filters, column.name);
  const histogram = whole.histogram ?? [];
  const fits = fitsInBars(histogram, fitting);
  return histogram.map(({ from, to, count }, at) => ({
    key: String(from),
    label: from === to ? formatCount(from) : `${round(from)} to ${round(to)}`,
    count,
    fits: fits[at] ?? 0,
    isChosen: range !== null && range.from === from && range.to === to,
    press: () => onFilters(toggleRange(filters, column.name, { from, to, of })),
  }));
}

function factOf({ type, distinct }: ColumnStatistics): string {
  if (distinct !== undefined) return `${formatCount(distinct)} ${distinct === 1 ? 'value' : 'values'}`;
  switch (type) {
    case 'text':
      return 'text, characters';
    case 'list':
      return 'list, items';
    case 'number':
      return 'number';
    case 'boolean':
      return 'yes or no';
    case 'mapping':
      return 'mapping';
    case 'empty':
      return 'no values yet';
  }
}

/** What stands below the bars, from left to right. */
function endsOf({ top, min, max, median }: ColumnStatistics): string[] {
  if (top !== undefined && top.length > 0) {
    const counts = top.map(({ count }) => count);
    const [least, most] = [Math.min(...counts), Math.max(...counts)];
    return [
      least === most ? `${formatCount(least)} each` : `${formatCount(least)} to ${formatCount(most)} each`,
    ];
  }
  if (min === undefined || max === undefined) return [];
  if (min === max) return [round(min)];
  return [round(min), ...(median === undefined ? [] : [`median ${round(median)}`]), round(max)];
}

function round(value: number): string {
  return Math.abs(value) >= 10_000 ? formatCompact(value) : formatFigure(value);
}
