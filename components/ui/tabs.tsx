'use client';

import { Tabs as Radix } from 'radix-ui';
import { useId, type KeyboardEvent, type ReactNode } from 'react';

export type TabItem<T extends string> = { value: T; label: string; count?: string | undefined };

/** The tabs under a top bar. The panel is given `tabPanelProps` with the same id and value. */
export function TabList<T extends string>({
  items,
  value,
  onChange,
  label,
  id,
}: {
  items: readonly TabItem<T>[];
  value: T;
  onChange: (value: T) => void;
  label: string;
  id: string;
}) {
  return (
    <div className="tabs" role="tablist" aria-label={label} onKeyDown={(event) => moveFocus(event)}>
      {items.map((item) => (
        <button
          key={item.value}
          type="button"
          className="tab"
          role="tab"
          id={`${id}-tab-${item.value}`}
          aria-controls={`${id}-panel`}
          aria-selected={item.value === value}
          tabIndex={item.value === value ? 0 : -1}
          onClick={() => onChange(item.value)}
        >
          {item.label}
          {item.count === undefined ? null : <span className="n">{item.count}</span>}
        </button>
      ))}
    </div>
  );
}

/** What makes an element the panel of a `TabList`. */
export function tabPanelProps(id: string, value: string) {
  return { id: `${id}-panel`, role: 'tabpanel', 'aria-labelledby': `${id}-tab-${value}` } as const;
}

/** A small switch between two or three views of the same thing; its children are `SegPanel`s. */
export function Seg<T extends string>({
  items,
  value,
  onChange,
  label,
  head = (list) => list,
  children,
}: {
  items: readonly { value: T; label: string }[];
  value: T;
  onChange: (value: T) => void;
  label: string;
  /** Puts the switch into a header of its own. */
  head?: (list: ReactNode) => ReactNode;
  children?: ReactNode;
}) {
  const known = (next: string) => items.find((item) => item.value === next);
  return (
    <Radix.Root
      className="seg-frame"
      value={value}
      onValueChange={(next) => {
        const item = known(next);
        if (item) onChange(item.value);
      }}
    >
      {head(
        <Radix.List className="seg" aria-label={label}>
          {items.map((item) => (
            <Radix.Trigger key={item.value} value={item.value}>
              {item.label}
            </Radix.Trigger>
          ))}
        </Radix.List>,
      )}
      {children}
    </Radix.Root>
  );
}

/** One view of a `Seg`. */
export const SegPanel = Radix.Content;

/** One of a few values, side by side; a radio group, where no panel hangs on it. */
export function Choice<T extends string>({
  items,
  value,
  onChange,
  label,
}: {
  items: readonly { value: T; label: string }[];
  value: T;
  onChange: (value: T) => void;
  label: string;
}) {
  const id = useId();
  return (
    <div className="seg" role="group" aria-label={label} id={id}>
      {items.map((item) => (
        <button
          key={item.value}
          type="button"
          aria-pressed={item.value === value}
          onClick={() => onChange(item.value)}
        >
          {item.label}
        </button>
      ))}
    </div>
  );
}

function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const tabs = [...event.currentTarget.querySelectorAll<HTMLElement>('[role=tab]')];
  const at = tabs.findIndex((tab) => tab === document.activeElement);
  const next =
    event.key === 'ArrowRight'
      ? at + 1
      : event.key === 'ArrowLeft'
        ? at - 1
        : event.key === 'Home'
          ? 0
          : event.key === 'End'
            ? tabs.length - 1
            : null;
  if (next === null || at < 0) return;
  event.preventDefault();
  const tab = tabs[(next + tabs.length) % tabs.length];
  tab?.focus();
  tab?.click();
}
