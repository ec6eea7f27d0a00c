'use client';

import { useId, useMemo, useState } from 'react';
import { KindMark } from '@/components/ui/chip';
import { classNames } from '@/components/ui/class-names';
import { Button } from '@/components/ui/button';
import { fieldHelp } from '@/lib/recipe/form/field-help';
import { outputColumns, type OutputColumn } from '@/lib/recipe/form/output-columns';
import { useEditor, useEditorActions } from '../editor/editor-context';
import { FieldProblem } from './parts/field-problem';
import { SortableItem, SortableList } from './parts/sortable-list';
import { useProblemAt } from './parts/use-form-field';

const path = ['strategy_params', 'passthrough_attributes'];

/** Which columns are given out, and in which order. Nothing is written while all are. */
export default function OutputForm() {
  const draft = useEditor((state) => state.read.draft);
  const sources = useEditor((state) => state.read.sources);
  const problem = useProblemAt(path, { below: true });
  const { edit } = useEditorActions();
  // A column that is taken out stays where it is while the form is open.
  const [order, setOrder] = useState<readonly string[]>([]);
  const columns = useMemo(() => inOrder(outputColumns(draft, sources), order), [draft, sources, order]);
  const given = columns.filter(({ isGiven }) => isGiven);
  const isAll = (draft.strategy_params?.passthrough_attributes ?? []).length === 0;
  const [refused, setRefused] = useState(false);
  const write = (next: readonly OutputColumn[]) => {
    const names = next.flatMap(({ name, isGiven }) => (isGiven ? [name] : []));
    setRefused(names.length === 0);
    if (names.length === 0) return;
    setOrder(next.map(({ name }) => name));
    const usual = outputColumns(
      { ...draft, strategy_params: { ...draft.strategy_params, passthrough_attributes: [] } },
      sources,
    ).map(({ name }) => name);
    const isUsual = names.length === usual.length && names.every((name, at) => name === usual[at]);
    if (isUsual) {
      if (!isAll) edit({ type: 'remove', path });
    } else edit({ type: 'set', path, value: names });
  };
  const toggle = (name: string) =>
    write(columns.map((column) => (column.name === name ? { ...column, isGiven: !column.isGiven } : column)));
  const move = (from: number, to: number) => {
    const next = [...columns];
    next.splice(to, 0, ...next.splice(from, 1));
    write(next);
  };
  return (
    <div className="form">
      <p className="t2">{fieldHelp(path)} A download takes them in this order.</p>
      <div className="form-part">
        <div className="row">
          <h3>Columns</h3>
          <span className="small t3 num">
            {isAll ? `all ${columns.length}` : `${given.length} of ${columns.length}`}
          </span>
          {isAll ? null : (
            <span className="right">
              <Button size="small" look="ghost" onClick={() => edit({ type: 'remove', path })}>
                All columns
              </Button>
            </span>
          )}
        </div>
        <SortableList count={columns.length} onMove={move}>
          {columns.map((column, index) => (
            <SortableItem key={column.name} index={index} label={column.name}>
              {({ ref, style, isDragging }, grip) => (
                <div ref={ref} style={style} className={classNames('column-row', isDragging && 'dragging')}>
                  {grip}
                  <ColumnCheck column={column} onToggle={() => toggle(column.name)} />
                </div>
              )}
            </SortableItem>
          ))}
        </SortableList>
        {refused ? (
          <p className="field-error" role="alert">
            One column has to be given out.
          </p>
        ) : null}
        {problem === undefined ? null : <FieldProblem id="output-problem" problem={problem} />}
      </div>
    </div>
  );
}

/** Columns that have just come, or were moved in the text, are put where the recipe has them. */
function inOrder(columns: readonly OutputColumn[], order: readonly string[]): readonly OutputColumn[] {
  const given = columns.flatMap(({ name, isGiven }) => (isGiven ? [name] : []));
  const kept = order.filter((name) => given.includes(name));
  const isSame = order.length === columns.length && kept.every((name, at) => name === given[at]);
  if (!isSame || kept.length !== given.length) return columns;
  return columns.toSorted((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
}

function ColumnCheck({ column, onToggle }: { column: OutputColumn; onToggle: () => void }) {
  const id = useId();
  return (
    <label className="row grow" htmlFor={id}>
      <input type="checkbox" id={id} checked={column.isGiven} onChange={onToggle} />
      <KindMark kind={column.kind ?? 'broken'} />
      <span className="mono cut" dir="auto">
        {column.name}
      </span>
      <span className="small t3 right cut">{column.note}</span>
    </label>
  );
}
