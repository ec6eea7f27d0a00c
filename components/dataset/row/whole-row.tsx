'use client';

import { Copy } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { copyText } from '@/components/ui/copy-text';
import { KindMark } from '@/components/ui/chip';
import type { WireColumn, WireRowWithLineage } from '@/lib/api/dataset-wire';
import type { SampledValues } from '@/lib/client/recipe-version';
import { ValueView } from './value-view';

/** Every value of a row in the order of the columns, whole. */
export function WholeRow({
  row,
  columns,
  sampled,
}: {
  row: WireRowWithLineage;
  columns: readonly WireColumn[];
  sampled: SampledValues;
}) {
  const copy = () => {
    const values = Object.fromEntries(columns.map(({ name }) => [name, row.values[name] ?? null]));
    void copyText(JSON.stringify(values, null, 2), 'Row copied as JSON');
  };
  return (
    <>
      <div className="row">
        <Button look="ghost" size="small" icon={Copy} className="right" onClick={copy}>
          Copy as JSON
        </Button>
      </div>
      {columns.map(({ name, kind, output }) => {
        const value = row.values[name];
        const drawn =
          kind === 'sampled' && typeof value === 'string' ? sampled.get(name)?.get(value)?.name : undefined;
        return (
          <section key={name} className="stack part">
            <div className="row part-head">
              <KindMark kind={kind} />
              <h3>{name}</h3>
              <span className="right small t3">
                {[
                  ...(drawn !== undefined && drawn !== value ? [drawn] : []),
                  ...(output ? [] : ['not in downloads']),
                ].join(' · ')}
              </span>
            </div>
            <ValueView value={value} />
          </section>
        );
      })}
    </>
  );
}
