'use client';

import type { LucideIcon } from 'lucide-react';
import Link from 'next/link';
import { DropdownMenu } from 'radix-ui';
import type { ReactNode } from 'react';
import { classNames } from './class-names';
import { Icon } from './icon';

/** A menu under its trigger. The trigger is one button element. */
export function Menu({
  trigger,
  children,
  align = 'end',
  label,
  open,
  onOpenChange,
}: {
  trigger: ReactNode;
  children: ReactNode;
  align?: 'start' | 'end';
  label?: string;
  /** Where the owner opens it too, say by a key. */
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
}) {
  return (
    <DropdownMenu.Root
      modal={false}
      {...(open === undefined ? {} : { open })}
      {...(onOpenChange === undefined ? {} : { onOpenChange })}
    >
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          className="menu floating"
          align={align}
          sideOffset={4}
          collisionPadding={8}
          aria-label={label}
        >
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

type ItemFace = { icon?: LucideIcon; aside?: ReactNode; children: ReactNode; danger?: boolean };

/**
 * One thing to do. `aside` stands right: a shortcut, a count. `below` is what there is to know before, under the line.
 * `off` is the reason it can't be done now.
 */
export function MenuItem({
  icon,
  aside,
  below,
  children,
  danger = false,
  off,
  onSelect,
}: ItemFace & { below?: ReactNode; off?: string | undefined; onSelect: () => void }) {
  return (
    <DropdownMenu.Item
      className={classNames('menu-item', danger && 'danger')}
      disabled={off !== undefined}
      onSelect={onSelect}
    >
      <ItemBody icon={icon} aside={off ?? aside}>
        {children}
      </ItemBody>
      {below === undefined ? null : <div className="menu-below">{below}</div>}
    </DropdownMenu.Item>
  );
}

/** One place to go, or, with `download`, one file to take. */
export function MenuLink({
  href,
  download,
  icon,
  aside,
  children,
}: ItemFace & { href: string; download?: boolean }) {
  const body = (
    <ItemBody icon={icon} aside={aside}>
      {children}
    </ItemBody>
  );
  return (
    <DropdownMenu.Item asChild>
      {download === true ? (
        <a className="menu-item" href={href} download>
          {body}
        </a>
      ) : (
        <Link className="menu-item" href={href}>
          {body}
        </Link>
      )}
    </DropdownMenu.Item>
  );
}

/** A small heading inside a menu. */
export function MenuTitle({ children }: { children: ReactNode }) {
  return <DropdownMenu.Label className="menu-title">{children}</DropdownMenu.Label>;
}

/** A line between two groups. */
export function MenuRule() {
  return <DropdownMenu.Separator className="menu-rule" />;
}

function ItemBody({ icon, aside, children }: Omit<ItemFace, 'danger'>) {
  return (
    <>
      {icon === undefined ? null : <Icon of={icon} />}
      <span className="cut">{children}</span>
      {aside === undefined ? null : <span className="aside">{aside}</span>}
    </>
  );
}
