'use client';

import { Plus } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { Menu, MenuItem } from '@/components/ui/menu';
import { newRule, ruleAsks } from '@/lib/recipe/form/rule-asks';
import { useEditorActions } from '../../editor/editor-context';
import { rulesPath } from './use-rules';

/** Offers the kinds of rules; a new one looks at the column. */
export function AddRule({ column, label }: { column: string | undefined; label: string }) {
  const { edit } = useEditorActions();
  return (
    <div className="row">
      <Menu
        align="start"
        label="Kinds of rules"
        trigger={
          <Button
            size="small"
            icon={Plus}
            off={column === undefined ? 'The recipe has no column yet' : undefined}
          >
            {label}
          </Button>
        }
      >
        {column === undefined
          ? null
          : ruleAsks.map((ask) => (
              <MenuItem
                key={ask.id}
                onSelect={() => edit({ type: 'insert', path: rulesPath, value: newRule(ask, column) })}
              >
                {ask.title}
              </MenuItem>
            ))}
      </Menu>
    </div>
  );
}
