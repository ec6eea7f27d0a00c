'use client';

import { Columns3, Combine, Cpu, Ellipsis, ScrollText, ShieldCheck, type LucideIcon } from 'lucide-react';
import { IconButton } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';
import { Menu, MenuItem, MenuRule } from '@/components/ui/menu';
import { Seg, SegPanel } from '@/components/ui/tabs';
import type { NodeRef } from '@/lib/client/editor/editor-store';
import type { EditorView } from '@/lib/client/editor/editor-views';
import { isNode, isSibling, nodeOfEntry } from '@/lib/client/editor/node-ref';
import type { OutlineEntry } from '@/lib/recipe/outline';
import { NodeForm } from '../form/node-form';
import { focusIdField } from '../form/parts/focus-id-field';
import { GraphPane } from '../graph/graph-pane';
import { useEditor, useEditorActions } from './editor-context';
import { EntryMark } from './entry-mark';
import { AddItems, NodeMenuItems } from './node-menu';
import { nameOfEntry } from './outline-node';
import type { NodeActions } from './use-node-actions';

const views: readonly { value: EditorView; label: string }[] = [
  { value: 'form', label: 'Form' },
  { value: 'graph', label: 'Graph' },
  { value: 'yaml', label: 'YAML' },
];

/** The middle of the editor: one part of the recipe, seen as a form or in the text, or all of them as a graph. */
export function EditorPane({
  actions,
  fileName,
  newNode,
  onView,
  onShowText,
  text,
}: {
  actions: NodeActions;
  /** What the text is called where it is seen as such. */
  fileName: string;
  /** An attribute that was just made. */
  newNode: NodeRef | null;
  onView: (view: EditorView) => void;
  onShowText: (node: NodeRef) => void;
  /** The text view. It stays while another is shown, since it takes long to make. */
  text: React.ReactNode;
}) {
  const view = useEditor((state) => state.view);
  const node = useEditor((state) => state.node);
  const entries = useEditor((state) => state.read.outline.entries);
  const entry = entries.find((one) => isNode(node, nodeOfEntry(one)));
  const title = entry === undefined ? titleOf(node) : nameOfEntry(entry);
  const { openNode } = useEditorActions();
  const siblings = entries.filter((one) => entry !== undefined && isSibling(one, entry));
  return (
    <Seg
      label="View of the recipe"
      items={views}
      value={view}
      onChange={onView}
      head={(list) => (
        <div className="pane-head">
          {view === 'yaml' ? (
            <h2 className="file-title mono cut" dir="auto">
              {fileName}
            </h2>
          ) : (
            <>
              {entry === undefined ? (
                <Icon of={iconOf(node)} size="m" />
              ) : (
                <EntryMark kind={entry.kind} label={kindNames[entry.kind]} />
              )}
              <h2 className="pane-title cut" dir="auto">
                {title}
              </h2>
            </>
          )}
          <span className="grow" />
          {list}
          <Menu
            label={`More for ${title}`}
            trigger={<IconButton icon={Ellipsis} label={`More for ${title}`} />}
          >
            {entry === undefined ? (
              <MenuItem onSelect={() => onShowText(node)}>Show in YAML</MenuItem>
            ) : (
              <NodeMenuItems
                entry={entry}
                isFirst={siblings[0] === entry}
                isLast={siblings.at(-1) === entry}
                actions={actions}
                onRename={() => setTimeout(focusIdField)}
                onShowText={() => onShowText(node)}
              />
            )}
            <MenuRule />
            <AddItems actions={actions} />
          </Menu>
        </div>
      )}
    >
      <SegPanel value="form" className="form-pane" tabIndex={-1} data-pane-start>
        <NodeForm node={node} isNew={newNode !== null && isNode(node, newNode)} />
      </SegPanel>
      <SegPanel value="graph" className="text-pane" tabIndex={-1} data-pane-start>
        <GraphPane
          onOpen={(opened) => {
            openNode(opened);
            onView('form');
          }}
        />
      </SegPanel>
      <SegPanel value="yaml" forceMount className="text-pane" hidden={view !== 'yaml'} data-pane-start>
        {text}
      </SegPanel>
    </Seg>
  );
}

const kindNames: Record<OutlineEntry['kind'], string> = {
  source: 'source',
  document: 'documents',
  sampled: 'sampled',
  generated: 'generated',
  conversation: 'conversation',
  transformed: 'transformed',
  environment: 'tools',
};

function titleOf(node: NodeRef): string {
  switch (node.kind) {
    case 'attribute':
      return node.id;
    case 'output':
      return 'Output columns';
    case 'model':
      return 'Model and limits';
    case 'quality':
      return 'Quality';
    case 'combinations':
      return 'Combinations';
    case 'recipe':
      return 'Recipe';
  }
}

function iconOf(node: NodeRef): LucideIcon {
  switch (node.kind) {
    case 'output':
      return Columns3;
    case 'model':
      return Cpu;
    case 'quality':
      return ShieldCheck;
    case 'combinations':
      return Combine;
    case 'attribute':
    case 'recipe':
      return ScrollText;
  }
}
