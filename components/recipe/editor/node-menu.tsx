'use client';

import { ArrowDown, ArrowUp, Copy, FileCode, Pencil, Plus, Trash2 } from 'lucide-react';
import { KeyNames } from '@/components/ui/keys';
import { MenuItem, MenuRule } from '@/components/ui/menu';
import type { OutlineEntry } from '@/lib/recipe/outline';
import type { NodeActions } from './use-node-actions';

/** What can be done with an attribute, for the menu in the outline and the one over its form. */
export function NodeMenuItems({
  entry,
  isFirst,
  isLast,
  actions,
  onRename,
  onShowText,
}: {
  entry: OutlineEntry;
  isFirst: boolean;
  isLast: boolean;
  actions: NodeActions;
  onRename: () => void;
  onShowText: () => void;
}) {
  const at = Number(entry.path.at(-1));
  const unnamed = entry.isNamed ? undefined : 'has no id';
  return (
    <>
      <MenuItem icon={Pencil} aside="F2" off={unnamed} onSelect={onRename}>
        Rename
      </MenuItem>
      <MenuItem
        icon={Copy}
        aside={<KeyNames of="Ctrl D" />}
        off={unnamed}
        onSelect={() => actions.duplicate(entry)}
      >
        Duplicate
      </MenuItem>
      <MenuItem
        icon={ArrowUp}
        aside="Alt ↑"
        off={isFirst ? 'is first' : undefined}
        onSelect={() => actions.move(entry, at - 1)}
      >
        Move up
      </MenuItem>
      <MenuItem
        icon={ArrowDown}
        aside="Alt ↓"
        off={isLast ? 'is last' : undefined}
        onSelect={() => actions.move(entry, at + 1)}
      >
        Move down
      </MenuItem>
      <MenuItem icon={FileCode} onSelect={onShowText}>
        Show in YAML
      </MenuItem>
      <MenuRule />
      <MenuItem icon={Trash2} danger aside="Delete" onSelect={() => actions.remove(entry)}>
        Delete
      </MenuItem>
    </>
  );
}

/** Everything that can be added to a recipe. */
export function AddItems({ actions }: { actions: NodeActions }) {
  return (
    <>
      <MenuItem icon={Plus} onSelect={() => actions.addSource()}>
        Add a source
      </MenuItem>
      <MenuItem icon={Plus} onSelect={() => actions.add('sampled')}>
        Add a sampled attribute
      </MenuItem>
      <MenuItem icon={Plus} onSelect={() => actions.add('generated')}>
        Add a generated attribute
      </MenuItem>
      <MenuItem icon={Plus} onSelect={() => actions.add('conversation')}>
        Add a conversation
      </MenuItem>
      <MenuItem icon={Plus} onSelect={() => actions.add('transformed')}>
        Add a transform
      </MenuItem>
      <MenuItem icon={Plus} onSelect={() => actions.add('environment')}>
        Add tools
      </MenuItem>
    </>
  );
}
