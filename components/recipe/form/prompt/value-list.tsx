'use client';

import { Popover } from 'radix-ui';
import { useEffect, useMemo, useRef, type RefObject } from 'react';
import { classNames } from '@/components/ui/class-names';
import { KindMark } from '@/components/ui/chip';
import type { UsableValue } from '@/lib/recipe/form/usable-values';

/** The values to choose from, under the place where one is typed. The focus stays in the text. */
export function ValueList({
  id,
  open,
  values,
  active,
  mirror,
  offset,
  onChoose,
}: {
  id: string;
  open: boolean;
  values: readonly UsableValue[];
  active: UsableValue | undefined;
  /** The copy of the text, and the position in it under which the list stands. */
  mirror: RefObject<HTMLElement | null>;
  offset: number;
  onChoose: (value: UsableValue) => void;
}) {
  const list = useRef<HTMLDivElement>(null);
  const place = useMemo(
    () => ({ current: { getBoundingClientRect: () => placeInMirror(mirror.current, offset) } }),
    [mirror, offset],
  );
  useEffect(() => {
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  return (
    <Popover.Root open={open}>
      <Popover.Anchor virtualRef={place} />
      <Popover.Portal>
        <Popover.Content
          ref={list}
          id={id}
          role="listbox"
          aria-label="Values"
          className="value-list"
          side="bottom"
          align="start"
          sideOffset={6}
          collisionPadding={8}
          onOpenAutoFocus={(event) => event.preventDefault()}
          onCloseAutoFocus={(event) => event.preventDefault()}
        >
          {values.map((value, index) => (
            <div
              key={value.text}
              id={`${id}-${index}`}
              role="option"
              aria-selected={value === active}
              className={classNames('value-option', value.text !== value.id && 'property')}
              // A press would take the focus from the text before it is taken as a choice.
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => onChoose(value)}
            >
              <KindMark kind={value.kind} />
              <span className="mono cut" dir="auto">
                {value.text}
              </span>
              <span className="small t3 cut" dir="auto">
                {value.help}
              </span>
            </div>
          ))}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

/** Where a position of the text stands on screen, taken from the copy: a text area doesn't tell. */
function placeInMirror(mirror: HTMLElement | null, offset: number): DOMRect {
  if (mirror === null) return new DOMRect();
  const walker = document.createTreeWalker(mirror, NodeFilter.SHOW_TEXT);
  let left = offset;
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const length = node.nodeValue?.length ?? 0;
    if (left < length) {
      const range = document.createRange();
      range.setStart(node, left);
      range.setEnd(node, left + 1);
      const box = range.getBoundingClientRect();
      return new DOMRect(box.left, box.top, 1, box.height);
    }
    left -= length;
  }
  return mirror.getBoundingClientRect();
}
