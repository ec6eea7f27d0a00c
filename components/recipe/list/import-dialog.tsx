'use client';

import { FileUp } from 'lucide-react';
import { useId, useRef } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import type { FoundRecipe } from '@/lib/client/interchange/read-import';
import { ImportFindings } from './import-findings';
import type { ImportedText } from './use-import';

/**
 * Takes a recipe as a file or as pasted text (YAML of this language or of oumi, the hosted service's JSON, a list
 * of parameters) and shows what becomes of it before it is stored.
 */
export function ImportDialog({
  given,
  found,
  isFromBefore,
  busy,
  onChange,
  onClose,
  onFile,
  onImport,
}: {
  given: ImportedText;
  /** What becomes of it; null until that is known. */
  found: FoundRecipe | null;
  /** Was it typed before the dialog opened? */
  isFromBefore: boolean;
  busy: boolean;
  onChange: (given: ImportedText) => void;
  onClose: () => void;
  onFile: (file: File) => void;
  onImport: (found: FoundRecipe) => void;
}) {
  const { text, name } = given;
  const picker = useRef<HTMLInputElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  const isEmpty = text.trim() === '';
  return (
    <Dialog
      open
      onClose={onClose}
      title="Import a recipe"
      description="Choose a file, drop one anywhere on the page, or paste the text. You see what becomes of it first."
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
            off={isEmpty ? 'Paste a text first' : found === null ? 'The text is being read' : undefined}
            onClick={() => found !== null && onImport(found)}
          >
            Import
          </Button>
        </>
      }
    >
      <div className="stack">
        <div className="field">
          <div className="row">
            <label className="label" htmlFor={id}>
              Paste YAML or JSON
            </label>
            {isEmpty ? null : (
              <Button
                size="small"
                look="ghost"
                className="right"
                off={busy ? 'It is being imported' : undefined}
                onClick={() => {
                  onChange({ ...given, text: '' });
                  field.current?.focus();
                }}
              >
                Clear
              </Button>
            )}
          </div>
          {isFromBefore ? <p className="small t2">Kept from before, as it is not imported yet.</p> : null}
          <span className="input">
            <textarea
              ref={field}
              id={id}
              className="mono paste-box"
              rows={isEmpty ? 14 : 9}
              spellCheck={false}
              value={text}
              placeholder={'strategy: GENERAL\nnum_samples: 100\nstrategy_params:\n  …'}
              onChange={(event) => onChange({ text: event.target.value, name })}
              aria-describedby={`${id}-hint`}
            />
          </span>
          <p className="hint" id={`${id}-hint`}>
            Any valid <span className="mono">oumi synth</span> recipe runs here unchanged. So does the hosted
            service’s JSON, and a list of parameters becomes a recipe. A file can also be dropped anywhere on
            the page.
          </p>
        </div>
        {found === null || isEmpty ? null : <ImportFindings found={found} />}
      </div>
    </Dialog>
  );
}
