'use client';

import Link from 'next/link';
import { Fragment, useState } from 'react';
import { Button } from '@/components/ui/button';
import type { WireReport } from '@/lib/api/report-wire';
import { formatCount, formatRows, formatShare } from '@/lib/client/format';
import { rowsAddress } from '@/lib/client/report';
import { mostCompared } from '@/lib/report/most-compared';
import { RowsLink } from './share-table';

type NearDuplicates = NonNullable<WireReport['near_duplicates']>;

const fewClusters = 5;

/** Rows that say nearly the same as another one, in clusters with two of their texts. */
export function DuplicatesCard({
  datasetId,
  accepted,
  duplicates,
}: {
  datasetId: number;
  /** How many rows could be compared. */
  accepted: number;
  duplicates: NearDuplicates;
}) {
  const [showsAll, setShowsAll] = useState(false);
  const { column, compared, rows, clusters, threshold } = duplicates;
  return (
    <section className="card" aria-labelledby="report-duplicates">
      <div className="card-head">
        <h2 id="report-duplicates">Near-duplicates</h2>
        <span className="small t3 num wide-only">
          {compared === accepted ? null : `${formatCount(compared)} of `}
          <RowsLink datasetId={datasetId} count={accepted} place={{}} /> {accepted === 1 ? 'text' : 'texts'}{' '}
          of <span className="mono">{column}</span> compared
        </span>
      </div>
      <div className="report-part">
        <p className={rows > 0 ? '' : 't2'}>
          {rows === 0 ? (
            'No two rows say nearly the same.'
          ) : (
            <>
              <Link
                href={rowsAddress(datasetId, { filter: [{ column: '@repeats', op: 'empty', value: false }] })}
              >
                {formatRows(rows)}
              </Link>{' '}
              ({formatShare(rows, compared)}) {rows === 1 ? 'says' : 'say'} nearly the same as an earlier one.
            </>
          )}
        </p>
        <p className="small t3">
          Nearly the same: at least {formatShare(threshold, 1)} of their pieces of five letters in common,
          case and punctuation aside.
          {compared === accepted
            ? null
            : ` Compared are the first ${formatCount(mostCompared)} texts with letters or digits.`}
        </p>
      </div>
      {clusters.length === 0 ? null : (
        <ul className="clusters" aria-label="Clusters of near-duplicates">
          {clusters.slice(0, showsAll ? undefined : fewClusters).map((cluster) => (
            <li className="report-part" key={cluster.rows.join()}>
              <div className="row wrap small">
                <Link className="strong num" href={clusterAddress(datasetId, cluster)}>
                  {formatRows(cluster.size)}
                </Link>
                <span className="t2 num">{formatShare(cluster.likeness, 1)} alike:</span>
                <span className="num">
                  {cluster.rows.map((row, at) => (
                    <Fragment key={row}>
                      {at === 0 ? '' : ', '}
                      <Link href={rowsAddress(datasetId, { row })} aria-label={`Row ${formatCount(row)}`}>
                        {formatCount(row)}
                      </Link>
                    </Fragment>
                  ))}
                  {cluster.size > cluster.rows.length ? (
                    <>
                      {' and '}
                      <Link href={clusterAddress(datasetId, cluster)}>
                        {formatCount(cluster.size - cluster.rows.length)} more
                      </Link>
                    </>
                  ) : null}
                </span>
              </div>
              {cluster.examples.map(({ row, text }) => (
                <p className="cluster-text" key={row} dir="auto">
                  {text}
                </p>
              ))}
            </li>
          ))}
        </ul>
      )}
      {clusters.length > fewClusters ? (
        <div className="report-part">
          <Button look="ghost" size="small" onClick={() => setShowsAll(!showsAll)}>
            {showsAll ? 'Show fewer' : `Show ${formatCount(clusters.length)} clusters`}
          </Button>
        </div>
      ) : null}
    </section>
  );
}

/** All rows of a cluster: it is known by its first. */
function clusterAddress(datasetId: number, { rows }: NearDuplicates['clusters'][number]): string {
  return rowsAddress(datasetId, { filter: [{ column: '@alike', op: 'eq', value: rows[0] ?? 0 }] });
}
