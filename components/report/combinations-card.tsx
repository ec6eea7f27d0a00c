import type { WireCombinationBalance } from '@/lib/api/report-wire';
import { balanceColumns, balanceFacts } from './balance-card';
import { ShareTable } from './share-table';

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
        <ShareTable
          label="Balance of combinations"
          names="Values together"
          columns={balanceColumns}
          rows={sorted.map((combination) => {
            const name = combination.pairs.map((pair) => pair.name).join(' + ');
            const filter = combination.pairs.map(({ attribute_id: column, value }) => ({
              ...{ column, op: 'eq' as const, value },
            }));
            return {
              key: name,
              name,
              title: name,
              ...balanceFacts(combination, highest, { datasetId, filter }),
            };
          })}
        />
      </div>
    </section>
  );
}
