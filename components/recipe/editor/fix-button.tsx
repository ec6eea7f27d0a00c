'use client';

import { ChevronDown } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { Menu, MenuItem } from '@/components/ui/menu';
import type { Diagnostic } from '@/lib/recipe/diagnostic';
import { useEditorActions } from './editor-context';

/** The press that mends a problem, where there is one; the less likely ways out are in a menu beside it. */
export function FixButton({ problem }: { problem: Diagnostic }) {
  const { applyFix } = useEditorActions();
  const [fix, ...others] = problem.fixes;
  if (fix === undefined) return null;
  return (
    <span className="fix-buttons">
      <Button size="small" onClick={() => applyFix(fix)}>
        {fix.title}
      </Button>
      {others.length === 0 ? null : (
        <Menu
          label="Other ways to mend it"
          trigger={<Button size="small" icon={ChevronDown} aria-label="Other ways to mend it" />}
        >
          {others.map((other) => (
            <MenuItem key={other.title} onSelect={() => applyFix(other)}>
              {other.title}
            </MenuItem>
          ))}
        </Menu>
      )}
    </span>
  );
}
