'use client';

import { Copy, Download, Ellipsis, Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { IconButton } from '@/components/ui/button';
import { Menu, MenuItem, MenuRule } from '@/components/ui/menu';
import { RenameDialog } from './rename-dialog';
import { useRecipeActions } from './use-recipe-actions';

/** What can be done with a recipe in the list. */
export function RecipeMenu({ id, name }: { id: number; name: string }) {
  const [isRenaming, setIsRenaming] = useState(false);
  const actions = useRecipeActions({ id, name });
  return (
    <>
      <Menu trigger={<IconButton icon={Ellipsis} size="small" label={`More for ${name}`} />}>
        <MenuItem icon={Pencil} onSelect={() => setIsRenaming(true)}>
          Rename
        </MenuItem>
        <MenuItem icon={Copy} onSelect={actions.duplicate}>
          Duplicate
        </MenuItem>
        <MenuItem icon={Download} onSelect={actions.exportFile}>
          Export file
        </MenuItem>
        <MenuRule />
        <MenuItem icon={Trash2} danger onSelect={actions.remove}>
          Delete
        </MenuItem>
      </Menu>
      {isRenaming ? <RenameDialog id={id} name={name} onClose={() => setIsRenaming(false)} /> : null}
    </>
  );
}
