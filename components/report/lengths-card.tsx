'use client';

import Link from 'next/link';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import type { WireReport, WireTextLengths } from '@/lib/api/report-wire';
import { formatCount } from '@/lib/client/format';
import { rowsAddress } from '@/lib/client/report';

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
        <Column key={column.column} datasetId={datasetId} lengths={column} attributeId={chosen} />
      ))}
    </section>
  );
}

function Column({
  datasetId,
  lengths,
  attributeId,
}: {
  datasetId: number;
  lengths: WireTextLengths;
  attributeId: string;
}) {
  const { column, bins, shortest, longest, median, mean } = lengths;
  const by = lengths.by.find((part) => part.attribute_id === attributeId);
  return (
    <div className="report-part">
      <h3 className="report-name">
        <span className="mono cut">{column}</span>
        <span className="small t2 num">
          median {formatCount(median)}, mean {formatCount(mean)}
        </span>
        <span className="right small num">
          shortest <RowLink datasetId={datasetId} end={shortest} /> · longest{' '}
          <RowLink datasetId={datasetId} end={longest} />
        </span>
      </h3>
      <Histogram
        counts={bins.map(({ count }) => count)}
        bins={bins}
        label={`Lengths of ${column}: half of them up to ${formatCount(median)} characters, from ${formatCount(shortest.length)} to ${formatCount(longest.length)}`}
        size="large"
      />
      {by === undefined ? null : <ByValue by={by} bins={bins} />}
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

function ByValue({ by, bins }: { by: WireTextLengths['by'][number]; bins: WireTextLengths['bins'] }) {
  const [showsAll, setShowsAll] = useState(false);
  const sorted = [...by.values].sort((a, b) => b.mean - a.mean);
  const shown =
    showsAll || sorted.length <= 2 * fewValues
      ? sorted
      : [...sorted.slice(0, fewValues), ...sorted.slice(-fewValues)];
  return (
    <>
      <ul className="length-values">
        {shown.map((value) => (
          <li key={value.id}>
            <span className="cut" title={value.name} dir="auto">
              {value.name}
            </span>
            <Histogram
              counts={value.counts}
              bins={bins}
              label={`${value.name}: mean ${formatCount(value.mean)} characters in ${formatCount(value.rows)} rows`}
              size="small"
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

function Histogram({
  counts,
  bins,
  label,
  size,
}: {
  counts: readonly number[];
  bins: WireTextLengths['bins'];
  label: string;
  size: 'large' | 'small';
}) {
  const highest = Math.max(1, ...counts);
  const last = bins.at(-1);
  return (
    <div className={`histogram ${size}`} role="img" aria-label={label}>
      <div className="bars" aria-hidden>
        {bins.map(({ from, to }, at) => (
          <i
            key={from}
            title={`${formatCount(from)} ${to === null ? 'and more' : `to ${formatCount(to - 1)}`}: ${formatCount(counts[at] ?? 0)}`}
            style={{ height: `${(100 * (counts[at] ?? 0)) / highest}%` }}
          />
        ))}
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
