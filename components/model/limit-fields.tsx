'use client';

import { useState } from 'react';
import { TextField } from '@/components/ui/field';
import type { UpdateProviderBody, WireProvider } from '@/lib/api/model-wire';
import { formatCount } from '@/lib/client/format';

type Limit = 'requests_per_minute' | 'max_concurrency' | 'timeout_ms';

/** A provider's limits, shared by all runs; each is saved when its field is left. Empty means none. */
export function LimitFields({
  provider,
  onSave,
}: {
  provider: WireProvider;
  onSave: (change: UpdateProviderBody) => Promise<boolean>;
}) {
  return (
    <div>
      <div className="limits">
        <LimitField
          label="Requests a minute"
          value={provider.requests_per_minute}
          onSave={(value) => onSave(change('requests_per_minute', value))}
        />
        <LimitField
          label="At once, at most"
          unit="adapts"
          value={provider.max_concurrency}
          most={10_000}
          onSave={(value) => onSave(change('max_concurrency', value))}
        />
        <LimitField
          label="Seconds for a call"
          value={provider.timeout_ms === null ? null : Math.round(provider.timeout_ms / 1000)}
          none="as the recipe says"
          most={86_400}
          onSave={(value) => onSave(change('timeout_ms', value === null ? null : value * 1000))}
        />
      </div>
      <p className="hint">
        Shared by all runs. Slows down by itself when {provider.name} answers “too many requests”.
      </p>
    </div>
  );
}

function LimitField({
  label,
  value,
  unit,
  none = 'no limit',
  most = 100_000_000,
  onSave,
}: {
  label: string;
  value: number | null;
  unit?: string;
  /** What an empty field means. */
  none?: string;
  most?: number;
  onSave: (value: number | null) => Promise<boolean>;
}) {
  const [text, setText] = useState<string | null>(null);
  const written = text ?? (value === null ? '' : formatCount(value));
  const next = readLimit(written, most);
  const leave = async () => {
    if (text === null || next === undefined) return;
    if (next === value || (await onSave(next))) setText(null);
  };
  return (
    <TextField
      label={label}
      inputMode="numeric"
      placeholder={none}
      unit={unit}
      value={written}
      error={next === undefined ? `A whole number from 1 to ${formatCount(most)}` : undefined}
      onChange={(event) => setText(event.target.value)}
      onBlur={() => void leave()}
      onKeyDown={(event) => {
        if (event.key === 'Enter') {
          event.preventDefault();
          void leave();
        }
      }}
    />
  );
}

function change(limit: Limit, value: number | null): UpdateProviderBody {
  return { [limit]: value };
}

/** A limit as it was typed: null for none, undefined for what is no limit. */
function readLimit(text: string, most: number): number | null | undefined {
  const digits = text.replaceAll(/[,\s]/g, '');
  if (digits === '') return null;
  const value = Number(digits);
  return Number.isInteger(value) && value >= 1 && value <= most ? value : undefined;
}
