'use client';

import { useId, useState } from 'react';
import { Tooltip } from '@/components/ui/tooltip';
import { messageOf } from '@/lib/client/api';
import { nameProblem } from '@/lib/client/name-problem';
import { useRenameRecipe } from '@/lib/client/recipes';

/**
 * The recipe's name; a press turns it into a field. Enter keeps the new name, Esc the old one. A name that could not
 * be kept stays in the field, with the reason.
 */
export function RecipeTitle({ id, name }: { id: number; name: string }) {
  const [typed, setTyped] = useState<string | null>(null);
  const rename = useRenameRecipe();
  const errorId = useId();
  if (typed === null) {
    const open = () => {
      rename.reset();
      setTyped(name);
    };
    return (
      <Tooltip text="Rename">
        <button type="button" className="title-button cut" dir="auto" onClick={open}>
          {rename.isPending ? rename.variables.name : name}
        </button>
      </Tooltip>
    );
  }
  const problem = nameProblem(typed) ?? (rename.isError ? messageOf(rename.error) : undefined);
  const finish = () => {
    const wanted = typed.trim();
    if (nameProblem(typed) !== undefined) return;
    setTyped(null);
    if (wanted !== '' && wanted !== name) {
      rename.mutate({ id, name: wanted }, { onError: () => setTyped(typed) });
    }
  };
  return (
    <span className="title-edit">
      <input
        className="title-field"
        aria-label="Name of the recipe"
        aria-invalid={problem !== undefined}
        aria-describedby={problem === undefined ? undefined : errorId}
        dir="auto"
        value={typed}
        size={Math.min(60, Math.max(12, typed.length))}
        autoFocus
        onFocus={(event) => event.target.select()}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={finish}
        onKeyDown={(event) => {
          if (event.key === 'Enter') finish();
          if (event.key === 'Escape') setTyped(null);
        }}
      />
      {problem === undefined ? null : (
        <span className="title-error field-error" id={errorId} role="alert">
          {problem}
        </span>
      )}
    </span>
  );
}
