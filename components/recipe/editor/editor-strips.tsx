'use client';

import { TriangleAlert } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';
import { useNow } from '@/lib/client/use-now';
import type { ComparedWith } from '../versions/versions-dialog';
import { useEditor, useEditorActions } from './editor-context';

/** What a person should know about the text being edited, before anything else. */
export function EditorStrips({ onCompare }: { onCompare: (other: ComparedWith) => void }) {
  const draft = useEditor((state) => state.draft);
  const { saver, replaceText } = useEditorActions();
  const takeTheirs = () => {
    const text = saver.takeTheirs();
    // A step of undo, which brings the own text back.
    if (text !== null) replaceText(text);
  };
  return (
    <div className="strips" aria-live="polite">
      {draft.kind === 'conflict' ? (
        <div className="strip">
          <Icon of={TriangleAlert} />
          <span className="grow">
            <b className="strong">Another text was saved elsewhere.</b> Yours is kept on this device.
          </span>
          <Button size="small" onClick={() => onCompare({ kind: 'theirs', yaml: draft.theirs.yaml })}>
            Compare
          </Button>
          <Button size="small" onClick={takeTheirs}>
            Take it
          </Button>
          <Button size="small" onClick={saver.keepMine}>
            Keep mine
          </Button>
        </div>
      ) : null}
      {draft.kind === 'kept' ? (
        <div className="strip">
          <Icon of={TriangleAlert} />
          <span className="grow">
            {draft.why === 'unreachable' ? (
              <>
                <b className="strong">Seedloom doesn’t answer.</b> Your text is kept on this device.
                <RetryIn atMs={draft.retryAtMs} />
              </>
            ) : (
              <>
                <b className="strong">The text can’t be saved.</b> {draft.message} It is kept on this device.
              </>
            )}
          </span>
          <Button size="small" onClick={() => void saver.flush()}>
            Try now
          </Button>
        </div>
      ) : null}
    </div>
  );
}

function RetryIn({ atMs }: { atMs: number }) {
  const now = useNow(1000);
  if (now === null) return null;
  const seconds = Math.max(1, Math.ceil((atMs - now) / 1000));
  // The countdown would be read aloud each second.
  return <span aria-hidden> Trying again in {seconds} s.</span>;
}
