'use client';

import { X } from 'lucide-react';
import { AlertDialog, Dialog as Radix } from 'radix-ui';
import { useState, type KeyboardEvent, type ReactNode } from 'react';
import { Button, IconButton } from './button';
import { classNames } from './class-names';

type DialogProps = {
  open: boolean;
  onClose: () => void;
  title: ReactNode;
  /** Beside the title: a version, a pill. */
  aside?: ReactNode;
  width?: 'wide' | 'narrow' | 'full';
  /** One sentence on what the dialog is for; read aloud when it opens. */
  description?: string;
  foot?: ReactNode;
  /** What Ctrl Enter does, wherever in the dialog the focus is. */
  onCtrlEnter?: () => void;
  children: ReactNode;
};

/** A modal dialog: holds the focus and gives it back, closes by Esc and by a press beside it. */
export function Dialog({ open, onClose, ...rest }: DialogProps) {
  return (
    <Radix.Root open={open} onOpenChange={(next) => next || onClose()}>
      <Radix.Portal>
        <DialogPanel {...rest} />
      </Radix.Portal>
    </Radix.Root>
  );
}

/** There only while the dialog is open. */
function DialogPanel({
  title,
  aside,
  width = 'wide',
  description,
  foot,
  onCtrlEnter,
  children,
}: Omit<DialogProps, 'open' | 'onClose'>) {
  const returnFocus = useFocusReturn();
  const press = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    // A menu of the dialog stands elsewhere and has its own Enter.
    const isInside = event.target instanceof Node && event.currentTarget.contains(event.target);
    if (onCtrlEnter === undefined || !isInside) return;
    // Neither the button that has the focus nor the form takes the key, whatever goes with it.
    event.preventDefault();
    // Held down, it may be the press that opened the dialog.
    if (!event.shiftKey && !event.altKey && !event.repeat) onCtrlEnter();
  };
  return (
    <Radix.Overlay className="scrim">
      <Radix.Content
        className={classNames('dialog', width !== 'wide' && width)}
        aria-modal
        // Not the close button, whose hint would take the first Esc.
        onOpenAutoFocus={(event) => {
          event.preventDefault();
          if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus();
        }}
        onCloseAutoFocus={returnFocus}
        onKeyDown={press}
        {...(description === undefined ? { 'aria-describedby': undefined } : {})}
      >
        <div className="dialog-head">
          <Radix.Title asChild>
            <h2 className="cut dialog-title">{title}</h2>
          </Radix.Title>
          {aside}
          <span className="grow" />
          <Radix.Close asChild>
            <IconButton label="Close" icon={X} />
          </Radix.Close>
        </div>
        {description === undefined ? null : (
          <Radix.Description className="hidden-text">{description}</Radix.Description>
        )}
        <div className="dialog-body">{children}</div>
        {foot === undefined ? null : <div className="dialog-foot">{foot}</div>}
      </Radix.Content>
    </Radix.Overlay>
  );
}

type ConfirmProps = {
  open: boolean;
  title: string;
  children: ReactNode;
  confirm: string;
  keep: string;
  busy?: boolean;
  onConfirm: () => void;
  onClose: () => void;
};

/** Asks once before something that can't be taken back. Both answers name what they do. */
export function ConfirmDialog({ open, onClose, ...rest }: ConfirmProps) {
  return (
    <AlertDialog.Root open={open} onOpenChange={(next) => next || onClose()}>
      <AlertDialog.Portal>
        <ConfirmPanel {...rest} />
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}

function ConfirmPanel({
  title,
  children,
  confirm,
  keep,
  busy = false,
  onConfirm,
}: Omit<ConfirmProps, 'open' | 'onClose'>) {
  const returnFocus = useFocusReturn();
  return (
    <AlertDialog.Overlay className="scrim">
      <AlertDialog.Content className="dialog narrow" onCloseAutoFocus={returnFocus}>
        <div className="dialog-body">
          <AlertDialog.Title asChild>
            <h2 className="dialog-title">{title}</h2>
          </AlertDialog.Title>
          <AlertDialog.Description asChild>
            <div className="t2">{children}</div>
          </AlertDialog.Description>
        </div>
        <div className="dialog-foot">
          <span className="grow" />
          <AlertDialog.Cancel asChild>
            <Button size="large">{keep}</Button>
          </AlertDialog.Cancel>
          <Button size="large" look="danger-solid" busy={busy} onClick={onConfirm}>
            {confirm}
          </Button>
        </div>
      </AlertDialog.Content>
    </AlertDialog.Overlay>
  );
}

/**
 * Gives the focus back to what had it when the dialog opened. Radix knows only of triggers that stand inside the
 * dialog's own root, and a field that takes the focus itself does so before it looks.
 */
function useFocusReturn(): (event: Event) => void {
  const [opener] = useState(() => openerOf(document.activeElement));
  return (event) => {
    event.preventDefault();
    // What the dialog did may have put it elsewhere by now.
    if (document.activeElement === document.body) opener?.focus();
  };
}

/** A menu's item is gone when the dialog closes: the menu's button stands for it. */
function openerOf(focused: Element | null): HTMLElement | null {
  const trigger = focused?.closest('[role=menu]')?.getAttribute('aria-labelledby');
  const opener = trigger ? document.getElementById(trigger) : focused;
  return opener instanceof HTMLElement ? opener : null;
}
