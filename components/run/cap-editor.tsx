'use client';

import { useState, type SubmitEvent } from 'react';
import { Button } from '@/components/ui/button';
import { typedAmount } from '@/lib/client/typed-number';

/** Raises a run's cap in place: a word that turns into a field and back. */
export function CapEditor({
  capUsd,
  spentUsd,
  saving,
  onSave,
}: {
  capUsd: number | null;
  /** Spent and held: a cap below it would be passed already. */
  spentUsd: number;
  saving: boolean;
  onSave: (usd: number) => Promise<unknown>;
}) {
  const [text, setText] = useState<string | null>(null);
  if (text === null) {
    return (
      <Button
        look="link"
        onClick={() =>
          setText((capUsd === null ? Math.max(1, suggestCap(spentUsd)) : suggestCap(capUsd)).toFixed(2))
        }
      >
        {capUsd === null ? 'Set a cap' : 'Raise cap'}
      </Button>
    );
  }
  const usd = typedAmount(text);
  const wrong = usd === null || usd <= spentUsd;
  const save = async (event: SubmitEvent) => {
    event.preventDefault();
    if (wrong) return;
    await onSave(usd);
    setText(null);
  };
  return (
    <form className="cap-editor" onSubmit={(event) => void save(event)}>
      <span className={`input ${wrong ? 'bad-field' : ''}`}>
        <span className="t3">$</span>
        <input
          aria-label="Cap in dollars"
          aria-invalid={wrong}
          inputMode="decimal"
          value={text}
          autoFocus
          onFocus={(event) => event.target.select()}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') setText(null);
          }}
        />
      </span>
      <Button
        type="submit"
        look="link"
        busy={saving}
        off={wrong ? 'The cap must be above what is spent and held' : undefined}
      >
        Save
      </Button>
    </form>
  );
}

/** The next round step: twice the cap, in dollars. */
export function suggestCap(usd: number): number {
  return Math.max(0.02, Math.ceil(usd * 200) / 100);
}
