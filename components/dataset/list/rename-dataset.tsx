'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { TextField } from '@/components/ui/field';
import type { WireRun } from '@/lib/api/run-wire';
import { messageOf } from '@/lib/client/api';
import { useRenameDataset } from '@/lib/client/datasets';
import { nameProblem } from '@/lib/client/name-problem';

/** Asks for a dataset's new name. */
export function RenameDataset({ run, onClose }: { run: WireRun; onClose: () => void }) {
  const [typed, setTyped] = useState(run.name);
  const rename = useRenameDataset();
  const name = typed.trim();
  const problem = nameProblem(typed);
  const why = name === '' ? 'A dataset needs a name' : problem;
  const submit = () => {
    if (why !== undefined || rename.isPending) return;
    if (name === run.name) onClose();
    else rename.mutate({ id: run.dataset_id, runId: run.id, name }, { onSuccess: onClose });
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Rename run ${run.id}`}
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
            form="rename-dataset"
            busy={rename.isPending}
            off={why}
          >
            Rename
          </Button>
        </>
      }
    >
      <form
        id="rename-dataset"
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
