'use client';

import { useState, type ComponentProps } from 'react';
import { TextField } from '@/components/ui/field';

/**
 * A line of text that is saved when it is left. What could not be saved stays in the field with the reason; Esc goes
 * back to what is stored. `problemOf` says what is wrong before anything is sent.
 */
export function SavedField({
  value,
  problemOf,
  onSave,
  ...rest
}: {
  value: string;
  problemOf?: (typed: string) => string | undefined;
  /** Resolves to null when it is kept, else to the reason. */
  onSave: (typed: string) => Promise<string | null>;
} & Omit<ComponentProps<typeof TextField>, 'value' | 'error' | 'onChange' | 'onBlur' | 'onKeyDown'>) {
  const [typed, setTyped] = useState<string | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const problem = typed === null ? undefined : problemOf?.(typed.trim());
  const leave = async () => {
    if (typed === null || problem !== undefined) return;
    const reason = typed.trim() === value ? null : await onSave(typed.trim());
    setRefusal(reason);
    if (reason === null) setTyped(null);
  };
  return (
    <TextField
      {...rest}
      value={typed ?? value}
      error={problem ?? refusal ?? undefined}
      onChange={(event) => {
        setTyped(event.target.value);
        setRefusal(null);
      }}
      onBlur={() => void leave()}
      onKeyDown={(event) => {
        if (event.key === 'Enter') {
          event.preventDefault();
          void leave();
        }
        if (event.key === 'Escape') {
          setTyped(null);
          setRefusal(null);
        }
      }}
    />
  );
}
