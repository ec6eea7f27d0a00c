'use client';

import { typedWhole } from '@/lib/client/typed-number';
import type { UpdateProviderBody, WireProvider } from '@/lib/api/model-wire';
import { formatCount } from '@/lib/client/format';
import { SavedField } from './saved-field';

type Limit =
  | 'requests_per_minute'
  | 'input_tokens_per_minute'
  | 'output_tokens_per_minute'
  | 'max_concurrency'
  | 'timeout_ms';

/** A provider's limits, shared by all runs; each is saved when its field is left. Empty means none. */
export function LimitFields({
  provider,
  onSave,
}: {
  provider: WireProvider;
  onSave: (change: UpdateProviderBody) => Promise<string | null>;
}) {
  const save = (limit: Limit) => (value: number | null) => onSave({ [limit]: value });
  return (
    <div>
      <div className="limits">
        <LimitField
          label="Requests a minute"
          value={provider.requests_per_minute}
          onSave={save('requests_per_minute')}
        />
        <LimitField
          label="Prompt tokens a minute"
          value={provider.input_tokens_per_minute}
          most={1_000_000_000}
          onSave={save('input_tokens_per_minute')}
        />
        <LimitField
          label="Answer tokens a minute"
          value={provider.output_tokens_per_minute}
          most={1_000_000_000}
          onSave={save('output_tokens_per_minute')}
        />
        <LimitField
          label="At once, at most"
          unit="adapts"
          value={provider.max_concurrency}
          most={10_000}
          onSave={save('max_concurrency')}
        />
        <LimitField
          label="Seconds for a call"
          value={provider.timeout_ms === null ? null : Math.round(provider.timeout_ms / 1000)}
          none="as the recipe says"
          most={86_400}
          onSave={(seconds) => save('timeout_ms')(seconds === null ? null : seconds * 1000)}
        />
      </div>
      <p className="hint">
        Shared by all runs. Slows down by itself when <span dir="auto">{provider.name}</span> answers “too
        many requests”.
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
  onSave: (value: number | null) => Promise<string | null>;
}) {
  return (
    <SavedField
      label={label}
      inputMode="numeric"
      placeholder={none}
      unit={unit}
      value={value === null ? '' : formatCount(value)}
      problemOf={(typed) =>
        readLimit(typed, most) === undefined ? `A whole number from 1 to ${formatCount(most)}` : undefined
      }
      onSave={(typed) => onSave(readLimit(typed, most) ?? null)}
    />
  );
}

/** A limit as it was typed: null for none, undefined for what is no limit. */
function readLimit(text: string, most: number): number | null | undefined {
  if (text.trim() === '') return null;
  const value = typedWhole(text);
  return value !== null && value >= 1 && value <= most ? value : undefined;
}
