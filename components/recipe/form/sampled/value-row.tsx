'use client';

import { Lock, LockOpen } from 'lucide-react';
import { memo, useId, useRef, useState, type CSSProperties, type SyntheticEvent } from 'react';
import { shallow as isShallowEqual } from 'zustand/shallow';
import { classNames } from '@/components/ui/class-names';
import { Icon } from '@/components/ui/icon';
import { typedWeight } from '@/lib/client/typed-number';
import type { Diagnostic } from '@/lib/recipe/diagnostic';
import { FieldProblem } from '../parts/field-problem';
import type { TableValue } from './shown-values';
import type { RowActions, TextColumn } from './use-row-actions';

/** One value: its cells, its weight, and the share that comes of it. Drawn anew only when something of it changes. */
export const ValueRow = memo(function ValueRow({
  index,
  position,
  value: { id, name, description, rate },
  hasRates,
  share,
  isLocked,
  isMarked,
  problem,
  actions,
}: Props) {
  const problemId = useId();
  const refusalId = useId();
  const [isWeightRefused, setIsWeightRefused] = useState(false);
  const texts = { id, name, description };
  const called = name || id || `value ${position + 1}`;
  const cell = (column: TextColumn, label: string) => (
    <span role="cell" className="sheet-cell">
      <Cell
        label={`${label} of ${called}`}
        row={position}
        column={column}
        value={texts[column]}
        isBad={problem?.path.at(-1) === column && problem.severity === 'error'}
        describedBy={problem === undefined ? undefined : problemId}
        onCommit={(to) => {
          actions.commit(index, column, to);
          return true;
        }}
      />
    </span>
  );
  const bar: CSSProperties & Record<'--share', string> = { '--share': `${share * 100}%` };
  const lockLabel = isLocked ? `Let the share of ${called} change` : `Keep the share of ${called}`;
  const isSliding = useRef(false);
  // Keys move it too, after a press: what is shown is written when pointer or key is let go, or the focus leaves.
  const finishSlide = ({ currentTarget }: SyntheticEvent<HTMLInputElement>) => {
    if (!isSliding.current) return;
    isSliding.current = false;
    actions.finishSlide(index, Number(currentTarget.value));
  };
  return (
    <div role="row" aria-rowindex={position + 2} className={classNames('sheet-row', isMarked && 'marked')}>
      <span role="cell" className="sheet-check">
        <label className="check-area">
          <input
            type="checkbox"
            aria-label={`Mark ${called}`}
            checked={isMarked}
            onChange={() => actions.toggleMark(index)}
          />
        </label>
      </span>
      {cell('id', 'Id')}
      {cell('name', 'Name')}
      {cell('description', 'Description')}
      <span role="cell" className="sheet-cell">
        <Cell
          label={`Weight of ${called}`}
          row={position}
          column="weight"
          value={rate === undefined ? '' : String(rate)}
          placeholder={hasRates ? 'rest' : 'even'}
          isBad={isWeightRefused || problem?.path.at(-1) === 'sample_rate'}
          describedBy={isWeightRefused ? refusalId : problem === undefined ? undefined : problemId}
          onTyping={() => setIsWeightRefused(false)}
          onCommit={(to) => {
            const typed = rateIn(to);
            setIsWeightRefused(typed === null);
            if (typed !== null) actions.commitRate(index, typed);
            return typed !== null;
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
          aria-label={`Share of ${called}`}
          aria-valuetext={percentText(share)}
          disabled={isLocked}
          value={share * 100}
          style={bar}
          onChange={(event) => {
            isSliding.current = true;
            actions.slide(index, Number(event.target.value));
          }}
          onPointerUp={finishSlide}
          onKeyUp={finishSlide}
          onBlur={finishSlide}
          onPointerCancel={() => {
            isSliding.current = false;
            actions.stopSlide();
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
          onClick={() => actions.toggleLock(index)}
        >
          <Icon of={isLocked ? Lock : LockOpen} size="m" />
        </button>
      </span>
      {isWeightRefused ? (
        <div className="sheet-problem">
          <p className="field-error" id={refusalId} role="alert">
            A weight is from 0 to 1, such as 0.25 or 25 %.
          </p>
        </div>
      ) : null}
      {problem === undefined ? null : (
        <div className="sheet-problem">
          <FieldProblem id={problemId} problem={problem} />
        </div>
      )}
    </div>
  );
}, isSameRow);

type Props = {
  index: number;
  /** The row of the sheet, which may be sorted or filtered. */
  position: number;
  value: TableValue;
  /** Whether some value of the list has a rate. */
  hasRates: boolean;
  share: number;
  isLocked: boolean;
  isMarked: boolean;
  problem: Diagnostic | undefined;
  actions: RowActions;
};

/** The values are read anew with the text, and mostly say the same. */
function isSameRow({ value, ...rest }: Props, { value: other, ...others }: Props): boolean {
  return isShallowEqual(value, other) && isShallowEqual(rest, others);
}

/**
 * A cell keeps what is typed until it is left: Enter, Tab, arrows or a press elsewhere keep it, Esc doesn't. What isn't
 * taken stays as it was typed.
 */
function Cell({
  label,
  row,
  column,
  value,
  placeholder,
  isBad,
  describedBy,
  onTyping,
  onCommit,
}: {
  label: string;
  row: number;
  column: string;
  value: string;
  placeholder?: string;
  isBad: boolean;
  describedBy: string | undefined;
  onTyping?: () => void;
  /** Tells whether the text was taken. */
  onCommit: (text: string) => boolean;
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
      onChange={(event) => {
        setTyped(event.target.value);
        onTyping?.();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && typed !== null) {
          event.stopPropagation();
          setTyped(null);
          onTyping?.();
        }
      }}
      onBlur={() => {
        const isTaken = typed === null || typed === value || onCommit(typed);
        if (isTaken) setTyped(null);
      }}
    />
  );
}

/** "0.25", "25 %" or nothing; null for what is no weight, also for 20, which may be meant as 20 %. */
function rateIn(text: string): number | undefined | null {
  if (text.trim() === '') return undefined;
  const weight = typedWeight(text);
  return weight === null || weight > 1 ? null : weight;
}

const ofMany = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });
const ofThousands = new Intl.NumberFormat('en', { maximumFractionDigits: 3 });

function percentText(share: number): string {
  const percent = share * 100;
  if (percent >= 10) return `${percent.toFixed(0)} %`;
  // Of thousands of values each still has a share.
  return `${(percent < 0.1 ? ofThousands : ofMany).format(percent)} %`;
}
