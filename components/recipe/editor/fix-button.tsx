'use client';

import { ChevronDown } from 'lucide-react';
import { useRef } from 'react';
import { Button } from '@/components/ui/button';
import { Menu, MenuItem } from '@/components/ui/menu';
import type { Diagnostic, Fix } from '@/lib/recipe/diagnostic';
import { useEditorActions } from './editor-context';
import { focusAfterFix } from './focus-after-fix';

/** The press that mends a problem, where there is one; the less likely ways out are in a menu beside it. */
export function FixButton({ problem }: { problem: Diagnostic }) {
  const { applyFix } = useEditorActions();
  const place = useRef<HTMLSpanElement>(null);
  const [fix, ...others] = problem.fixes;
  if (fix === undefined) return null;
  const mend = (chosen: Fix) => {
    if (place.current !== null) focusAfterFix(place.current);
    applyFix(chosen);
  };
  return (
    <span className="fix-buttons" ref={place}>
      <Button size="small" onClick={() => mend(fix)}>
        {fix.title}
      </Button>
      {others.length === 0 ? null : (
        <Menu
          label="Other ways to mend it"
          trigger={<Button size="small" icon={ChevronDown} aria-label="Other ways to mend it" />}
        >
          {others.map((other) => (
            <MenuItem key={other.title} onSelect={() => mend(other)}>
              {other.title}
            </MenuItem>
          ))}
        </Menu>
      )}
    </span>
  );
}
