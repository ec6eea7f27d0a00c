'use client';

import { useSortable } from '@dnd-kit/sortable';
import { CSS } from '@dnd-kit/utilities';
import { Ellipsis } from 'lucide-react';
import { useState, type KeyboardEvent, type ReactNode } from 'react';
import { IconButton } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import { Menu } from '@/components/ui/menu';
import { Dot } from '@/components/ui/pill';
import { formatCount } from '@/lib/client/format';
import type { Diagnostic } from '@/lib/recipe/diagnostic';
import type { OutlineEntry } from '@/lib/recipe/outline';
import { focusIdField } from '../form/parts/focus-id-field';
import { troubleWith } from '../form/parts/id-field';
import { EntryMark } from './entry-mark';
import { NodeMenuItems } from './node-menu';
import type { NodeActions } from './use-node-actions';

/** One attribute in the outline. Keys: Enter opens, F2 renames, Ctrl D, Alt ↑ ↓, Delete. */
export function AttributeNode({
  entry,
  position,
  isFirst,
  isLast,
  isCurrent,
  isTabStop,
  problems,
  taken,
  actions,
  onRename,
  onShowText,
}: {
  entry: OutlineEntry;
  /** In its group of the outline. */
  position: number;
  /** Of its list in the recipe. */
  isFirst: boolean;
  isLast: boolean;
  isCurrent: boolean;
  isTabStop: boolean;
  problems: readonly Diagnostic[];
  taken: ReadonlySet<string>;
  actions: NodeActions;
  onRename: (id: string) => void;
  onShowText: () => void;
}) {
  const [isRenaming, setIsRenaming] = useState(false);
  const [isMenuOpen, setIsMenuOpen] = useState(false);
  const { setNodeRef, listeners, transform, transition, isDragging } = useSortable({
    id: position + 1,
    animateLayoutChanges: () => false,
  });
  const at = Number(entry.path.at(-1));
  const name = nameOfEntry(entry);
  const rename = () => {
    if (!window.matchMedia(iconsQuery).matches) return setIsRenaming(true);
    // Among icons there is no room for a name; its form has a field for it.
    actions.open(entry);
    setTimeout(focusIdField);
  };
  const press = (event: KeyboardEvent<HTMLElement>) => {
    if (event.target !== event.currentTarget) return;
    const command = commandOf(event, {
      F2: () => entry.isNamed && rename(),
      'Mod+KeyD': () => entry.isNamed && actions.duplicate(entry),
      'Alt+ArrowUp': () => actions.move(entry, at - 1),
      'Alt+ArrowDown': () => actions.move(entry, at + 1),
      Delete: () => actions.remove(entry),
      Enter: () => actions.open(entry),
      Space: () => actions.open(entry),
      'Shift+F10': () => setIsMenuOpen(true),
      ContextMenu: () => setIsMenuOpen(true),
    });
    if (command === undefined) return;
    event.preventDefault();
    // Alt and the arrows move the preview elsewhere.
    event.stopPropagation();
    command();
  };
  return (
    <Node
      ref={setNodeRef}
      label={name}
      icon={<EntryMark kind={entry.kind} />}
      note={/^\d+$/.test(entry.note) ? formatCount(Number(entry.note)) : entry.note}
      isCurrent={isCurrent}
      isTabStop={isTabStop}
      itemKey={entry.path.join('.')}
      isDragging={isDragging}
      style={{
        ...(transform === null ? {} : { transform: CSS.Translate.toString(transform) }),
        ...(transition === undefined ? {} : { transition }),
      }}
      problems={problems}
      drag={listeners}
      onPress={() => actions.open(entry)}
      onKeyDown={press}
      onContextMenu={() => setIsMenuOpen(true)}
      field={
        isRenaming ? (
          <RenameField
            id={entry.id}
            taken={taken}
            onDone={(id) => {
              setIsRenaming(false);
              if (id !== null) onRename(id);
            }}
          />
        ) : undefined
      }
      menu={
        <Menu
          label={`More for ${name}`}
          open={isMenuOpen}
          onOpenChange={setIsMenuOpen}
          trigger={
            <IconButton
              icon={Ellipsis}
              size="small"
              label={`More for ${name}`}
              className="node-more"
              tabIndex={-1}
            />
          }
        >
          <NodeMenuItems
            entry={entry}
            isFirst={isFirst}
            isLast={isLast}
            actions={actions}
            // After the menu has given the focus back.
            onRename={() => setTimeout(rename)}
            onShowText={onShowText}
          />
        </Menu>
      }
    />
  );
}

/** What a part is called on screen, also before it has an id. */
export function nameOfEntry({ id }: Pick<OutlineEntry, 'id'>): string {
  return id === '' ? 'no id yet' : id;
}

/** Where the outline shrinks to its icons; see editor.css. */
const iconsQuery = '(max-width: 1180px) and (min-width: 901px)';

type NodeProps = {
  label: string;
  icon: ReactNode;
  note: string;
  isCurrent: boolean;
  isTabStop: boolean;
  /** How the tree knows the line. */
  itemKey: string;
  problems: readonly Diagnostic[];
  onPress: () => void;
  level?: 1 | 2;
  ref?: (element: HTMLElement | null) => void;
  style?: React.CSSProperties;
  isDragging?: boolean;
  drag?: ReturnType<typeof useSortable>['listeners'];
  menu?: ReactNode;
  field?: ReactNode;
  onKeyDown?: (event: KeyboardEvent<HTMLElement>) => void;
  onContextMenu?: () => void;
};

/** One line of the outline: mark, name, a count, and what is wrong in words and as a dot. */
export function Node({
  label,
  icon,
  note,
  isCurrent,
  isTabStop,
  itemKey,
  problems,
  onPress,
  level = 2,
  ref,
  style,
  isDragging = false,
  drag,
  menu,
  field,
  onKeyDown,
  onContextMenu,
}: NodeProps) {
  const errors = problems.filter(({ severity }) => severity === 'error').length;
  const warnings = problems.filter(({ severity }) => severity === 'warning').length;
  const words = [count(errors, 'error'), count(warnings, 'warning')].filter(Boolean).join(', ');
  const press = (event: KeyboardEvent<HTMLElement>) => {
    if (event.target !== event.currentTarget) return;
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    onPress();
  };
  return (
    <div
      ref={ref}
      style={style}
      role="treeitem"
      aria-level={level}
      aria-selected={isCurrent}
      aria-label={[label, note, words].filter(Boolean).join(', ')}
      className={classNames('node', isCurrent && 'current', isDragging && 'dragging')}
      tabIndex={isTabStop ? 0 : -1}
      data-key={itemKey}
      title={words === '' ? `${label}, ${note}` : `${label}: ${words}`}
      {...drag}
      onClick={onPress}
      onKeyDown={onKeyDown ?? press}
      onContextMenu={
        onContextMenu === undefined
          ? undefined
          : (event) => {
              event.preventDefault();
              onContextMenu();
            }
      }
    >
      {icon}
      {field ?? (
        <span className="cut" dir="auto">
          {label}
        </span>
      )}{' '}
      <span className="sub num">{note}</span>
      {errors + warnings > 0 ? <Dot tone={errors > 0 ? 'bad' : 'warn'} /> : null}
      {/* Its presses are not the line's. */}
      {menu === undefined ? null : (
        <span className="node-menu" onClick={(event) => event.stopPropagation()}>
          {menu}
        </span>
      )}
    </div>
  );
}

function RenameField({
  id,
  taken,
  onDone,
}: {
  id: string;
  taken: ReadonlySet<string>;
  onDone: (id: string | null) => void;
}) {
  const [typed, setTyped] = useState(id);
  const trouble = troubleWith(typed.trim(), id, taken);
  const finish = () => onDone(trouble === undefined && typed.trim() !== id ? typed.trim() : null);
  return (
    <input
      className="node-field"
      aria-label={`New id of ${id}`}
      aria-invalid={trouble !== undefined || undefined}
      title={trouble}
      autoFocus
      dir="auto"
      autoComplete="off"
      spellCheck={false}
      value={typed}
      onFocus={(event) => event.target.select()}
      onChange={(event) => setTyped(event.target.value)}
      onClick={(event) => event.stopPropagation()}
      onPointerDown={(event) => event.stopPropagation()}
      onBlur={finish}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.nativeEvent.isComposing || (event.key !== 'Enter' && event.key !== 'Escape')) return;
        const item = event.currentTarget.closest<HTMLElement>('[role=treeitem]');
        if (event.key === 'Enter') finish();
        else onDone(null);
        item?.focus();
      }}
    />
  );
}

function commandOf(
  event: KeyboardEvent,
  commands: Readonly<Record<string, () => void>>,
): (() => void) | undefined {
  const mod = event.ctrlKey || event.metaKey ? 'Mod+' : '';
  return commands[mod + (event.altKey ? 'Alt+' : '') + (event.shiftKey ? 'Shift+' : '') + event.code];
}

function count(of: number, word: string): string {
  return of === 0 ? '' : `${of} ${word}${of === 1 ? '' : 's'}`;
}
