'use client';

import { Lock, LockOpen } from 'lucide-react';
import { useId, useRef, useState, type CSSProperties, type SyntheticEvent } from 'react';
import { classNames } from '@/components/ui/class-names';
import { Icon } from '@/components/ui/icon';
import { typedWeight } from '@/lib/client/typed-number';
import type { Diagnostic } from '@/lib/recipe/diagnostic';
import type { RecipeEdit } from '@/lib/recipe/edit/apply-edit';
import { giveShare, setRate, type Rates } from '@/lib/recipe/form/shares';
import { idFromName } from '@/lib/recipe/form/unused-id';
import type { Path } from '@/lib/recipe/yaml/document';
import { useEditorActions } from '../../editor/editor-context';
import { FieldProblem } from '../parts/field-problem';
import type { TableValue } from './shown-values';

/** One value: its cells, its weight, and the share that comes of it. */
export function ValueRow({
  path,
  index,
  position,
  value,
  rates,
  share,
  isLocked,
  isMarked,
  locked,
  problem,
  onLock,
  onMark,
  onSlide,
  onRates,
}: {
  /** Of the list. */
  path: Path;
  index: number;
  /** The row of the sheet, which may be sorted or filtered. */
  position: number;
  value: TableValue;
  rates: Rates;
  share: number;
  isLocked: boolean;
  isMarked: boolean;
  locked: ReadonlySet<number>;
  problem: Diagnostic | undefined;
  onLock: () => void;
  onMark: () => void;
  onSlide: (rates: Rates | null) => void;
  onRates: (rates: Rates) => void;
}) {
  const { edit } = useEditorActions();
  const problemId = useId();
  const own: Path = [...path, index];
  const set = (key: string, to: string): RecipeEdit => ({ type: 'set', path: [...own, key], value: to });
  const name = value.name || value.id || `value ${position + 1}`;

  const commit = (column: 'id' | 'name' | 'description', to: string) => {
    if (column === 'id') return edit({ type: 'rename-value', path: own, id: to });
    edit([set(column, to), ...(column === 'name' ? followers(value, to, own, set) : [])]);
  };
  const cell = (column: 'id' | 'name' | 'description', label: string) => (
    <span role="cell" className="sheet-cell">
      <Cell
        label={`${label} of ${name}`}
        row={position}
        column={column}
        value={value[column]}
        isBad={problem?.path.at(-1) === column && problem.severity === 'error'}
        describedBy={problem === undefined ? undefined : problemId}
        onCommit={(to) => commit(column, to)}
      />
    </span>
  );
  const bar: CSSProperties & Record<'--share', string> = { '--share': `${share * 100}%` };
  const lockLabel = isLocked ? `Let the share of ${name} change` : `Keep the share of ${name}`;
  const slideTo = (percent: number) => giveShare(rates, index, percent / 100, locked);
  const isSliding = useRef(false);
  // Keys move it too, after a press: what is shown is written when pointer or key is let go, or the focus leaves.
  const finishSlide = ({ currentTarget }: SyntheticEvent<HTMLInputElement>) => {
    if (!isSliding.current) return;
    isSliding.current = false;
    onRates(slideTo(Number(currentTarget.value)));
  };
  return (
    <div role="row" aria-rowindex={position + 2} className={classNames('sheet-row', isMarked && 'marked')}>
      <span role="cell" className="sheet-check">
        <input type="checkbox" aria-label={`Mark ${name}`} checked={isMarked} onChange={onMark} />
      </span>
      {cell('id', 'Id')}
      {cell('name', 'Name')}
      {cell('description', 'Description')}
      <span role="cell" className="sheet-cell">
        <Cell
          label={`Weight of ${name}`}
          row={position}
          column="weight"
          value={value.rate === undefined ? '' : String(value.rate)}
          placeholder={rates.some((rate) => rate !== undefined) ? 'rest' : 'even'}
          isBad={problem?.path.at(-1) === 'sample_rate'}
          describedBy={problem === undefined ? undefined : problemId}
          onCommit={(to) => {
            const rate = rateIn(to);
            if (rate !== null) onRates(setRate(rates, index, rate, locked));
          }}
        />
      </span>
      <span role="cell" className="sheet-share">
        <input
          type="range"
          min={0}
          max={100}
          step={0.5}
          // The weight beside is the same for the keyboard.
          tabIndex={-1}
          aria-label={`Share of ${name}`}
          aria-valuetext={percentText(share)}
          disabled={isLocked}
          value={share * 100}
          style={bar}
          onChange={(event) => {
            isSliding.current = true;
            onSlide(slideTo(Number(event.target.value)));
          }}
          onPointerUp={finishSlide}
          onKeyUp={finishSlide}
          onBlur={finishSlide}
          onPointerCancel={() => {
            isSliding.current = false;
            onSlide(null);
          }}
        />
        <span className="small num">{percentText(share)}</span>
      </span>
      <span role="cell" className="sheet-lock">
        {/* No tooltip of its own: each of many rows has one of these. */}
        <button
          type="button"
          className={classNames('btn ghost small square', isLocked && 'on')}
          aria-label={lockLabel}
          aria-pressed={isLocked}
          title={lockLabel}
          onClick={onLock}
        >
          <Icon of={isLocked ? Lock : LockOpen} size="m" />
        </button>
      </span>
      {problem === undefined ? null : (
        <div className="sheet-problem">
          <FieldProblem id={problemId} problem={problem} />
        </div>
      )}
    </div>
  );
}

/** A new value's id and description follow its name until they have been given a meaning of their own. */
function followers(
  value: TableValue,
  name: string,
  own: Path,
  set: (key: string, to: string) => RecipeEdit,
): RecipeEdit[] {
  const id = idFromName(name);
  const isIdNew = /^value(?:_\d+)?$/.test(value.id) && id !== '';
  const isMeaningNew = value.description === 'What it means';
  return [
    ...(isIdNew ? [{ type: 'rename-value', path: own, id } as const] : []),
    ...(isMeaningNew ? [set('description', name)] : []),
  ];
}

/** A cell keeps what is typed until it is left: Enter, Tab, arrows or a press elsewhere keep it, Esc doesn't. */
function Cell({
  label,
  row,
  column,
  value,
  placeholder,
  isBad,
  describedBy,
  onCommit,
}: {
  label: string;
  row: number;
  column: string;
  value: string;
  placeholder?: string;
  isBad: boolean;
  describedBy: string | undefined;
  onCommit: (text: string) => void;
}) {
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <input
      className={classNames('cell-input', column === 'id' && 'mono', column === 'weight' && 'num')}
      aria-label={label}
      aria-invalid={isBad || undefined}
      aria-describedby={describedBy}
      data-row={row}
      data-column={column}
      data-own-undo={typed === null ? undefined : ''}
      dir="auto"
      autoComplete="off"
      spellCheck={column === 'description'}
      inputMode={column === 'weight' ? 'decimal' : undefined}
      placeholder={placeholder}
      title={value.length > 24 ? value : undefined}
      value={typed ?? value}
      onChange={(event) => setTyped(event.target.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && typed !== null) {
          event.stopPropagation();
          setTyped(null);
        }
      }}
      onBlur={() => {
        const text = typed;
        setTyped(null);
        if (text !== null && text !== value) onCommit(text);
      }}
    />
  );
}

/** "0.25", "25 %" or nothing; null for what is no weight. */
function rateIn(text: string): number | undefined | null {
  if (text.trim() === '') return undefined;
  const weight = typedWeight(text);
  return weight === null ? null : Math.min(1, weight);
}

const ofMany = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });
const ofThousands = new Intl.NumberFormat('en', { maximumFractionDigits: 3 });

function percentText(share: number): string {
  const percent = share * 100;
  if (percent >= 10) return `${percent.toFixed(0)} %`;
  // Of thousands of values each still has a share.
  return `${(percent < 0.1 ? ofThousands : ofMany).format(percent)} %`;
}
