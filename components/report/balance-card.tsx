'use client';

import { TriangleAlert } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { KindMark } from '@/components/ui/chip';
import { Icon } from '@/components/ui/icon';
import type { WireReport, WireValueBalance } from '@/lib/api/report-wire';
import { formatCount, formatShare } from '@/lib/client/format';
import { rowsAddress } from '@/lib/client/report';
import { Deviation, shareOf } from './deviation';
import { ChanceHelp } from './chance-help';

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
  const beyond = values.filter(({ within_chance: within }) => !within).length;
  const highest = Math.max(0.001, ...values.map(({ wanted, got }) => Math.max(wanted, got)));
  const shown = showsAll ? values : values.slice(0, fewValues);
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
              ? `${formatCount(values.length)} values, all within chance`
              : `${formatCount(beyond)} of ${formatCount(values.length)} values beyond chance`}
        </span>
      </h3>
      <table className="shares" aria-label={`Balance of ${attribute.name}`}>
        <thead>
          <tr>
            <th scope="col">Value</th>
            <th scope="col" className="share-bar-cell">
              <span className="hidden-text">Bar</span>
            </th>
            <th scope="col" className="r">
              Got
            </th>
            <th scope="col" className="r">
              Wanted
            </th>
            <th scope="col" className="r wide-cell">
              Difference
            </th>
            <th scope="col" className="r">
              Rows
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map((value) => (
            <Value
              key={value.id}
              datasetId={datasetId}
              attributeId={attribute.attribute_id}
              value={value}
              highest={highest}
            />
          ))}
        </tbody>
      </table>
      {values.length > fewValues ? (
        <Button look="ghost" size="small" onClick={() => setShowsAll(!showsAll)}>
          {showsAll ? 'Show fewer' : `Show all ${formatCount(values.length)}`}
        </Button>
      ) : null}
    </div>
  );
}

function Value({
  datasetId,
  attributeId,
  value,
  highest,
}: {
  datasetId: number;
  attributeId: string;
  value: WireValueBalance;
  highest: number;
}) {
  return (
    <tr className={value.within_chance ? undefined : 'beyond'}>
      <th scope="row" className="cut" title={value.name} dir="auto">
        {value.name}
      </th>
      <td className="share-bar-cell" aria-hidden>
        <ShareBar wanted={value.wanted} got={value.got} bound={value.bound} highest={highest} />
      </td>
      <td className="r num">
        {value.within_chance ? null : (
          <span className="phone-only warn">
            <Icon of={TriangleAlert} size="s" />
          </span>
        )}
        {shareOf(value.got)}
      </td>
      <td className="r num t2">{shareOf(value.wanted)}</td>
      <td className="r num wide-cell">
        <Deviation {...value} />
      </td>
      <td className="r num">
        {value.count === 0 ? (
          '0'
        ) : (
          <Link
            href={rowsAddress(datasetId, {
              filter: [{ column: attributeId, op: 'eq', value: value.id }],
            })}
          >
            {formatCount(value.count)}
          </Link>
        )}
      </td>
    </tr>
  );
}

/** What came as a bar, what was wanted as a stroke, and how far chance reaches as a band around it. */
export function ShareBar({
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
