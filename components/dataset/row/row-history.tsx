'use client';

import { Button } from '@/components/ui/button';
import type { WireRowWithLineage } from '@/lib/api/dataset-wire';
import { formatMoment } from '@/lib/client/format';
import { ValueView } from './value-view';

/** What became of a cell: as it came, then each change by hand, the newest first. */
export function RowHistory({
  row,
  column,
  onPutBack,
}: {
  row: WireRowWithLineage;
  column: string;
  onPutBack: (value: unknown) => void;
}) {
  const changes = (row.changes ?? []).filter(({ values }) => column in values).toReversed();
  const first = changes.at(-1);
  const generated =
    first?.values[column]?.before ??
    (row.generated === undefined ? row.values[column] : row.generated[column]);
  return (
    <ol className="row-history">
      {changes.map(({ at, values, regenerated }) => (
        <li key={at}>
          <span className="small t2">
            {regenerated === true ? 'Asked anew' : 'Changed by hand'}, {formatMoment(at)}
          </span>
          <ValueView value={values[column]?.after} />
        </li>
      ))}
      <li>
        <span className="row small t2">
          <span className="grow">As it came</span>
          {row.edited?.includes(column) === true ? (
            <Button size="small" onClick={() => onPutBack(generated ?? null)}>
              Put back
            </Button>
          ) : null}
        </span>
        <ValueView value={generated} />
      </li>
    </ol>
  );
}
