'use client';

import { useMemo } from 'react';
import { HubFields } from './hub-fields';
import { Skeleton } from '@/components/ui/states';
import { formatCount } from '@/lib/client/format';
import { columnMapOf, mappedColumns, type MappedColumn } from '@/lib/recipe/form/column-map';
import { cellText } from '@/lib/recipe/form/example-cells';
import { idsOfSource, shotsOf } from '@/lib/recipe/sources/source-names';
import { dataSpec, placeOfSource, type SourceSpec } from '@/lib/recipe/sources/source-spec';
import type { Path } from '@/lib/recipe/yaml/document';
import { BadRecord } from '@/lib/sources/source-table';
import { useEditor, useEditorActions } from '../../editor/editor-context';
import { useSourceRequest } from '../../sources/source-request';
import '../../sources/sources.css';
import { FieldProblem } from '../parts/field-problem';
import { troubleWith } from '../parts/id-field';
import { NameInput } from '../parts/name-input';
import { UsedBy } from '../parts/used-by';
import { useProblemAt } from '../parts/use-form-field';
import { useTakenIds } from '../parts/use-taken-ids';
import { DrawChoice } from './draw-choice';
import { SourceCard } from './source-card';
import { useFirstRecords, useSourceState } from './use-source';

/** The form of a source that reads the records of a file or of a dataset of the hub. */
export default function DataForm({ path, index }: { path: Path; index: number }) {
  const draft = useEditor((state) => state.read.draft);
  const facts = useEditor((state) => state.read.sources);
  const source = draft.strategy_params?.input_data?.[index];
  const { replaceFile } = useSourceRequest();
  const written = source?.path;
  const spec = useMemo<SourceSpec | null>(
    () =>
      written === undefined
        ? null
        : dataSpec({ path: written, hf_split: source?.hf_split, hf_revision: source?.hf_revision }),
    [written, source?.hf_split, source?.hf_revision],
  );
  const problem = useProblemAt([...path, 'path']);
  const isHub = written !== undefined && placeOfSource(written).type === 'hub';
  const ids = useMemo(() => idsOfSource(draft, facts, path), [draft, facts, path]);
  return (
    <div className="form">
      {spec === null ? null : (
        <SourceCard spec={spec} words={['record', 'records']} onReplace={() => replaceFile(path, 'data')} />
      )}
      {problem === undefined ||
      problem.code === 'source-unreadable' ||
      problem.code === 'bad-records' ? null : (
        <FieldProblem id="source-problem" problem={problem} />
      )}
      {isHub ? <HubFields path={path} /> : null}
      {spec === null ? null : (
        <Columns path={path} spec={spec} map={source?.attribute_map} shots={source?.num_shots} />
      )}
      <DrawChoice path={path} shots={source?.num_shots} id={source?.id} hasId={false} />
      <UsedBy ids={ids} />
    </div>
  );
}

const shownRecords = 3;

/** Which columns rows take, and under which names. */
function Columns({
  path,
  spec,
  map,
  shots,
}: {
  path: Path;
  spec: SourceSpec;
  map: ReadonlyMap<string, string> | undefined;
  shots: number | undefined;
}) {
  const state = useSourceState(spec);
  const problem = useProblemAt([...path, 'attribute_map'], { below: true });
  const known = state?.state === 'read' ? state.columns : undefined;
  const columns = mappedColumns(known, map);
  const records = useFirstRecords(spec, null, shownRecords);
  const { edit } = useEditorActions();
  const mapPath = [...path, 'attribute_map'];
  const write = (next: readonly MappedColumn[]) => {
    const value = columnMapOf(next);
    if (value === null) edit({ type: 'remove', path: mapPath });
    else edit({ type: 'set', path: mapPath, value });
  };
  const change = (column: string, to: Partial<MappedColumn>) =>
    columns.map((one) => (one.column === column ? { ...one, ...to } : one));
  const rename = (column: string, name: string) => {
    const isWritten = map?.has(column) === true;
    const value = columnMapOf(change(column, { name }));
    if (value === null) return edit({ type: 'remove', path: mapPath });
    if (isWritten) return edit({ type: 'rename', path: [...mapPath, column], id: name });
    // All that uses the column follows to its new name.
    const asItIs = Object.fromEntries(columns.map((one) => [one.column, one.name]));
    edit([
      { type: 'set', path: mapPath, value: asItIs },
      { type: 'rename', path: [...mapPath, column], id: name },
    ]);
  };
  const taken = columns.filter(({ isTaken }) => isTaken).length;
  if (columns.length === 0) {
    return state?.state === 'reading' ? <Skeleton width="100%" height={120} /> : null;
  }
  const isList = shotsOf(shots) > 0;
  return (
    <div className="form-part">
      <div className="row">
        <h3>Columns</h3>
        <span className="small t3 num">
          {taken === columns.length
            ? `all ${formatCount(columns.length)} are taken`
            : `${formatCount(taken)} of ${formatCount(columns.length)} are taken`}
        </span>
      </div>
      <p className="hint">
        Prompts name a column by its name here
        {isList ? ', as a part of the list that a row draws' : ''}. A new name is followed by all that uses
        it.
      </p>
      {problem === undefined ? null : <FieldProblem id="columns-problem" problem={problem} />}
      <div className="column-table" role="region" aria-label="Columns of the file" tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">
                <span className="hidden-text">Taken</span>
              </th>
              <th scope="col">In the file</th>
              <th scope="col">Name</th>
              <th scope="col">First values</th>
            </tr>
          </thead>
          <tbody>
            {columns.map((one) => (
              <tr key={one.column}>
                <td>
                  <input
                    type="checkbox"
                    aria-label={`Take ${one.column}`}
                    checked={one.isTaken}
                    disabled={one.isTaken && taken === 1}
                    onChange={() => write(change(one.column, { isTaken: !one.isTaken }))}
                  />
                </td>
                <th scope="row" className="mono">
                  <span className="cut" dir="auto">
                    {one.column}
                  </span>
                  {one.isThere ? null : <span className="small bad"> not in the file</span>}
                </th>
                <td>
                  {one.isTaken ? (
                    <NameField column={one} onRename={(name) => rename(one.column, name)} />
                  ) : null}
                </td>
                <td className="small t2" dir="auto">
                  {firstValues(records, one.column)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

function firstValues(records: ReturnType<typeof useFirstRecords>, column: string): string {
  return records
    .map((record) => {
      if (record === undefined) return '…';
      return record instanceof BadRecord ? 'can’t be read' : short(cellText(record.get(column)));
    })
    .join(' · ');
}

function short(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > 40 ? `${line.slice(0, 40)}…` : line;
}

function NameField({ column, onRename }: { column: MappedColumn; onRename: (name: string) => void }) {
  const taken = useTakenIds();
  return (
    <NameInput
      aria-label={`Name of ${column.column}`}
      name={column.name}
      // A column may keep its own name, whatever it holds.
      troubleOf={(wanted) => (wanted === column.column ? undefined : troubleWith(wanted, column.name, taken))}
      onRename={onRename}
    />
  );
}
