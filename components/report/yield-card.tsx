'use client';

import Link from 'next/link';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import type { WireReport } from '@/lib/api/report-wire';
import type { WireRun } from '@/lib/api/run-wire';
import { formatCount, formatShare } from '@/lib/client/format';
import { rowsAddress } from '@/lib/client/report';
import { failureWords } from '@/lib/client/run-words';

const fewValues = 8;

/** What rules and failures took away, as a whole and by the values of an attribute. */
export function YieldCard({
  datasetId,
  run,
  report,
}: {
  datasetId: number;
  run: WireRun;
  report: WireReport;
}) {
  const { rows, causes, balance } = report;
  const tried = rows.accepted + rows.rejected + rows.failed + rows.spare;
  const [chosen, setChosen] = useState(balance[0]?.attribute_id ?? '');
  const attribute = balance.find(({ attribute_id: id }) => id === chosen) ?? balance[0];
  const lost = rows.rejected + rows.failed;
  return (
    <section className="card" aria-labelledby="report-rules">
      <div className="card-head">
        <h2 id="report-rules">Rules and failures</h2>
        <span className="small t3 num">
          {formatShare(rows.accepted + rows.spare, tried)} of {formatCount(tried)} rows passed
        </span>
      </div>
      {lost === 0 ? (
        <p className="report-part t2">Every row passed.</p>
      ) : (
        <div className="report-part">
          <table className="shares" aria-label="Rows by cause">
            <thead>
              <tr>
                <th scope="col">Cause</th>
                <th scope="col" className="share-bar-cell">
                  <span className="hidden-text">Bar</span>
                </th>
                <th scope="col" className="r">
                  Of all tried
                </th>
                <th scope="col" className="r">
                  Rows
                </th>
              </tr>
            </thead>
            <tbody>
              {causes.map(({ status, code, count }) => (
                <tr key={`${status} ${code}`}>
                  <th scope="row" className="cut">
                    {status === 'failed' ? failureWords(code, run).title : ruleWords(code)}
                  </th>
                  <td className="share-bar-cell" aria-hidden>
                    <span className="share-bar">
                      <i
                        className={status === 'failed' ? 'share-got failed' : 'share-got beyond'}
                        style={{ width: `${(100 * count) / Math.max(1, causes[0]?.count ?? 1)}%` }}
                      />
                    </span>
                  </td>
                  <td className="r num">{formatShare(count, tried)}</td>
                  <td className="r num">
                    <Link href={rowsAddress(datasetId, { status })}>{formatCount(count)}</Link>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {lost === 0 || attribute === undefined ? null : (
        <div className="report-part">
          <h3 className="report-name">
            Passed by value
            <label className="right row tight small">
              <span className="t2">of</span>
              <select
                className="select"
                value={attribute.attribute_id}
                onChange={(event) => setChosen(event.target.value)}
              >
                {balance.map(({ attribute_id: id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
              </select>
            </label>
          </h3>
          <YieldTable key={attribute.attribute_id} datasetId={datasetId} attribute={attribute} />
        </div>
      )}
    </section>
  );
}

function ruleWords(code: string): string {
  return code === 'by-hand' ? 'Rejected by hand' : code;
}

/** The values that lose most come first: that is where a prompt or a rule wants another look. */
function YieldTable({
  datasetId,
  attribute,
}: {
  datasetId: number;
  attribute: WireReport['balance'][number];
}) {
  const [showsAll, setShowsAll] = useState(false);
  const values = attribute.values
    .filter(({ tried }) => tried > 0)
    .map((value) => ({ ...value, lost: value.rejected + value.failed }))
    .sort((a, b) => b.lost / b.tried - a.lost / a.tried || b.tried - a.tried);
  return (
    <>
      <table className="shares" aria-label={`Rows that passed, by ${attribute.name}`}>
        <thead>
          <tr>
            <th scope="col">Value</th>
            <th scope="col" className="share-bar-cell">
              <span className="hidden-text">Bar</span>
            </th>
            <th scope="col" className="r">
              Passed
            </th>
            <th scope="col" className="r">
              Rejected
            </th>
            <th scope="col" className="r">
              Failed
            </th>
          </tr>
        </thead>
        <tbody>
          {values.slice(0, showsAll ? undefined : fewValues).map((value) => (
            <tr key={value.id}>
              <th scope="row" className="cut" title={value.name} dir="auto">
                {value.name}
              </th>
              <td className="share-bar-cell" aria-hidden>
                <span className="share-bar">
                  <i
                    className="share-got ok"
                    style={{ width: `${(100 * (value.tried - value.lost)) / value.tried}%` }}
                  />
                </span>
              </td>
              <td className="r num">{formatShare(value.tried - value.lost, value.tried)}</td>
              {(['rejected', 'failed'] as const).map((status) => (
                <td className="r num" key={status}>
                  {value[status] === 0 ? (
                    '0'
                  ) : (
                    <Link
                      href={rowsAddress(datasetId, {
                        status,
                        filter: [{ column: attribute.attribute_id, op: 'eq', value: value.id }],
                      })}
                    >
                      {formatCount(value[status])}
                    </Link>
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {values.length > fewValues ? (
        <Button look="ghost" size="small" onClick={() => setShowsAll(!showsAll)}>
          {showsAll ? 'Show fewer' : `Show all ${formatCount(values.length)}`}
        </Button>
      ) : null}
    </>
  );
}
