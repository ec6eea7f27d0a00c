'use client';

import { Columns3, Combine, Cpu, Plus, ScrollText, ShieldCheck } from 'lucide-react';
import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { IconButton } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';
import { Menu } from '@/components/ui/menu';
import type { NodeRef } from '@/lib/client/editor/editor-store';
import { isNode, isSibling, nodeOfEntry, problemsOfNode } from '@/lib/client/editor/node-ref';
import { formatRows } from '@/lib/client/format';
import type { OutlineEntry } from '@/lib/recipe/outline';
import { SortableList } from '../form/parts/sortable-list';
import { useTakenIds } from '../form/parts/use-taken-ids';
import { useEditor, useEditorStore } from './editor-context';
import { AddItems } from './node-menu';
import { AttributeNode, Node } from './outline-node';
import type { NodeActions } from './use-node-actions';

const groups = [
  { kind: 'source', title: 'Sources', word: 'a source' },
  { kind: 'sampled', title: 'Sampled', word: 'a sampled attribute' },
  { kind: 'generated', title: 'Generated', word: 'a generated attribute' },
  { kind: 'conversation', title: 'Conversations', word: 'a conversation' },
  { kind: 'transformed', title: 'Transforms', word: 'a transform' },
  { kind: 'environment', title: 'Tools', word: 'tools' },
] as const;

/** The parts of the recipe by kind, as a tree with one tab stop: a press opens a part's form. */
export function OutlineTree({
  actions,
  onOpen,
  onShowText,
}: {
  actions: NodeActions;
  onOpen: (node: NodeRef) => void;
  onShowText: (node: NodeRef) => void;
}) {
  const { outline, draft } = useReadableParts();
  const columns = useEditor((state) => state.read.compiled?.columns);
  const problems = useEditor((state) => state.problems);
  const node = useEditor((state) => state.node);
  const store = useEditorStore();
  const tree = useRef<HTMLDivElement>(null);
  const wanted = useRef<string | null>(null);
  const taken = useTakenIds();
  // The line that has the focus, or had it last, is where Tab comes back to.
  const [focused, setFocused] = useState<string | null>(null);
  const [collapsed, setCollapsed] = useState<ReadonlySet<string>>(new Set());
  const collapse = (kind: string, isCollapsed: boolean) =>
    setCollapsed(
      (before) => new Set([...before].filter((one) => one !== kind).concat(isCollapsed ? kind : [])),
    );
  const { entries, modelName, outputColumns, rules } = outline;
  const givenOut = outputColumns ?? columns?.filter(({ output }) => output).length ?? 0;
  const sampledCount = entries.filter(({ kind }) => kind === 'sampled').length;
  const environmentIds = new Set(entries.flatMap((one) => (one.kind === 'environment' ? one.id : [])));
  // Tools are for conversations: where there are none, they wouldn't be looked for.
  const shownGroups = groups.filter(
    ({ kind }) =>
      kind !== 'environment' || entries.some((one) => one.kind === 'conversation' || one.kind === kind),
  );
  const combinations = draft.strategy_params?.combination_sampling?.length ?? 0;

  const keys = new Set<string>([
    ...groups.map(({ kind }) => `group ${kind}`),
    ...entries.map(({ path }) => path.join('.')),
    ...['combinations', 'output', 'model', 'quality', 'recipe'],
  ]);
  const stop = [focused, keyOf(node), 'recipe'].find((key) => key !== null && keys.has(key));
  const plain = (ref: NodeRef, label: string, icon: ReactNode, note: string) => (
    <Node
      level={ref.kind === 'combinations' ? 2 : 1}
      label={label}
      icon={icon}
      note={note}
      isCurrent={isNode(node, ref)}
      isTabStop={stop === ref.kind}
      itemKey={ref.kind}
      problems={problemsOfNode(problems, ref)}
      onPress={() => onOpen(ref)}
    />
  );
  // Lines are known by place: the focus goes along with what was moved, and on from what was deleted.
  const follow = (act: () => void) => {
    const isInside = tree.current?.contains(document.activeElement) === true;
    act();
    if (isInside) wanted.current = keyOf(store.getState().node);
  };
  const following: NodeActions = {
    ...actions,
    move: (entry, to) => follow(() => actions.move(entry, to)),
    remove: (entry) => follow(() => actions.remove(entry)),
  };
  useEffect(() => {
    const key = wanted.current;
    wanted.current = null;
    if (key !== null) tree.current?.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`)?.focus();
  }, [entries]);
  return (
    <>
      <div className="icons-only">
        <Menu
          label="Add to the recipe"
          align="start"
          trigger={<IconButton icon={Plus} label="Add to the recipe" />}
        >
          <AddItems actions={actions} />
        </Menu>
      </div>
      <div
        ref={tree}
        role="tree"
        aria-label="Recipe outline"
        className="tree"
        onKeyDown={moveFocus}
        onFocus={(event) => {
          const item = event.target.closest<HTMLElement>('[role=treeitem]');
          setFocused(item?.dataset['key'] ?? null);
        }}
      >
        {shownGroups.map(({ kind, title, word }) => {
          const own = entries.filter((entry) => groupOf(entry) === kind);
          return (
            <Group
              key={kind}
              title={title}
              word={word}
              count={own.length}
              isCollapsed={collapsed.has(kind)}
              onCollapse={(isCollapsed) => collapse(kind, isCollapsed)}
              onAdd={() => {
                collapse(kind, false);
                if (kind === 'source') actions.addSource();
                else actions.add(kind);
              }}
              isTabStop={stop === `group ${kind}`}
              itemKey={`group ${kind}`}
            >
              <SortableList
                count={own.length}
                isByKeyboard={false}
                onMove={(from, to) => {
                  const moved = own[from];
                  const target = own[to];
                  if (moved && target && isSibling(moved, target))
                    following.move(moved, Number(target.path.at(-1)));
                }}
              >
                {own.map((entry, position) => (
                  <AttributeNode
                    key={entry.path.join('.')}
                    entry={entry}
                    position={position}
                    isFirst={entry.path.at(-1) === 0}
                    isLast={!own.slice(position + 1).some((other) => isSibling(other, entry))}
                    isCurrent={isNode(node, nodeOfEntry(entry))}
                    isTabStop={stop === entry.path.join('.')}
                    problems={problemsOfNode(problems, nodeOfEntry(entry))}
                    taken={kind === 'environment' ? environmentIds : taken}
                    actions={following}
                    onRename={(id) => following.rename(entry, id)}
                    onShowText={() => onShowText(nodeOfEntry(entry))}
                  />
                ))}
              </SortableList>
              {kind === 'sampled' && (sampledCount > 1 || combinations > 0)
                ? plain(
                    { kind: 'combinations' },
                    'Combinations',
                    <Icon of={Combine} size="m" />,
                    combinations === 0 ? 'none' : String(combinations),
                  )
                : null}
            </Group>
          );
        })}
        <hr className="rule" aria-hidden />
        {plain(
          { kind: 'output' },
          'Output',
          <Icon of={Columns3} size="m" />,
          givenOut === 1 ? '1 column' : `${givenOut} columns`,
        )}
        {plain(
          { kind: 'model' },
          'Model',
          <Icon of={Cpu} size="m" />,
          modelName === null ? 'none' : modelName.slice(modelName.lastIndexOf('/') + 1),
        )}
        {plain(
          { kind: 'quality' },
          'Quality',
          <Icon of={ShieldCheck} size="m" />,
          rules === 0 ? 'no rules' : rules === 1 ? '1 rule' : `${rules} rules`,
        )}
        {plain(
          { kind: 'recipe' },
          'Recipe',
          <Icon of={ScrollText} size="m" />,
          formatRows(draft.num_samples ?? 1),
        )}
      </div>
    </>
  );
}

/** The parts as they were read last: in a half-typed line most of them would be gone for a moment. */
function useReadableParts() {
  const { outline, draft, document } = useEditor((state) => state.read);
  const [last, setLast] = useState({ outline, draft });
  const isReadable = document.syntaxErrors.length === 0;
  if (isReadable && last.outline !== outline) setLast({ outline, draft });
  return isReadable ? { outline, draft } : last;
}

function Group({
  title,
  word,
  count,
  isCollapsed,
  onCollapse,
  onAdd,
  isTabStop,
  itemKey,
  children,
}: {
  title: string;
  word: string;
  count: number;
  isCollapsed: boolean;
  onCollapse: (isCollapsed: boolean) => void;
  onAdd: () => void;
  isTabStop: boolean;
  itemKey: string;
  children: ReactNode;
}) {
  const press = (event: KeyboardEvent<HTMLElement>) => {
    if (event.target !== event.currentTarget || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === 'Enter' || event.key === ' ') onAdd();
    else if (event.key === 'ArrowLeft' && !isCollapsed) onCollapse(true);
    else if (event.key === 'ArrowRight' && isCollapsed) onCollapse(false);
    else return;
    event.preventDefault();
  };
  // The line of its own, not around its parts: what is seen in it is what it is called.
  const partsId = useId();
  return (
    <div role="none" className="group-item">
      <div
        role="treeitem"
        aria-level={1}
        aria-selected={false}
        aria-expanded={!isCollapsed}
        aria-owns={partsId}
        aria-label={`${title}, ${count}`}
        aria-description={`Enter adds ${word}`}
        className="group"
        tabIndex={isTabStop ? 0 : -1}
        data-key={itemKey}
        onKeyDown={press}
      >
        {/* The arrows do the same by keyboard. */}
        <span className="group-title" onClick={() => onCollapse(!isCollapsed)}>
          {title}
          {isCollapsed && count > 0 ? <span className="num"> · {count}</span> : null}
        </span>
        <IconButton icon={Plus} size="small" label={`Add ${word}`} tabIndex={-1} onClick={onAdd} />
      </div>
      <div role="group" id={partsId} hidden={isCollapsed}>
        {children}
        {count === 0 ? (
          <div role="none" className="node none">
            None
          </div>
        ) : null}
      </div>
    </div>
  );
}

function groupOf({ kind }: OutlineEntry): (typeof groups)[number]['kind'] {
  return kind === 'document' ? 'source' : kind;
}

function keyOf(node: NodeRef): string {
  return node.kind === 'attribute' ? node.path.join('.') : node.kind;
}

function moveFocus(event: KeyboardEvent<HTMLElement>) {
  if (event.altKey || event.ctrlKey || event.metaKey || event.defaultPrevented) return;
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>('[role=treeitem]')].filter(
    (item) => item.offsetParent !== null,
  );
  const at = items.findIndex((item) => item === document.activeElement);
  if (at < 0) return;
  const headOf = (line: HTMLElement | undefined) => line?.closest('[role=group]')?.previousElementSibling;
  const head = items.findIndex((item) => item === headOf(items[at]));
  const next = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    // From a part to its group and back; a group opens and closes by itself, see above.
    ArrowLeft: head < 0 ? undefined : head,
    ArrowRight: items[at + 1] && headOf(items[at + 1]) === items[at] ? at + 1 : undefined,
    Home: 0,
    End: items.length - 1,
  }[event.key];
  const item = next === undefined ? undefined : items[Math.min(items.length - 1, Math.max(0, next))];
  if (item === undefined) return;
  event.preventDefault();
  item.focus();
}
