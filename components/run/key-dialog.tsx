'use client';

import Link from 'next/link';
import { useState, type SubmitEvent } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { TextField } from '@/components/ui/field';
import type { WireRun } from '@/lib/api/run-wire';

/** Takes a key for a run that was stopped for want of one, and lets it go on. */
export function KeyDialog({
  run,
  open,
  busy,
  onClose,
  onSave,
}: {
  run: WireRun;
  open: boolean;
  busy: boolean;
  onClose: () => void;
  onSave: (key: string) => void;
}) {
  const [key, setKey] = useState('');
  const save = (event: SubmitEvent) => {
    event.preventDefault();
    if (key.trim() !== '' && !busy) onSave(key.trim());
  };
  const label = run.endpoint?.label ?? 'the provider';
  return (
    <Dialog
      open={open}
      onClose={onClose}
      width="narrow"
      title={`A key for ${label}`}
      foot={
        <>
          <span className="grow" />
          <Button size="large" onClick={onClose}>
            Close
          </Button>
          <Button
            size="large"
            look="primary"
            type="submit"
            form="run-key"
            busy={busy}
            off={key.trim() === '' ? 'Enter the key first' : undefined}
          >
            Save and go on
          </Button>
        </>
      }
    >
      <form id="run-key" className="stack" onSubmit={save}>
        <TextField
          label="Key"
          type="password"
          value={key}
          autoFocus
          onChange={(event) => setKey(event.target.value)}
          hint={
            run.endpoint === null ? undefined : (
              <>
                Sent to <span className="mono">{run.endpoint.base_url}</span> and nowhere else.
              </>
            )
          }
        />
        <p className="small t2">
          It is kept sealed, for this run alone. For all runs, enter it under{' '}
          <Link href="/models">Models</Link> and resume.
        </p>
      </form>
    </Dialog>
  );
}
