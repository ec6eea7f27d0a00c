import Link from 'next/link';
import type { WireCombinationBalance } from '@/lib/api/report-wire';
import { formatCount } from '@/lib/client/format';
import { rowsAddress } from '@/lib/client/report';
import { ShareBar } from './balance-card';
import { Deviation, shareOf } from './deviation';

/** What share of the rows each listed combination was to have, and has. */
export function CombinationsCard({
  datasetId,
  combinations,
}: {
  datasetId: number;
  combinations: readonly WireCombinationBalance[];
}) {
  const sorted = [...combinations].sort((a, b) => Math.abs(b.got - b.wanted) - Math.abs(a.got - a.wanted));
  const highest = Math.max(0.001, ...sorted.map(({ wanted, got }) => Math.max(wanted, got)));
  return (
    <section className="card" aria-labelledby="report-combinations">
      <div className="card-head">
        <h2 id="report-combinations">Combinations</h2>
      </div>
      <div className="report-part">
        <table className="shares" aria-label="Balance of combinations">
          <thead>
            <tr>
              <th scope="col">Values together</th>
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
            {sorted.map((combination) => {
              const name = combination.pairs.map((pair) => pair.name).join(' + ');
              return (
                <tr key={name} className={combination.within_chance ? undefined : 'beyond'}>
                  <th scope="row" className="cut" title={name} dir="auto">
                    {name}
                  </th>
                  <td className="share-bar-cell" aria-hidden>
                    <ShareBar {...combination} highest={highest} />
                  </td>
                  <td className="r num">{shareOf(combination.got)}</td>
                  <td className="r num t2">{shareOf(combination.wanted)}</td>
                  <td className="r num wide-cell">
                    <Deviation {...combination} />
                  </td>
                  <td className="r num">
                    {combination.count === 0 ? (
                      '0'
                    ) : (
                      <Link
                        href={rowsAddress(datasetId, {
                          filter: combination.pairs.map(({ attribute_id: column, value }) => ({
                            column,
                            op: 'eq',
                            value,
                          })),
                        })}
                      >
                        {formatCount(combination.count)}
                      </Link>
                    )}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </section>
  );
}
