'use client';

import { useState } from 'react';
import { Tooltip } from '@/components/ui/tooltip';
import { showToast } from '@/components/ui/toast';
import { messageOf } from '@/lib/client/api';
import { useRenameRecipe } from '@/lib/client/recipes';
import { useEditorActions } from './editor-context';

/** The recipe's name; a press turns it into a field. Enter keeps the new name, Esc the old one. */
export function RecipeTitle({ id, name }: { id: number; name: string }) {
  const [typed, setTyped] = useState<string | null>(null);
  const rename = useRenameRecipe();
  const { saver } = useEditorActions();
  const shown = rename.isPending ? rename.variables.name : name;
  if (typed === null) {
    return (
      <Tooltip text="Rename">
        <button type="button" className="title-button cut" dir="auto" onClick={() => setTyped(name)}>
          {shown}
        </button>
      </Tooltip>
    );
  }
  const finish = () => {
    const wanted = typed.trim();
    setTyped(null);
    if (wanted === '' || wanted === name) return;
    void saver.flush().then(() =>
      rename.mutate(
        { id, name: wanted },
        {
          onSuccess: ({ yaml, draft, draft_revision: revision }) =>
            saver.seeSaved({ yaml: draft ?? yaml, revision }),
          onError: (error) => showToast({ tone: 'bad', text: messageOf(error) }),
        },
      ),
    );
  };
  return (
    <input
      className="title-field"
      aria-label="Name of the recipe"
      dir="auto"
      maxLength={200}
      value={typed}
      size={Math.max(12, typed.length)}
      autoFocus
      onFocus={(event) => event.target.select()}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={finish}
      onKeyDown={(event) => {
        if (event.key === 'Enter') finish();
        if (event.key === 'Escape') setTyped(null);
      }}
    />
  );
}
