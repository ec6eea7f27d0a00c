'use client';

import { TriangleAlert } from 'lucide-react';
import { useState, type ComponentProps } from 'react';
import { Button } from '@/components/ui/button';
import { KindMark } from '@/components/ui/chip';
import { Icon } from '@/components/ui/icon';
import type { WireReport, WireValueBalance } from '@/lib/api/report-wire';
import { formatCount, formatShare } from '@/lib/client/format';
import type { RowsPlace } from '@/lib/client/report';
import { Deviation, shareOf } from './deviation';
import { ChanceHelp } from './chance-help';
import { RowsLink, ShareTable, type ShareRow } from './share-table';

type AttributeBalance = WireReport['balance'][number];

/** So many values are shown until all are asked for. */
const fewValues = 8;

/** What share of the rows each value was to have, and has. */
export function BalanceCard({
  datasetId,
  balance,
}: {
  datasetId: number;
  balance: readonly AttributeBalance[];
}) {
  return (
    <section className="card" aria-labelledby="report-balance">
      <div className="card-head">
        <h2 id="report-balance">Balance</h2>
        <span className="small t3 wide-only">share of accepted rows, largest difference first</span>
        <span className="right">
          <ChanceHelp />
        </span>
      </div>
      {balance.map((attribute) => (
        <Attribute key={attribute.attribute_id} datasetId={datasetId} attribute={attribute} />
      ))}
    </section>
  );
}

function Attribute({ datasetId, attribute }: { datasetId: number; attribute: AttributeBalance }) {
  const [showsAll, setShowsAll] = useState(false);
  const { values, rows } = attribute;
  // Numbers are read along their order, so none of their stretches is hidden.
  const areNumbers = values.some(({ range }) => range !== null);
  const word = areNumbers ? 'stretches' : 'values';
  const beyond = values.filter(({ within_chance: within }) => !within).length;
  const highest = Math.max(0.001, ...values.map(({ wanted, got }) => Math.max(wanted, got)));
  const shown = showsAll || areNumbers ? values : values.slice(0, fewValues);
  return (
    <div className="report-part">
      <h3 className="report-name">
        <KindMark kind="sampled" />
        <span className="cut" dir="auto">
          {attribute.name}
        </span>
        <span className={`small num ${beyond > 0 ? 'warn' : 't3'}`}>
          {rows === 0
            ? 'no row yet'
            : beyond === 0
              ? `${formatCount(values.length)} ${word}, all within chance`
              : `${formatCount(beyond)} of ${formatCount(values.length)} ${word} beyond chance`}
        </span>
      </h3>
      <ShareTable
        label={`Balance of ${attribute.name}`}
        names={areNumbers ? 'Numbers' : 'Value'}
        columns={balanceColumns}
        rows={shown.map((value) => ({
          key: value.id,
          name: value.name,
          title: value.name,
          ...balanceFacts(value, highest, {
            datasetId,
            filter: filterOf(attribute.attribute_id, value),
          }),
        }))}
      />
      {values.length > fewValues && !areNumbers ? (
        <Button look="ghost" size="small" onClick={() => setShowsAll(!showsAll)}>
          {showsAll ? 'Show fewer' : `Show all ${formatCount(values.length)}`}
        </Button>
      ) : null}
    </div>
  );
}

/** The rows with a value, or with a number of a stretch. */
export function filterOf(
  column: string,
  { cell, range }: WireValueBalance,
): NonNullable<RowsPlace['filter']> {
  if (range === null) return [{ column, op: 'eq', value: cell }];
  return [
    ...(range.from === null ? [] : [{ column, op: 'gte' as const, value: range.from }]),
    ...(range.to === null ? [] : [{ column, op: 'lte' as const, value: range.to }]),
  ];
}

/** The figures of a table that compares what was wanted with what came. */
export const balanceColumns: ComponentProps<typeof ShareTable>['columns'] = [
  { title: 'Got' },
  { title: 'Wanted', look: 'quiet' },
  { title: 'Difference', look: 'wide' },
  { title: 'Rows' },
];

/** A line of such a table, but for its name. */
export function balanceFacts(
  entry: Pick<WireValueBalance, 'got' | 'wanted' | 'bound' | 'count' | 'within_chance'>,
  highest: number,
  { datasetId, filter }: { datasetId: number; filter: RowsPlace['filter'] & {} },
): Pick<ShareRow, 'isBeyond' | 'bar' | 'figures'> {
  return {
    isBeyond: !entry.within_chance,
    bar: <ShareBar {...entry} highest={highest} />,
    figures: [
      <>
        {entry.within_chance ? null : (
          <span className="phone-only warn">
            <Icon of={TriangleAlert} size="s" />
          </span>
        )}
        {shareOf(entry.got)}
      </>,
      shareOf(entry.wanted),
      <Deviation key="difference" {...entry} />,
      <RowsLink key="rows" datasetId={datasetId} count={entry.count} place={{ filter }} />,
    ],
  };
}

/** What came as a bar, what was wanted as a stroke, and how far chance reaches as a band around it. */
function ShareBar({
  wanted,
  got,
  bound,
  highest,
}: {
  wanted: number;
  got: number;
  bound: number;
  highest: number;
}) {
  const at = (share: number) => `${Math.min(100, Math.max(0, (100 * share) / highest))}%`;
  const isBeyond = Math.abs(got - wanted) > bound;
  return (
    <span className="share-bar" title={`${formatShare(got, 1)} of ${formatShare(wanted, 1)} wanted`}>
      <i
        className="share-chance"
        style={{ left: at(wanted - bound), right: `calc(100% - ${at(wanted + bound)})` }}
      />
      <i className={isBeyond ? 'share-got beyond' : 'share-got'} style={{ width: at(got) }} />
      <i className="share-wanted" style={{ left: at(wanted) }} />
    </span>
  );
}
