'use client';

import type { WireReport } from '@/lib/api/report-wire';
import type { RowsPlace } from '@/lib/client/report';
import { Bar, RowsLink, ShareTable } from './share-table';

type Marks = WireReport['marks'];

/** What people made of the rows: ratings, edits, verdicts by hand. Nothing while nobody has marked any. */
export function MarksCard({ datasetId, marks }: { datasetId: number; marks: Marks }) {
  const lines = marksLines(marks).filter(({ count }) => count > 0);
  if (lines.length === 0) return null;
  const most = Math.max(...lines.map(({ count }) => count));
  return (
    <section className="card" aria-labelledby="report-marks">
      <div className="card-head">
        <h2 id="report-marks">Marked by hand</h2>
      </div>
      <div className="report-part">
        <ShareTable
          label="Rows marked by hand"
          names="Mark"
          columns={[{ title: 'Rows' }]}
          rows={lines.map(({ words, count, tone, place }) => ({
            key: words,
            name: words,
            bar: <Bar share={count / most} tone={tone} />,
            figures: [<RowsLink key="rows" datasetId={datasetId} count={count} place={place} />],
          }))}
        />
      </div>
    </section>
  );
}

type Line = { words: string; count: number; tone: 'ok' | 'failed' | 'beyond'; place: RowsPlace };

function marksLines(marks: Marks): Line[] {
  const fact = (column: string, value: string | number): RowsPlace => ({
    status: 'all',
    filter: [{ column, op: 'eq', value }],
  });
  return [
    { words: 'Rated good', count: marks.good, tone: 'ok', place: fact('@rating', 1) },
    { words: 'Rated bad', count: marks.bad, tone: 'failed', place: fact('@rating', -1) },
    { words: 'Edited', count: marks.edited, tone: 'beyond', place: fact('@edited', 1) },
    {
      words: 'Accepted by hand',
      count: marks.accepted_by_hand,
      tone: 'ok',
      place: fact('@by_hand', 'accepted'),
    },
    {
      words: 'Rejected by hand',
      count: marks.rejected_by_hand,
      tone: 'failed',
      place: fact('@by_hand', 'rejected'),
    },
  ];
}
