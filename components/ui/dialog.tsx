'use client';

import { X } from 'lucide-react';
import { AlertDialog, Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
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
  children: ReactNode;
};

/** A modal dialog: holds the focus and gives it back, closes by Esc and by a press beside it. */
export function Dialog({
  open,
  onClose,
  title,
  aside,
  width = 'wide',
  description,
  foot,
  children,
}: DialogProps) {
  return (
    <Radix.Root open={open} onOpenChange={(next) => next || onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="scrim">
          <Radix.Content
            className={classNames('dialog', width !== 'wide' && width)}
            aria-modal
            // Not the close button, whose hint would take the first Esc.
            onOpenAutoFocus={(event) => {
              event.preventDefault();
              if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus();
            }}
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
      </Radix.Portal>
    </Radix.Root>
  );
}

/** Asks once before something that can't be taken back. Both answers name what they do. */
export function ConfirmDialog(props: {
  open: boolean;
  title: string;
  children: ReactNode;
  confirm: string;
  keep: string;
  busy?: boolean;
  onConfirm: () => void;
  onClose: () => void;
}) {
  return (
    <AlertDialog.Root open={props.open} onOpenChange={(next) => next || props.onClose()}>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className="scrim">
          <AlertDialog.Content className="dialog narrow">
            <div className="dialog-body">
              <AlertDialog.Title asChild>
                <h2 className="dialog-title">{props.title}</h2>
              </AlertDialog.Title>
              <AlertDialog.Description asChild>
                <div className="t2">{props.children}</div>
              </AlertDialog.Description>
            </div>
            <div className="dialog-foot">
              <span className="grow" />
              <AlertDialog.Cancel asChild>
                <Button size="large">{props.keep}</Button>
              </AlertDialog.Cancel>
              <Button size="large" look="danger-solid" busy={props.busy ?? false} onClick={props.onConfirm}>
                {props.confirm}
              </Button>
            </div>
          </AlertDialog.Content>
        </AlertDialog.Overlay>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
