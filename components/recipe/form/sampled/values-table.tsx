'use client';

import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown, ArrowUp, ClipboardPaste, Plus, Search, Trash2 } from 'lucide-react';
import { useMemo, useRef, useState, type ClipboardEvent } from 'react';
import { Button } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';
import { afterPaint } from '@/lib/client/after-paint';
import { formatCount } from '@/lib/client/format';
import { fieldHelp } from '@/lib/recipe/form/field-help';
import { makeRoom, rateSum, scaledToOne, sharesOf, type Rates } from '@/lib/recipe/form/shares';
import { unusedId } from '@/lib/recipe/form/unused-id';
import type { Path } from '@/lib/recipe/yaml/document';
import { useEditor, useEditorActions, useEditorStore } from '../../editor/editor-context';
import { FieldProblem } from '../parts/field-problem';
import { useProblemAt } from '../parts/use-form-field';
import { PasteDialog } from './paste-dialog';
import { rateEdits } from './rate-edits';
import { focusCell, moveInSheet } from './sheet-keys';
import { orderOf, shownIndices, type Order, type TableValue } from './shown-values';
import { useRowActions } from './use-row-actions';
import { ValueRow } from './value-row';

/** More rows than these are drawn only where they are seen. */
const fewRows = 40;
const rowPx = 33;
/** To write the weights of more values than these takes longer than a frame: the sheet shows them first. */
const writtenAtOnce = 200;

/** The values of a sampled attribute as a sheet, with their weights and the shares that come of them. */
export function ValuesTable({ path, values }: { path: Path; values: readonly TableValue[] }) {
  const store = useEditorStore();
  const { edit } = useEditorActions();
  const problem = useProblemAt(path);
  const problems = useEditor((state) => state.problems);
  const [search, setSearch] = useState('');
  const [order, setOrder] = useState<Order>({ by: null, isDescending: false });
  const [locked, setLocked] = useState<ReadonlySet<number>>(new Set());
  const [marked, setMarked] = useState<ReadonlySet<number>>(new Set());
  // Shown before they are in the text (null) or read from it: while a slider moves, and for as long as that takes.
  const [ahead, setAhead] = useState<{ of: Rates; rates: Rates; text: string | null } | null>(null);
  const isOvertaken = useEditor(({ text }) => (ahead?.text ?? text) !== text);
  const [pasted, setPasted] = useState<string | null>(null);
  const sheet = useRef<HTMLDivElement>(null);
  const rows = useRef<HTMLDivElement>(null);

  const rates = useMemo(() => values.map(({ rate }) => rate), [values]);
  const shownRates = ahead?.of === rates && !isOvertaken ? ahead.rates : rates;
  const shares = useMemo(() => sharesOf(shownRates), [shownRates]);
  const shown = useMemo(
    () => orderOf(shownIndices(values, search), values, sharesOf(rates), order),
    [values, search, rates, order],
  );
  const isLong = shown.length > fewRows;
  // oxlint-disable-next-line react/incompatible-library -- drawn anew on each scroll, on purpose
  const virtual = useVirtualizer({
    count: shown.length,
    getScrollElement: () => rows.current,
    estimateSize: () => rowPx,
    overscan: 12,
    enabled: isLong,
  });

  const showRates = (next: Rates | null, text: string | null = null) =>
    setAhead(next && { of: rates, rates: next, text });
  const writeRates = (next: Rates) => {
    const edits = rateEdits(path, rates, next);
    if (edits.length === 0) return showRates(null);
    const write = () => {
      edit(edits, { mergeKey: `${path.join('.')} rates` });
      showRates(next, store.getState().text);
    };
    if (values.length <= writtenAtOnce) return write();
    showRates(next);
    afterPaint(write);
  };
  const actions = useRowActions({
    path,
    values,
    rates,
    locked,
    edit,
    showRates,
    writeRates,
    toggleLock: (index) => setLocked(toggled(locked, index)),
    toggleMark: (index) => setMarked(toggled(marked, index)),
  });
  const add = () => {
    const id = unusedId('value', new Set(values.map((value) => value.id)));
    const value = { id, name: 'New value', description: 'What it means' };
    // Where the weights leave nothing, they make room: a value that is never drawn is no use.
    edit([...rateEdits(path, rates, makeRoom(rates, [undefined]).before), { type: 'insert', path, value }]);
    setSearch('');
    setOrder({ by: null, isDescending: false });
    focusCell(sheet.current, values.length, 'name', () => virtual.scrollToIndex(values.length));
  };
  const removeMarked = () => {
    setMarked(new Set());
    setLocked(new Set());
    edit({ type: 'remove-all', path, indices: [...marked] });
  };
  const paste = (event: ClipboardEvent) => {
    const text = event.clipboardData.getData('text/plain');
    // One cell's worth is for the cell.
    if (!/[\t\n]/.test(text.trim())) return;
    event.preventDefault();
    setPasted(text);
  };

  const hasRates = rates.some((rate) => rate !== undefined);
  const row = (index: number, position: number) => {
    const written = values[index];
    if (written === undefined) return null;
    return (
      <ValueRow
        key={index}
        index={index}
        position={position}
        value={{ ...written, rate: shownRates[index] }}
        hasRates={hasRates}
        share={shares[index] ?? 0}
        isLocked={locked.has(index)}
        isMarked={marked.has(index)}
        problem={problems.find((one) => one.path.length > path.length && isAt(one.path, [...path, index]))}
        actions={actions}
      />
    );
  };

  const sum = rateSum(rates);
  const allMarked = shown.length > 0 && shown.every((index) => marked.has(index));
  return (
    <div className="form-part">
      <div className="row wrap values-bar">
        <h3>Values</h3>
        <span className="small t3 num">
          {search === ''
            ? formatCount(values.length)
            : `${formatCount(shown.length)} of ${formatCount(values.length)}`}
        </span>
        <span className="right row tight wrap">
          {marked.size > 0 ? (
            <Button
              size="small"
              icon={Trash2}
              look="danger"
              off={marked.size >= values.length ? 'One value has to stay' : undefined}
              onClick={removeMarked}
            >
              Remove {formatCount(marked.size)}
            </Button>
          ) : null}
          {values.length > 8 ? (
            <label className="input values-search">
              <Icon of={Search} size="m" />
              <input
                type="search"
                aria-label="Search the values"
                placeholder="Search"
                value={search}
                onChange={(event) => setSearch(event.target.value)}
              />
            </label>
          ) : null}
          <Button size="small" icon={ClipboardPaste} onClick={() => setPasted('')}>
            Paste a list
          </Button>
        </span>
      </div>
      <p className="hint">{fieldHelp(path)} Several can be pasted from a sheet, a CSV file or a list.</p>
      {problem === undefined ? null : <FieldProblem id="values-problem" problem={problem} />}
      <div
        ref={sheet}
        className="sheet"
        role="table"
        aria-label="Values"
        aria-rowcount={shown.length + 1}
        onKeyDown={(event) =>
          moveInSheet(event, { add, scrollTo: (position) => isLong && virtual.scrollToIndex(position) })
        }
        onPaste={paste}
      >
        <div role="row" aria-rowindex={1} className="sheet-head">
          <span role="columnheader">
            <label className="check-area">
              <input
                type="checkbox"
                aria-label="Mark all"
                checked={allMarked}
                onChange={() => setMarked(allMarked ? new Set() : new Set(shown))}
              />
            </label>
          </span>
          <Sorter name="id" label="Id" order={order} onChange={setOrder} />
          <Sorter name="name" label="Name" order={order} onChange={setOrder} />
          <Sorter name="description" label="Description" order={order} onChange={setOrder} />
          <span role="columnheader" title={fieldHelp([...path, 0, 'sample_rate'])}>
            Weight
          </span>
          <Sorter name="share" label="Share" order={order} onChange={setOrder} />
          <span role="columnheader">
            <span className="hidden-text">Lock</span>
          </span>
        </div>
        <div ref={rows} role="rowgroup" className={isLong ? 'sheet-rows long' : 'sheet-rows'}>
          {isLong ? (
            <div style={{ height: virtual.getTotalSize(), position: 'relative' }}>
              {virtual.getVirtualItems().map(({ key, index: position, start }) => (
                <div
                  key={key}
                  data-index={position}
                  ref={virtual.measureElement}
                  className="sheet-slot"
                  style={{ transform: `translateY(${start}px)` }}
                >
                  {row(shown[position] ?? 0, position)}
                </div>
              ))}
            </div>
          ) : (
            shown.map(row)
          )}
        </div>
        {shown.length === 0 ? (
          <p className="t3 sheet-empty">
            {values.length === 0 ? 'No values yet.' : `No value holds “${search}”.`}
          </p>
        ) : null}
      </div>
      <div className="row wrap">
        <Button size="small" icon={Plus} onClick={add}>
          Value
        </Button>
        <span className="right row tight wrap">
          <span className="small t3 num">
            {hasRates ? `Weights add up to ${sum.toLocaleString('en')}` : 'All are drawn as often'}
          </span>
          <Button
            size="small"
            look="ghost"
            off={hasRates ? undefined : 'They are even'}
            onClick={() => writeRates(rates.map(() => undefined))}
          >
            Make even
          </Button>
          <Button
            size="small"
            look="ghost"
            off={hasRates && sum !== 1 ? undefined : 'They add up to 1 or are even'}
            onClick={() => writeRates(scaledToOne(rates))}
          >
            Scale to 1
          </Button>
        </span>
      </div>
      {pasted === null ? null : (
        <PasteDialog path={path} values={values} initialText={pasted} onClose={() => setPasted(null)} />
      )}
    </div>
  );
}

function Sorter({
  name,
  label,
  order,
  onChange,
}: {
  name: NonNullable<Order['by']>;
  label: string;
  order: Order;
  onChange: (order: Order) => void;
}) {
  const isOn = order.by === name;
  const next: Order = !isOn
    ? { by: name, isDescending: name === 'share' }
    : order.isDescending === (name === 'share')
      ? { by: name, isDescending: !order.isDescending }
      : { by: null, isDescending: false };
  return (
    <span role="columnheader" aria-sort={isOn ? (order.isDescending ? 'descending' : 'ascending') : 'none'}>
      <button type="button" className="sorter" onClick={() => onChange(next)}>
        {label}
        {isOn ? <Icon of={order.isDescending ? ArrowDown : ArrowUp} size="s" /> : null}
      </button>
    </span>
  );
}

function toggled(set: ReadonlySet<number>, index: number): Set<number> {
  const next = new Set(set);
  if (!next.delete(index)) next.add(index);
  return next;
}

function isAt(path: Path, parent: Path): boolean {
  return parent.every((step, at) => path[at] === step);
}
