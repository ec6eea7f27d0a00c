'use client';

import { useState } from 'react';
import { parseSeed } from './seed-field';

/** The row that is shown; another number and Enter go there. */
export function RowField({ row, onChange }: { row: number; onChange: (row: number) => void }) {
  const [typed, setTyped] = useState<string | null>(null);
  const shown = typed ?? String(row);
  return (
    <label className="input num seed-field row-field">
      row
      <input
        inputMode="numeric"
        aria-label="Go to row"
        autoComplete="off"
        value={shown}
        style={{ width: `calc(${Math.max(1, shown.length)}ch + 8px)` }}
        onFocus={(event) => event.target.select()}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={() => setTyped(null)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') setTyped(null);
          if (event.key !== 'Enter') return;
          const next = parseSeed(event.currentTarget.value);
          if (next !== null) onChange(next);
          setTyped(null);
        }}
      />
    </label>
  );
}
