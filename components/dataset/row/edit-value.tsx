'use client';

import { Keys } from '@/components/ui/keys';
import { Button } from '@/components/ui/button';
import { wholeText } from '@/lib/client/cell-text';

/**
 * A value while it is edited: texts as they are, the rest as JSON. Ctrl Enter saves, Esc leaves and keeps what was
 * typed, Cancel drops it.
 */
export function EditValue({
  name,
  value,
  draft,
  isSaving,
  onDraft,
  onSave,
  onLeave,
}: {
  name: string;
  value: unknown;
  /** What was typed before and not saved. */
  draft: string | undefined;
  isSaving: boolean;
  /** Told of all that is typed; null when it is the value that stands there. */
  onDraft: (text: string | null) => void;
  onSave: (value: unknown) => void;
  onLeave: () => void;
}) {
  const isText = value === undefined || value === null || typeof value === 'string';
  const before = wholeText(value ?? '');
  const typed = draft ?? before;
  const parsed = isText ? { ok: true as const, value: typed } : parseJson(typed);
  const save = () => parsed.ok && onSave(parsed.value);
  return (
    <div className="edit-value">
      <textarea
        className={isText ? 'input' : 'input mono'}
        aria-label={`${name}, edited`}
        aria-invalid={!parsed.ok}
        dir="auto"
        rows={Math.min(16, Math.max(4, typed.split('\n').length + 1))}
        value={typed}
        autoFocus
        onChange={({ target }) => onDraft(target.value === before ? null : target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') {
            event.stopPropagation();
            onLeave();
          }
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
            event.preventDefault();
            save();
          }
        }}
      />
      {parsed.ok ? null : (
        <p className="small bad" role="alert">
          This is no JSON: {parsed.message}
        </p>
      )}
      <div className="row">
        <span className="small t2 grow">The model’s answer stays in History.</span>
        <Button
          size="small"
          onClick={() => {
            onDraft(null);
            onLeave();
          }}
        >
          Cancel
        </Button>
        <Button
          size="small"
          look="primary"
          busy={isSaving}
          off={parsed.ok ? undefined : 'The JSON isn’t right yet'}
          onClick={save}
        >
          Save <Keys of="Ctrl Enter" />
        </Button>
      </div>
    </div>
  );
}

function parseJson(text: string): { ok: true; value: unknown } | { ok: false; message: string } {
  try {
    return { ok: true, value: JSON.parse(text) as unknown };
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : 'it can’t be read' };
  }
}
