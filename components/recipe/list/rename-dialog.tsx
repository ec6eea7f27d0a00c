'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { TextField } from '@/components/ui/field';
import { messageOf } from '@/lib/client/api';
import { nameProblem } from '@/lib/client/name-problem';
import { useRenameRecipe } from '@/lib/client/recipes';

/** Asks for a recipe's new name. */
export function RenameDialog({ id, name, onClose }: { id: number; name: string; onClose: () => void }) {
  const [typed, setTyped] = useState(name);
  const rename = useRenameRecipe();
  const wanted = typed.trim();
  const problem = nameProblem(typed);
  const why = wanted === '' ? 'A recipe needs a name' : problem;
  const submit = () => {
    if (why !== undefined || rename.isPending) return;
    if (wanted === name) onClose();
    else rename.mutate({ id, name: wanted }, { onSuccess: onClose });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title="Rename recipe"
      width="narrow"
      foot={
        <>
          <span className="grow" />
          <Button size="large" onClick={onClose}>
            Cancel
          </Button>
          <Button
            size="large"
            look="primary"
            type="submit"
            form="rename-recipe"
            busy={rename.isPending}
            off={why}
          >
            Rename
          </Button>
        </>
      }
    >
      <form
        id="rename-recipe"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <TextField
          label="Name"
          value={typed}
          dir="auto"
          onChange={(event) => setTyped(event.target.value)}
          onFocus={(event) => event.target.select()}
          error={problem ?? (rename.isError ? messageOf(rename.error) : undefined)}
        />
      </form>
    </Dialog>
  );
}
