'use client';

import { LoaderCircle, type LucideIcon } from 'lucide-react';
import Link from 'next/link';
import type { ComponentProps, MouseEvent, ReactNode } from 'react';
import { classNames } from './class-names';
import { Icon } from './icon';
import { Tooltip } from './tooltip';

export type ButtonLook = 'normal' | 'primary' | 'ghost' | 'danger' | 'danger-solid' | 'link';
export type ButtonSize = 'normal' | 'small' | 'large';

type ButtonFace = { look?: ButtonLook; size?: ButtonSize; icon?: LucideIcon; children?: ReactNode };

type ButtonProps = ButtonFace &
  Omit<ComponentProps<'button'>, 'disabled' | 'title'> & {
    /** The work it started goes on: keeps its width, shows a spinner, takes no press. */
    busy?: boolean;
    /** Why it can't be pressed now, in words. It stays reachable and tells this as its tooltip, and to who listens. */
    off?: string | undefined;
    /** A word more, shown on hover and focus. */
    hint?: string | undefined;
    /** Keys that do the same, told beside the hint. */
    shortcut?: string | undefined;
  };

/** A button. Disabled means `off="the reason"`: it keeps its place in the tab order. */
export function Button({
  look,
  size,
  icon,
  busy = false,
  off,
  hint,
  shortcut,
  children,
  onClick,
  className,
  ...rest
}: ButtonProps) {
  const inert = busy || off !== undefined;
  const press = (event: MouseEvent<HTMLButtonElement>) => {
    if (inert) event.preventDefault();
    else onClick?.(event);
  };
  return (
    // Also where there is nothing to tell yet: a button that comes to have a reason stays the same element and
    // keeps focus and presses.
    <Tooltip text={off ?? hint} shortcut={off === undefined ? shortcut : undefined}>
      <button
        type="button"
        {...rest}
        className={classNames(face({ look, size, icon, children }), className)}
        aria-busy={busy || undefined}
        aria-disabled={inert || undefined}
        aria-description={off}
        onClick={press}
      >
        {busy && icon === undefined ? (
          <>
            <span className="under-spinner">{children}</span>
            <ButtonIcon icon={icon} size={size} busy />
          </>
        ) : (
          <>
            <ButtonIcon icon={icon} size={size} busy={busy} />
            {children}
          </>
        )}
      </button>
    </Tooltip>
  );
}

/** A square button with an icon alone; its label is read aloud and shown on hover. */
export function IconButton({
  label,
  ...rest
}: Omit<ButtonProps, 'children' | 'hint' | 'icon'> & { label: string; icon: LucideIcon }) {
  return <Button look="ghost" aria-label={label} hint={label} {...rest} />;
}

/** A link that looks like a button: for what leads to an address. */
export function ButtonLink({
  look,
  size,
  icon,
  children,
  className,
  ...rest
}: ButtonFace & ComponentProps<typeof Link>) {
  return (
    <Link {...rest} className={classNames(face({ look, size, icon, children }), className)}>
      <ButtonIcon icon={icon} size={size} busy={false} />
      {children}
    </Link>
  );
}

function ButtonIcon({
  icon,
  size,
  busy,
}: {
  icon?: LucideIcon | undefined;
  size?: ButtonSize | undefined;
  busy: boolean;
}) {
  const drawn = size === 'small' ? 'm' : 'default';
  if (busy) return <Icon of={LoaderCircle} size={drawn} spin />;
  return icon ? <Icon of={icon} size={drawn} /> : null;
}

function face({ look = 'normal', size = 'normal', icon, children }: ButtonFace): string {
  const square = icon !== undefined && (children === undefined || children === null);
  return classNames('btn', look !== 'normal' && look, size !== 'normal' && size, square && 'square');
}
