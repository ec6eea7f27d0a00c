'use client';

import { Ellipsis, Pencil, Trash2 } from 'lucide-react';
import { IconButton } from '@/components/ui/button';
import { Menu, MenuItem, MenuLink, MenuRule } from '@/components/ui/menu';
import type { WireRun } from '@/lib/api/run-wire';
import { runActions } from '@/lib/client/run-words';
import { downloadLinks } from '../download-links';

/** What can be done with a dataset from the list. */
export function RunMenu({
  run,
  onRename,
  onDelete,
}: {
  run: WireRun;
  onRename: () => void;
  onDelete: () => void;
}) {
  return (
    <Menu
      label={`Run ${run.id}`}
      trigger={<IconButton label={`More for run ${run.id}`} icon={Ellipsis} size="small" />}
    >
      <MenuLink href={`/datasets/${run.dataset_id}?tab=report`}>Report</MenuLink>
      {run.recipe_id === null ? null : <MenuLink href={`/recipes/${run.recipe_id}`}>Open recipe</MenuLink>}
      <MenuItem icon={Pencil} onSelect={onRename}>
        Rename…
      </MenuItem>
      {run.progress.accepted === 0 ? null : (
        <>
          <MenuRule />
          {downloadLinks(run.dataset_id, 'accepted').map(({ format, name, about, href }) => (
            <MenuLink key={format} href={href} download aside={about}>
              Download {name}
            </MenuLink>
          ))}
        </>
      )}
      <MenuRule />
      <MenuItem
        icon={Trash2}
        danger
        off={runActions(run).hasEnded ? undefined : 'cancel it first'}
        onSelect={onDelete}
      >
        Delete…
      </MenuItem>
    </Menu>
  );
}
