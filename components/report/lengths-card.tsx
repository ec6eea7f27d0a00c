'use client';

import Link from 'next/link';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import type { WireReport, WireTextLengths } from '@/lib/api/report-wire';
import { formatCount, formatRows } from '@/lib/client/format';
import { medianWords, rowsAddress } from '@/lib/client/report';
import type { RowFilter } from '@/lib/dataset/row-filter';
import { filterOf } from './balance-card';
import { useBarKeys } from './bar-keys';

const fewValues = 8;

/** How long the texts of each column are, as a whole and by the values of an attribute. */
export function LengthsCard({
  datasetId,
  lengths,
  balance,
}: {
  datasetId: number;
  lengths: readonly WireTextLengths[];
  balance: WireReport['balance'];
}) {
  const attributes = balance.filter(({ attribute_id: id }) =>
    lengths.some(({ by }) => by.some((part) => part.attribute_id === id)),
  );
  const [chosen, setChosen] = useState<string>('');
  return (
    <section className="card" aria-labelledby="report-lengths">
      <div className="card-head">
        <h2 id="report-lengths">Lengths</h2>
        <span className="small t3 wide-only">characters in accepted rows</span>
        {attributes.length === 0 ? null : (
          <label className="right row tight small">
            <span className="t2">by</span>
            <select className="select" value={chosen} onChange={(event) => setChosen(event.target.value)}>
              <option value="">no attribute</option>
              {attributes.map(({ attribute_id: id, name }) => (
                <option key={id} value={id}>
                  {name}
                </option>
              ))}
            </select>
          </label>
        )}
      </div>
      {lengths.map((column) => (
        <Column
          key={column.column}
          datasetId={datasetId}
          lengths={column}
          attribute={attributes.find(({ attribute_id: id }) => id === chosen)}
        />
      ))}
    </section>
  );
}

function Column({
  datasetId,
  lengths,
  attribute,
}: {
  datasetId: number;
  lengths: WireTextLengths;
  /** The one by whose values lengths are told. */
  attribute: WireReport['balance'][number] | undefined;
}) {
  const { column, bins, shortest, longest, median, mean } = lengths;
  const by = lengths.by.find((part) => part.attribute_id === attribute?.attribute_id);
  const counts = bins.map(({ count }) => count);
  const { barProps, ...keys } = useBarKeys([{ line: '', places: filledPlaces(counts) }]);
  return (
    <div className="report-part">
      <h3 className="report-name">
        <span className="mono cut">{column}</span>
        <span className="small t2 num">
          median {medianWords(median)}, mean {formatCount(mean)}
        </span>
        <span className="right small num">
          shortest <RowLink datasetId={datasetId} end={shortest} /> · longest{' '}
          <RowLink datasetId={datasetId} end={longest} />
        </span>
      </h3>
      <Histogram
        counts={counts}
        bins={bins}
        keys={keys}
        barProps={(at) => barProps('', at)}
        label={`Lengths of ${column}: half of them up to ${formatCount(median)} characters, from ${formatCount(shortest.length)} to ${formatCount(longest.length)}`}
        size="large"
        placeOf={(bin) => rowsAddress(datasetId, { filter: lengthFilter(column, bin) })}
      />
      {by === undefined ? null : (
        <ByValue
          by={by}
          bins={bins}
          placeOf={(id, bin) => {
            const value = attribute?.values.find((one) => one.id === id);
            const ofValue = value === undefined ? [] : filterOf(by.attribute_id, value);
            return rowsAddress(datasetId, { filter: [...ofValue, ...lengthFilter(column, bin)] });
          }}
        />
      )}
    </div>
  );
}

function RowLink({ datasetId, end }: { datasetId: number; end: { row: number; length: number } }) {
  return (
    <Link
      href={rowsAddress(datasetId, { row: end.row })}
      aria-label={`${formatCount(end.length)} characters, row ${formatCount(end.row)}`}
    >
      {formatCount(end.length)}
    </Link>
  );
}

function ByValue({
  by,
  bins,
  placeOf,
}: {
  by: WireTextLengths['by'][number];
  bins: WireTextLengths['bins'];
  /** The address of the rows that a bar of a value counts. */
  placeOf: (valueId: string, bin: LengthBin) => string;
}) {
  const [showsAll, setShowsAll] = useState(false);
  const sorted = [...by.values].sort((a, b) => b.mean - a.mean);
  const shown =
    showsAll || sorted.length <= 2 * fewValues
      ? sorted
      : [...sorted.slice(0, fewValues), ...sorted.slice(-fewValues)];
  // Each bar a stop of its own would be hundreds of them.
  const { barProps, ...keys } = useBarKeys(
    shown.map(({ id, counts }) => ({ line: id, places: filledPlaces(counts) })),
  );
  return (
    <>
      <ul className="length-values" {...keys}>
        {shown.map((value) => (
          <li key={value.id}>
            <span className="cut" title={value.name} dir="auto">
              {value.name}
            </span>
            <Histogram
              counts={value.counts}
              bins={bins}
              name={value.name}
              barProps={(at) => barProps(value.id, at)}
              label={`${value.name}: mean ${formatCount(value.mean)} characters in ${formatCount(value.rows)} rows`}
              size="small"
              placeOf={(bin) => placeOf(value.id, bin)}
            />
            <span className="num t2 small">{formatCount(value.mean)}</span>
          </li>
        ))}
      </ul>
      {sorted.length > 2 * fewValues ? (
        <Button look="ghost" size="small" onClick={() => setShowsAll(!showsAll)}>
          {showsAll ? 'Show the ends only' : `Show all ${formatCount(sorted.length)}`}
        </Button>
      ) : null}
    </>
  );
}

/** Which bars count rows, and so lead to them. */
function filledPlaces(counts: readonly number[]): number[] {
  return counts.flatMap((count, at) => (count === 0 ? [] : [at]));
}

function Histogram({
  counts,
  bins,
  keys,
  barProps,
  name,
  label,
  size,
  placeOf,
}: {
  counts: readonly number[];
  bins: WireTextLengths['bins'];
  /** Of a chart that is a tab stop by itself. */
  keys?: Pick<ReturnType<typeof useBarKeys>, 'onFocus' | 'onKeyDown'>;
  barProps: (at: number) => ReturnType<ReturnType<typeof useBarKeys>['barProps']>;
  /** Which rows are counted, for the names of bars; of all rows undefined. */
  name?: string;
  label: string;
  size: 'large' | 'small';
  /** The address of the rows that a bar counts. */
  placeOf: (bin: LengthBin) => string;
}) {
  const highest = Math.max(1, ...counts);
  const last = bins.at(-1);
  return (
    <div className={`histogram ${size}`} role="group" aria-label={label}>
      <div className="bars" {...keys}>
        {bins.map((bin, at) => {
          const count = counts[at] ?? 0;
          const words = `${binWords(bin)}: ${formatRows(count)}`;
          const bar = <i style={{ height: `${(100 * count) / highest}%` }} />;
          return count === 0 ? (
            <span key={bin.from} className="bar" aria-hidden>
              {bar}
            </span>
          ) : (
            <Link
              key={bin.from}
              className="bar"
              href={placeOf(bin)}
              title={words}
              aria-label={name === undefined ? words : `${name}, ${words}`}
              prefetch={false}
              {...barProps(at)}
            >
              {bar}
            </Link>
          );
        })}
      </div>
      {size === 'large' && bins.length > 0 ? (
        <div className="ends tiny t3 num" aria-hidden>
          <span>{formatCount(bins[0]?.from ?? 0)}</span>
          <span>{last?.to === null ? `${formatCount(last.from)} and more` : formatCount(last?.to ?? 0)}</span>
        </div>
      ) : null}
    </div>
  );
}

type LengthBin = WireTextLengths['bins'][number];

function binWords({ from, to }: LengthBin): string {
  if (to === null) return `${formatCount(from)} characters and more`;
  return `${to - 1 === from ? formatCount(from) : `${formatCount(from)} to ${formatCount(to - 1)}`} characters`;
}

/** The rows whose text is as long as a bar says. */
function lengthFilter(column: string, { from, to }: LengthBin): RowFilter[] {
  return [
    { column, op: 'gte', value: from, of: 'characters' },
    ...(to === null ? [] : [{ column, op: 'lte' as const, value: to - 1, of: 'characters' as const }]),
  ];
}
