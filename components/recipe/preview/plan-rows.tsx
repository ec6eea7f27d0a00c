'use client';

import { X } from 'lucide-react';
import { useEffect, useState, type CSSProperties, type KeyboardEvent } from 'react';
import { Chip } from '@/components/ui/chip';
import { Icon } from '@/components/ui/icon';
import { Skeleton } from '@/components/ui/states';
import { classNames } from '@/components/ui/class-names';
import { useWidth } from '@/components/ui/use-width';
import type { CompiledRecipe } from '@/lib/plan/compile';
import type { PreviewRow, PreviewValue } from '@/lib/plan/preview';
import { formatCount } from '@/lib/client/format';
import { isBeingAnswered, type TrialState } from '@/lib/client/editor/trial';

/** More values than these don't fit into a line, however wide it is. */
const mostSampled = 4;
const mostGenerated = 3;
/** What a value needs to be read, and what a line needs beside its values. */
const chipPx = 84;
const besidePx = 76;

/** The planned rows: one line each, its values as chips. Arrows or a press choose a row. */
export function PlanRows({
  rows,
  compiled,
  selected,
  broken,
  trial,
  onSelect,
}: {
  rows: readonly PreviewRow[];
  compiled: CompiledRecipe;
  selected: number;
  /** Ids of attributes that can't be written now. */
  broken: ReadonlySet<string>;
  trial: TrialState;
  onSelect: (row: number) => void;
}) {
  const [list, setList] = useState<HTMLDivElement | null>(null);
  const widthPx = useWidth(list);
  const first = rows[0];
  const shape =
    first === undefined ? { sampled: [], generated: [], hidden: 0 } : shapeOf(first, compiled, widthPx);
  const columns: CSSProperties = {
    gridTemplateColumns: [
      'minmax(30px, max-content)',
      ...shape.sampled.map(() => 'minmax(44px, max-content)'),
      ...shape.generated.map(() => 'minmax(88px, 1fr)'),
      shape.generated.length === 0 ? '1fr' : '',
      shape.hidden > 0 ? 'max-content' : '',
    ]
      .filter(Boolean)
      .join(' '),
  };
  const press = (event: KeyboardEvent) => {
    const next = {
      ArrowDown: selected + 1,
      ArrowUp: selected - 1,
      PageDown: selected + 5,
      PageUp: selected - 5,
    }[event.key];
    if (next === undefined || event.altKey) return;
    event.preventDefault();
    onSelect(next);
  };
  // The focus stays in the list while its rows change under it.
  const selectedId = `planned-row-${selected}`;
  useEffect(() => {
    if (list?.contains(document.activeElement) === true) list.focus();
  }, [list, selected]);

  return (
    <div
      ref={setList}
      className="plan"
      role="listbox"
      aria-label="Planned rows"
      aria-activedescendant={rows.some(({ index }) => index === selected) ? selectedId : undefined}
      tabIndex={0}
      style={columns}
      onKeyDown={press}
    >
      {rows.map((row) => (
        <div
          key={row.index}
          id={`planned-row-${row.index}`}
          className="plan-row"
          role="option"
          aria-busy={row.isWaiting || undefined}
          aria-selected={row.index === selected}
          onClick={() => onSelect(row.index)}
        >
          <span className="i">
            {formatCount(row.index)}
            {row.problem === null ? null : (
              <span className="rejected-mark" title={row.problem}>
                <Icon of={X} size="s" />
                <span className="hidden-text">, fails: its record can’t be read</span>
              </span>
            )}
            {row.rejection === null ? null : (
              <span className="rejected-mark" title={`A run would reject it: ${row.rejection.rule}`}>
                <Icon of={X} size="s" />
                <span className="hidden-text">, breaks {row.rejection.rule}</span>
              </span>
            )}
          </span>
          {pick(row, shape.sampled).map((value) => (
            <ValueChip
              key={value.name}
              value={value}
              state={value.state === 'pending' ? (row.problem === null ? 'waiting' : 'broken') : value.state}
            />
          ))}
          {pick(row, shape.generated).map((value) => {
            const id = attributeOf(compiled, value.name);
            return (
              <ValueChip
                key={value.name}
                value={value}
                state={stateOf(value, id, row.index, broken, trial)}
              />
            );
          })}
          {shape.generated.length === 0 ? <span /> : null}
          {shape.hidden > 0 ? <span className="small t3 num">+{shape.hidden}</span> : null}
        </div>
      ))}
    </div>
  );
}

/** `waiting`: its record is on its way. */
type ChipState = 'known' | 'skipped' | 'live' | 'waiting' | 'pending' | 'broken' | 'failed';

function ValueChip({ value, state }: { value: PreviewValue; state: ChipState }) {
  switch (state) {
    case 'broken':
      return <Chip kind="broken">{value.name}</Chip>;
    case 'failed':
      return (
        <Chip kind="broken" title={`${value.name}: no answer`}>
          {value.name}, failed
        </Chip>
      );
    case 'waiting':
      return <Skeleton width={72} height={20} />;
    case 'skipped':
      return (
        <span className="t3 small" title={`${value.name}: skipped in this row`}>
          skipped
        </span>
      );
    case 'pending':
      return (
        <Chip kind="unknown" title={`${value.name}, not known yet`}>
          {value.name}
        </Chip>
      );
    case 'live':
    case 'known': {
      const isNumber = value.id !== undefined && /^\d{1,6}$/.test(value.id);
      return (
        <span
          className={classNames('chip-cell', state === 'live' && 'live')}
          title={`${value.name}: ${value.text}`}
        >
          <Chip kind={value.kind} id={isNumber ? value.id : undefined}>
            {oneLine(value.text)}
          </Chip>
        </span>
      );
    }
  }
}

function stateOf(
  value: PreviewValue,
  attributeId: string,
  row: number,
  broken: ReadonlySet<string>,
  trial: TrialState,
): ChipState {
  if (broken.has(attributeId)) return 'broken';
  if (value.state === 'skipped') return 'skipped';
  if (value.state === 'known') return isBeingAnswered(trial, { row, attributeId }) ? 'live' : 'known';
  const hasFailed = trial.failures.some(
    (failure) => failure.row === row && (failure.attributeId === null || failure.attributeId === attributeId),
  );
  return hasFailed ? 'failed' : 'pending';
}

/** Which values a line of that width shows: the sampled ones and, of each answer, the text as it is used further on; no plans. */
function shapeOf(row: PreviewRow, compiled: CompiledRecipe, widthPx: number | null) {
  const hiddenNames = new Set(
    compiled.steps.flatMap((step) => {
      if (step.type === 'conversation') return step.columns.slice(1);
      return step.postprocessing === null ? [] : [step.attributeId];
    }),
  );
  const sampled = row.values
    .filter(({ kind }) => kind === 'source' || kind === 'sampled')
    .map(({ name }) => name);
  const generated = row.values
    .filter(({ kind, name }) => (kind === 'generated' || kind === 'conversation') && !hiddenNames.has(name))
    .map(({ name }) => name);
  // A cut word says less than a count of what isn't shown; one answer is there in any case.
  const room = widthPx === null ? Infinity : Math.max(2, Math.floor((widthPx - besidePx) / chipPx));
  const fewSampled = Math.min(sampled.length, mostSampled);
  const shownGenerated = Math.min(generated.length, mostGenerated, Math.max(1, room - fewSampled));
  const shownSampled = Math.min(fewSampled, room - shownGenerated);
  return {
    sampled: sampled.slice(0, shownSampled),
    generated: generated.slice(0, shownGenerated),
    hidden: sampled.length - shownSampled + (generated.length - shownGenerated),
  };
}

function pick(row: PreviewRow, names: readonly string[]): PreviewValue[] {
  return names.flatMap((name) => row.values.filter((value) => value.name === name));
}

function attributeOf({ steps }: CompiledRecipe, column: string): string {
  return steps.find(({ columns }) => columns.includes(column))?.attributeId ?? column;
}

function oneLine(text: string): string {
  return text.length > 120 ? `${text.slice(0, 120).replaceAll(/\s+/g, ' ')}…` : text.replaceAll(/\s+/g, ' ');
}
