'use client';

import { Popover as Radix } from 'radix-ui';
import type { ReactNode } from 'react';

/** A small panel under its trigger, for what is more than a list of commands. Esc closes it. */
export function Popover({
  trigger,
  label,
  align = 'end',
  open,
  onOpen,
  children,
}: {
  /** One button element. */
  trigger: ReactNode;
  label: string;
  align?: 'start' | 'end';
  /** Given by those who open and close it themselves. */
  open?: boolean;
  onOpen?: (isOpen: boolean) => void;
  children: ReactNode;
}) {
  return (
    <Radix.Root {...(open !== undefined && { open })} {...(onOpen && { onOpenChange: onOpen })}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          className="menu floating popover"
          align={align}
          sideOffset={4}
          collisionPadding={8}
          aria-label={label}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
