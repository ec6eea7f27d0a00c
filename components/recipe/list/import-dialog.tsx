'use client';

import { FileUp } from 'lucide-react';
import { useId, useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';

/** Takes a recipe as a file or as pasted text: YAML of this language or of oumi, or the service's JSON. */
export function ImportDialog({
  open,
  busy,
  onClose,
  onFile,
  onText,
}: {
  open: boolean;
  busy: boolean;
  onClose: () => void;
  onFile: (file: File) => void;
  onText: (text: string) => void;
}) {
  const [text, setText] = useState('');
  const picker = useRef<HTMLInputElement>(null);
  const id = useId();
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title="Import a recipe"
      description="Choose a file, drop one anywhere on the page, or paste the text."
      foot={
        <>
          <input
            ref={picker}
            type="file"
            accept=".yaml,.yml,.json,.txt"
            className="hidden-text"
            tabIndex={-1}
            aria-label="Recipe file"
            onChange={(event) => {
              const file = event.target.files?.[0];
              if (file !== undefined) onFile(file);
              event.target.value = '';
            }}
          />
          <Button size="large" icon={FileUp} onClick={() => picker.current?.click()}>
            Choose a file
          </Button>
          <span className="grow" />
          <Button size="large" onClick={onClose}>
            Cancel
          </Button>
          <Button
            size="large"
            look="primary"
            busy={busy}
            off={text.trim() === '' ? 'Paste a text first' : undefined}
            onClick={() => onText(text)}
          >
            Import
          </Button>
        </>
      }
    >
      <div className="field">
        <label className="label" htmlFor={id}>
          Paste YAML or JSON
        </label>
        <span className="input">
          <textarea
            id={id}
            className="mono paste-box"
            rows={14}
            spellCheck={false}
            value={text}
            placeholder={'strategy: GENERAL\nnum_samples: 100\nstrategy_params:\n  …'}
            onChange={(event) => setText(event.target.value)}
            aria-describedby={`${id}-hint`}
          />
        </span>
        <p className="hint" id={`${id}-hint`}>
          Any valid <span className="mono">oumi synth</span> recipe runs here unchanged. A file can also be
          dropped anywhere on the page.
        </p>
      </div>
    </Dialog>
  );
}
