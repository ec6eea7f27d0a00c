'use client';

import { Dice5 } from 'lucide-react';
import { useState } from 'react';
import { typedWhole } from '@/lib/client/typed-number';
import { IconButton } from '@/components/ui/button';
import { maxSeed } from '@/lib/api/common';
import { drawSeed } from './draw-seed';

/** The seed in words and figures, with a button for another one. */
export function SeedField({ seed, onChange }: { seed: number; onChange: (seed: number) => void }) {
  const [typed, setTyped] = useState<string | null>(null);
  const take = (text: string) => {
    const next = parseSeed(text);
    if (next !== null) onChange(next);
  };
  return (
    <label className="input num seed-field">
      seed
      <input
        inputMode="numeric"
        aria-label="Seed"
        autoComplete="off"
        value={typed ?? String(seed)}
        style={{ width: `calc(${Math.max(1, (typed ?? String(seed)).length)}ch + 8px)` }}
        onFocus={(event) => event.target.select()}
        onChange={(event) => {
          setTyped(event.target.value);
          take(event.target.value);
        }}
        onBlur={() => setTyped(null)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' || event.key === 'Escape') event.currentTarget.blur();
        }}
      />
      <IconButton
        icon={Dice5}
        size="small"
        label="Other seed"
        shortcut="Alt R"
        onClick={() => onChange(drawSeed())}
      />
    </label>
  );
}

/** A seed from a text, or null when it isn't one. */
export function parseSeed(text: string): number | null {
  const seed = typedWhole(text);
  return seed !== null && Number.isSafeInteger(seed) && seed <= maxSeed ? seed : null;
}
