'use client';

import { Tooltip as Radix } from 'radix-ui';
import { useState, type ReactNode } from 'react';
import { KeyNames } from './keys';

/** Set once around all pages, so that a second tooltip opens without a wait. */
export const TooltipProvider = Radix.Provider;

/**
 * A word more about one control, on hover and on focus. Never the only place of something needed. Without a text
 * nothing opens, and the control stays the same element when one comes. It goes out of sight with its control.
 */
export function Tooltip({
  text,
  shortcut,
  children,
}: {
  text: string | undefined;
  shortcut?: string | undefined;
  children: ReactNode;
}) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Radix.Root delayDuration={500} open={isOpen && text !== undefined} onOpenChange={setIsOpen}>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content className="tip" sideOffset={6} collisionPadding={8} hideWhenDetached>
          {text}
          {shortcut === undefined ? null : (
            <kbd>
              <KeyNames of={shortcut} />
            </kbd>
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
