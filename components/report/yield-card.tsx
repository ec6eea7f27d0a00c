'use client';

import Link from 'next/link';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import type { WireReport } from '@/lib/api/report-wire';
import type { WireRun } from '@/lib/api/run-wire';
import { formatCount, formatShare } from '@/lib/client/format';
import { useRecipeFacts } from '@/lib/client/recipe-version';
import { causePlace, rowsAddress } from '@/lib/client/report';
import { failureWords, ruleWords } from '@/lib/client/run-words';
import { filterOf } from './balance-card';
import { Bar, RowsLink, ShareTable } from './share-table';

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
  const { rules } = useRecipeFacts(run.recipe_id, run.recipe_version);
  const tried = rows.accepted + rows.rejected + rows.failed + rows.spare;
  const [chosen, setChosen] = useState(balance[0]?.attribute_id ?? '');
  const attribute = balance.find(({ attribute_id: id }) => id === chosen) ?? balance[0];
  const lost = rows.rejected + rows.failed;
  return (
    <section className="card" aria-labelledby="report-rules">
      <div className="card-head">
        <h2 id="report-rules">Rules and failures</h2>
        <span className="small t3 num">
          {formatShare(rows.accepted + rows.spare, tried)} of{' '}
          <RowsLink datasetId={datasetId} count={tried} place={{ status: 'all' }} /> rows passed
        </span>
      </div>
      {lost === 0 ? (
        <p className="report-part t2">Every row passed.</p>
      ) : (
        <div className="report-part">
          <ShareTable
            label="Rows by cause"
            names="Cause"
            columns={['Of all tried', 'For example', 'Rows'].map((title) => ({ title }))}
            rows={causes.map(({ status, code, count, first_row: row }) => {
              const place = causePlace({ status, code });
              return {
                key: `${status} ${code}`,
                name: status === 'failed' ? failureWords(code, run).title : ruleWords(code, rules),
                title: code,
                bar: (
                  <Bar
                    share={count / Math.max(1, causes[0]?.count ?? 1)}
                    tone={status === 'failed' ? 'failed' : 'beyond'}
                  />
                ),
                figures: [
                  formatShare(count, tried),
                  <Link key="example" href={rowsAddress(datasetId, { ...place, row })}>
                    row {formatCount(row)}
                  </Link>,
                  <RowsLink key="rows" datasetId={datasetId} count={count} place={place} />,
                ],
              };
            })}
          />
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
      <ShareTable
        label={`Rows that passed, by ${attribute.name}`}
        names="Value"
        columns={['Passed', 'Rejected', 'Failed'].map((title) => ({ title }))}
        rows={values.slice(0, showsAll ? undefined : fewValues).map((value) => ({
          key: value.id,
          name: value.name,
          title: value.name,
          bar: <Bar share={(value.tried - value.lost) / value.tried} tone="ok" />,
          figures: [
            formatShare(value.tried - value.lost, value.tried),
            ...(['rejected', 'failed'] as const).map((status) => (
              <RowsLink
                key={status}
                datasetId={datasetId}
                count={value[status]}
                place={{ status, filter: filterOf(attribute.attribute_id, value) }}
              />
            )),
          ],
        }))}
      />
      {values.length > fewValues ? (
        <Button look="ghost" size="small" onClick={() => setShowsAll(!showsAll)}>
          {showsAll ? 'Show fewer' : `Show all ${formatCount(values.length)}`}
        </Button>
      ) : null}
    </>
  );
}
