'use client';

import { useState } from 'react';
import { classNames } from '@/components/ui/class-names';

/** A cell that keeps what is typed until it is left or Enter is pressed; Escape takes it back. */
export function SettledText({
  label,
  value,
  placeholder,
  mono = false,
  isBad = false,
  onSettle,
}: {
  label: string;
  value: string;
  placeholder?: string;
  mono?: boolean;
  isBad?: boolean;
  onSettle: (text: string) => void;
}) {
  const [typed, setTyped] = useState<string | null>(null);
  const finish = () => {
    const text = typed;
    setTyped(null);
    if (text !== null && text !== value) onSettle(text);
  };
  return (
    <span className={classNames('input', mono && 'mono', isBad && 'bad-field')}>
      <textarea
        aria-label={label}
        aria-invalid={isBad || undefined}
        dir="auto"
        rows={1}
        spellCheck={!mono}
        placeholder={placeholder}
        data-own-undo={typed === null ? undefined : ''}
        value={typed ?? value}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={finish}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          if (event.key === 'Enter' && !event.shiftKey) {
            event.preventDefault();
            finish();
          }
          if (event.key === 'Escape' && typed !== null) {
            event.stopPropagation();
            setTyped(null);
          }
        }}
      />
    </span>
  );
}
