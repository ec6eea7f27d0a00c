'use client';

import { Copy, Download, Ellipsis, History, Pencil, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { IconButton } from '@/components/ui/button';
import { Menu, MenuItem, MenuLink, MenuRule } from '@/components/ui/menu';
import { ExportDialog } from '../export-dialog';
import { RenameDialog } from './rename-dialog';
import { useRecipeActions } from './use-recipe-actions';

/** What can be done with a recipe in the list. */
export function RecipeMenu({ id, name }: { id: number; name: string }) {
  const [isRenaming, setIsRenaming] = useState(false);
  const [exported, setExported] = useState<string | null>(null);
  const actions = useRecipeActions({ id, name });
  const openExport = async () => setExported(await actions.readText());
  return (
    <>
      <Menu trigger={<IconButton icon={Ellipsis} size="small" label={`More for ${name}`} />}>
        <MenuItem icon={Pencil} onSelect={() => setIsRenaming(true)}>
          Rename
        </MenuItem>
        <MenuItem icon={Copy} onSelect={actions.duplicate}>
          Duplicate
        </MenuItem>
        <MenuLink icon={History} href={`/recipes/${id}?history`}>
          History…
        </MenuLink>
        <MenuItem icon={Download} onSelect={() => void openExport()}>
          Export…
        </MenuItem>
        <MenuRule />
        <MenuItem icon={Trash2} danger onSelect={actions.remove}>
          Delete
        </MenuItem>
      </Menu>
      {exported === null ? null : (
        <ExportDialog name={name} text={exported} onClose={() => setExported(null)} />
      )}
      {isRenaming ? <RenameDialog id={id} name={name} onClose={() => setIsRenaming(false)} /> : null}
    </>
  );
}
