'use client';

import { useState, type ComponentProps } from 'react';
import { classNames } from '@/components/ui/class-names';

/**
 * A name that is taken over when the field is left or by Enter, not while it is typed; Escape takes it back. `troubleOf`
 * says why a name can't be had: such a one stays as it was typed until the name itself changes.
 */
export function NameInput({
  name,
  troubleOf,
  isBad = false,
  onRename,
  ...rest
}: {
  name: string;
  troubleOf: (wanted: string) => string | undefined;
  /** Something else is wrong with it. */
  isBad?: boolean;
  onRename: (wanted: string) => void;
} & Omit<ComponentProps<'input'>, 'name' | 'value' | 'onChange' | 'onBlur' | 'onKeyDown'>) {
  const [last, setTyped] = useState<{ text: string; over: string } | null>(null);
  const typed = last?.over === name ? last.text : null;
  const wanted = typed?.trim() ?? name;
  const trouble = typed === null ? undefined : troubleOf(wanted);
  const finish = () => {
    if (trouble !== undefined) return;
    setTyped(null);
    if (wanted !== name) onRename(wanted);
  };
  return (
    <>
      <span className={classNames('input mono', (trouble !== undefined || isBad) && 'bad-field')}>
        <input
          aria-invalid={trouble !== undefined || undefined}
          {...rest}
          dir="auto"
          autoComplete="off"
          spellCheck={false}
          data-own-undo={typed === null ? undefined : ''}
          value={typed ?? name}
          onChange={(event) => setTyped({ text: event.target.value, over: name })}
          onBlur={finish}
          onKeyDown={(event) => {
            if (event.nativeEvent.isComposing) return;
            if (event.key === 'Enter') finish();
            if (event.key === 'Escape' && typed !== null) {
              event.stopPropagation();
              setTyped(null);
            }
          }}
        />
      </span>
      {trouble === undefined ? null : (
        <p className="field-error" role="alert">
          {trouble}
        </p>
      )}
    </>
  );
}
