'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { TextField } from '@/components/ui/field';
import type { WireRun } from '@/lib/api/run-wire';
import { messageOf } from '@/lib/client/api';
import { useRenameDataset } from '@/lib/client/datasets';

/** Asks for a dataset's new name. */
export function RenameDataset({ run, onClose }: { run: WireRun; onClose: () => void }) {
  const [typed, setTyped] = useState(run.name);
  const rename = useRenameDataset();
  const name = typed.trim();
  const submit = () => {
    if (name === '' || rename.isPending) return;
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
            off={name === '' ? 'A dataset needs a name' : undefined}
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
          maxLength={200}
          dir="auto"
          onChange={(event) => setTyped(event.target.value)}
          onFocus={(event) => event.target.select()}
          error={rename.isError ? messageOf(rename.error) : undefined}
        />
      </form>
    </Dialog>
  );
}
