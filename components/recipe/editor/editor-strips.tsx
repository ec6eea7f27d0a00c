'use client';

import { TriangleAlert } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';
import { RetryIn } from '@/components/ui/retry-in';
import { useSpoken } from '@/components/ui/spoken';
import type { DraftState } from '@/lib/client/draft-saver';
import { formatAgo } from '@/lib/client/format';
import { useNow } from '@/lib/client/use-now';
import { useSecondsUntil } from '@/lib/client/use-seconds-until';
import { DraftingStrip } from '../drafting/drafting-strip';
import type { RecipeDrafting } from '../drafting/use-drafting';
import type { ComparedWith } from '../versions/versions-dialog';
import { useEditor, useEditorActions } from './editor-context';
import { useLeftText } from './use-left-text';
import { useSaveVersionNow } from './use-save-version-now';

/** What a person should know about the text being edited, before anything else. */
export function EditorStrips({
  onCompare,
  drafting,
}: {
  onCompare: (other: ComparedWith) => void;
  drafting: RecipeDrafting | null;
}) {
  const draft = useEditor((state) => state.draft);
  const hasClash = useEditor((state) => state.hasClash);
  const version = useEditor((state) => state.version);
  const { saver, replaceText } = useEditorActions();
  const saveVersion = useSaveVersionNow();
  const { left, forget } = useLeftText();
  const nowMs = useNow(30_000);
  const retryInSeconds = useSecondsUntil(
    draft.kind === 'kept' && draft.why === 'unreachable' ? draft.retryAtMs : null,
  );
  const other =
    draft.kind === 'conflict'
      ? savedWords(draft.theirs.newVersion)
      : hasClash
        ? savedWords(version.number)
        : '';
  useSpoken(other === '' ? '' : `${other} Yours is kept.`);
  useSpoken(left === null ? '' : 'A text was never saved.');
  useSpoken(draft.kind === 'kept' ? keptWords(draft) : '');
  return (
    <div className="strips">
      {drafting === null ? null : <DraftingStrip drafting={drafting} />}
      {draft.kind === 'conflict' ? (
        <OtherTextStrip
          title={savedWords(draft.theirs.newVersion)}
          keep={keepWords(draft.theirs.newVersion)}
          onCompare={() => onCompare({ kind: 'theirs', yaml: draft.theirs.yaml })}
          onTake={() => {
            const text = saver.takeTheirs();
            // A step of undo, which brings the own text back.
            if (text !== null) replaceText(text);
          }}
          onKeep={() => {
            saver.keepMine();
            if (draft.theirs.newVersion !== null) void saveVersion();
          }}
        />
      ) : hasClash ? (
        <OtherTextStrip
          title={savedWords(version.number)}
          keep={keepWords(version.number)}
          onCompare={() => onCompare({ kind: 'version', version: version.number })}
          onTake={() => replaceText(version.yaml)}
          onKeep={() => void saveVersion()}
        />
      ) : null}
      {left === null || nowMs === null ? null : (
        <OtherTextStrip
          title={`A text from ${formatAgo(left.at, nowMs)} was never saved.`}
          about="It is kept; below is the saved one."
          keep="Keep the saved one"
          onCompare={() => onCompare({ kind: 'theirs', yaml: left.yaml })}
          onTake={() => replaceText(left.yaml)}
          onKeep={forget}
        />
      )}
      {draft.kind === 'kept' ? (
        <div className="strip">
          <Icon of={TriangleAlert} />
          <span className="grow">
            {draft.why === 'unreachable' ? (
              <>
                <b className="strong">Seedloom doesn’t answer.</b> Your text is kept on this device.{' '}
                <RetryIn seconds={retryInSeconds} />
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

/** Another text than the own one is there, and a person chooses. */
function OtherTextStrip({
  title,
  about = 'Yours is kept.',
  keep,
  onCompare,
  onTake,
  onKeep,
}: {
  title: string;
  /** What becomes of which text. */
  about?: string;
  keep: string;
  onCompare: () => void;
  onTake: () => void;
  onKeep: () => void;
}) {
  return (
    <div className="strip">
      <Icon of={TriangleAlert} />
      <span className="grow">
        <b className="strong num">{title}</b> {about}
      </span>
      <Button size="small" onClick={onCompare}>
        Compare
      </Button>
      <Button size="small" onClick={onTake}>
        Take it
      </Button>
      <Button size="small" onClick={onKeep}>
        {keep}
      </Button>
    </div>
  );
}

function keptWords(kept: Extract<DraftState, { kind: 'kept' }>): string {
  return kept.why === 'unreachable'
    ? 'Seedloom doesn’t answer. Your text is kept on this device.'
    : `The text can’t be saved. ${kept.message} It is kept on this device.`;
}

/** A text on the server is a version, or a draft (null). */
function savedWords(version: number | null): string {
  return `${version === null ? 'Another text' : `v${version}`} was saved elsewhere.`;
}

function keepWords(version: number | null): string {
  return version === null ? 'Keep mine' : `Keep mine as v${version + 1}`;
}
