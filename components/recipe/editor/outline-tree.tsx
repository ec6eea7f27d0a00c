'use client';

import { Columns3, Cpu } from 'lucide-react';
import { useId, type KeyboardEvent } from 'react';
import { classNames } from '@/components/ui/class-names';
import { KindMark, type ThreadKind } from '@/components/ui/chip';
import { Icon } from '@/components/ui/icon';
import { Dot } from '@/components/ui/pill';
import type { Diagnostic, Position, TextRange } from '@/lib/recipe/diagnostic';
import type { OutlineEntry } from '@/lib/recipe/outline';
import { useEditor } from './editor-context';

const groups = [
  { kind: 'sampled', title: 'Sampled' },
  { kind: 'generated', title: 'Generated' },
  { kind: 'transformed', title: 'Transforms' },
] as const;

/** The parts of the recipe by kind; a press goes to the part's line. */
export function OutlineTree({ onGoTo }: { onGoTo: (place: Position) => void }) {
  const outline = useEditor((state) => state.read.outline);
  const columns = useEditor((state) => state.read.compiled?.columns);
  const problems = useEditor((state) => state.problems);
  const line = useEditor((state) => state.cursor.line);
  const { entries, modelName, modelRange, outputColumns } = outline;
  const givenOut = outputColumns ?? columns?.filter(({ output }) => output).length ?? 0;
  return (
    <div role="tree" aria-label="Recipe outline" className="tree" onKeyDown={moveFocus}>
      {groups.map(({ kind, title }) => (
        <OutlineGroup key={kind} title={title}>
          {entries
            .filter((entry) => entry.kind === kind)
            .map((entry) => (
              <OutlineNode
                key={`${entry.id}@${entry.range.start.line}`}
                entry={entry}
                isCurrent={holds(entry.range, line)}
                problems={problems.filter(({ path }) => isBelow(path, entry.path))}
                onGoTo={onGoTo}
              />
            ))}
        </OutlineGroup>
      ))}
      <hr className="rule" aria-hidden />
      <Node
        label="Output"
        icon={<Icon of={Columns3} size="m" />}
        note={givenOut === 1 ? '1 column' : `${givenOut} columns`}
        onPress={() => onGoTo(placeOf(problems, 'passthrough_attributes'))}
      />
      <Node
        label="Model"
        icon={<Icon of={Cpu} size="m" />}
        note={modelName === null ? 'none' : modelName.slice(modelName.lastIndexOf('/') + 1)}
        isCurrent={modelRange !== null && holds(modelRange, line)}
        problems={problems.filter(({ path }) => path[0] === 'inference_config')}
        onPress={() => onGoTo(modelRange?.start ?? placeOf(problems, 'inference_config'))}
      />
    </div>
  );
}

function OutlineGroup({ title, children }: { title: string; children: React.ReactNode[] }) {
  const id = useId();
  return (
    <div role="group" aria-labelledby={id}>
      <div className="group" id={id}>
        {title}
      </div>
      {children.length > 0 ? children : <span className="node none">None</span>}
    </div>
  );
}

function OutlineNode({
  entry,
  isCurrent,
  problems,
  onGoTo,
}: {
  entry: OutlineEntry;
  isCurrent: boolean;
  problems: readonly Diagnostic[];
  onGoTo: (place: Position) => void;
}) {
  return (
    <Node
      label={entry.id}
      icon={<KindMark kind={markOf[entry.kind]} />}
      note={entry.note}
      isCurrent={isCurrent}
      problems={problems}
      onPress={() => onGoTo(entry.idRange.start)}
    />
  );
}

const markOf: Record<OutlineEntry['kind'], ThreadKind> = {
  sampled: 'sampled',
  generated: 'generated',
  transformed: 'transformed',
};

function Node({
  label,
  icon,
  note,
  isCurrent = false,
  problems = [],
  onPress,
}: {
  label: string;
  icon: React.ReactNode;
  note: string;
  isCurrent?: boolean;
  problems?: readonly Diagnostic[];
  onPress: () => void;
}) {
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const warnings = problems.filter(({ severity }) => severity === 'warning').length;
  const words = [count(errors, 'error'), count(warnings, 'warning')].filter(Boolean).join(', ');
  return (
    <button
      type="button"
      role="treeitem"
      aria-selected={isCurrent}
      className={classNames('node', isCurrent && 'current')}
      tabIndex={isCurrent ? 0 : -1}
      title={words === '' ? `${label}, ${note}` : `${label}: ${words}`}
      onClick={onPress}
    >
      {icon}
      <span className="cut" dir="auto">
        {label}
      </span>
      <span className="sub num">{note}</span>
      {errors + warnings > 0 ? (
        <>
          <Dot tone={errors > 0 ? 'bad' : 'warn'} />
          <span className="hidden-text">{words}</span>
        </>
      ) : null}
    </button>
  );
}

function count(of: number, word: string): string {
  return of === 0 ? '' : `${of} ${word}${of === 1 ? '' : 's'}`;
}

function holds({ start, end }: TextRange, line: number): boolean {
  return line >= start.line && line <= end.line;
}

function isBelow(path: readonly (string | number)[], parent: readonly (string | number)[]): boolean {
  return parent.every((step, at) => path[at] === step);
}

function placeOf(problems: readonly Diagnostic[], key: string): Position {
  return problems.find(({ path }) => path.includes(key))?.range.start ?? { line: 1, column: 1 };
}

function moveFocus(event: KeyboardEvent<HTMLElement>) {
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>('[role=treeitem]')];
  const at = items.findIndex((item) => item === document.activeElement);
  const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
  const item = next === undefined ? undefined : items[Math.min(items.length - 1, Math.max(0, next))];
  if (item === undefined) return;
  event.preventDefault();
  item.focus();
}
