'use client';

import { Copy, Download } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Note } from '@/components/ui/states';
import { Choice } from '@/components/ui/tabs';
import { copyText } from '@/components/ui/copy-text';
import type { WrittenExport } from '@/lib/client/interchange/write-export';
import { withLibraries } from '@/lib/client/with-libraries';
import { FoundLines } from './found-lines';
import { saveTextFile } from './save-text-file';

const formats = [
  { value: 'own', label: 'Seedloom' },
  { value: 'oumi', label: 'oumi synth' },
  { value: 'hosted', label: 'Hosted service' },
] as const;
type Format = (typeof formats)[number]['value'];

const hints: Record<Format, string> = {
  own: 'The recipe as it is, with its comments. Keys are never in it.',
  oumi: 'Plain YAML for oumi synth, with your comments.',
  hosted: 'The JSON body that starts a run of the hosted service.',
};

/** Gives a recipe out for this or another program, and says first what that one can't do. */
export function ExportDialog({ name, text, onClose }: { name: string; text: string; onClose: () => void }) {
  const [format, setFormat] = useState<Format>('own');
  const written = useWritten(text, format);
  const out = written?.ok === true ? written.text : null;
  return (
    <Dialog
      open
      onClose={onClose}
      title="Export the recipe"
      description="Choose who will read the recipe, see what is left out, and take the file."
      foot={
        <>
          <Button
            size="large"
            icon={Copy}
            off={out === null ? 'There is nothing to copy' : undefined}
            onClick={() => {
              if (out !== null) void copyText(out, 'Copied.');
            }}
          >
            Copy
          </Button>
          <span className="grow" />
          <Button size="large" onClick={onClose}>
            Cancel
          </Button>
          <Button
            size="large"
            look="primary"
            icon={Download}
            off={out === null ? 'There is nothing to download' : undefined}
            onClick={() => {
              if (out === null) return;
              saveTextFile(name, out, format === 'hosted' ? 'json' : 'yaml');
              onClose();
            }}
          >
            Download
          </Button>
        </>
      }
    >
      <div className="stack">
        <div className="row">
          <Choice label="For" items={formats} value={format} onChange={setFormat} />
        </div>
        <p className="small t2">{hints[format]}</p>
        {written === null ? null : <WhatIsLost written={written} />}
        {out === null ? null : (
          <pre className="mono export-text" tabIndex={0} aria-label="The exported text">
            {out}
          </pre>
        )}
      </div>
    </Dialog>
  );
}

/** The text for a reader; null for the moment that the code which writes it needs to arrive. */
function useWritten(text: string, format: Format): WrittenExport | null {
  const [written, setWritten] = useState<{ format: Format; result: WrittenExport } | null>(null);
  useEffect(() => {
    if (format === 'own') return;
    let isOver = false;
    void import('@/lib/client/interchange/write-export').then(async ({ writeExport }) => {
      const result = await withLibraries(() => writeExport(text, format));
      if (!isOver) setWritten({ format, result });
    });
    return () => {
      isOver = true;
    };
  }, [text, format]);
  if (format === 'own') return { ok: true, text, dropped: [] };
  return written?.format === format ? written.result : null;
}

function WhatIsLost({ written }: { written: WrittenExport }) {
  if (!written.ok) {
    return (
      <Note tone="bad" live="alert">
        Only a valid recipe can be written for others. {written.problems[0]}
      </Note>
    );
  }
  const lines = written.dropped.map(({ place, reason }) => ({
    severity: 'warning' as const,
    place,
    text: reason,
  }));
  return <FoundLines title="Left out or put otherwise" lines={lines} />;
}
