'use client';

import { useEffect, useState } from 'react';
import { createPortal } from 'react-dom';
import { useStore } from 'zustand';
import { KeyNames } from '@/components/ui/keys';
import { useEditorStore } from '../editor/editor-context';
import { placeOfValue } from './place-of-value';
import { usePointing, type PointedValue } from './pointed-value';

/** As with other tips; longer at a caret, which passes through values on its way. */
const waitMs = { hover: 500, write: 500, caret: 900 } as const;
const gapPx = 6;
/** What a tip takes at most. */
const room = { width: 320, height: 56 };

/** Tells of the value that is pointed at: its path, its kind, the line that defines it, and the way there. */
export function ValueTip() {
  const editor = useEditorStore();
  const { store } = usePointing();
  const pointed = useStore(store);
  const [shown, setShown] = useState<PointedValue | null>(null);
  useEffect(() => {
    if (pointed === null) return;
    const timer = setTimeout(() => setShown(pointed), waitMs[pointed.how]);
    const hide = () => setShown(null);
    const hideByKey = ({ key }: KeyboardEvent) => {
      // That is half of a press that goes there.
      if (key === 'Control' || key === 'Meta' || key === 'Alt') return;
      clearTimeout(timer);
      hide();
    };
    // It stands on the window, and what it belongs to would move away under it.
    window.addEventListener('scroll', hide, { capture: true, passive: true });
    window.addEventListener('keydown', hideByKey, { capture: true });
    return () => {
      clearTimeout(timer);
      window.removeEventListener('scroll', hide, { capture: true });
      window.removeEventListener('keydown', hideByKey, { capture: true });
    };
  }, [pointed]);
  if (pointed === null || shown !== pointed) return null;
  const line = placeOfValue(pointed.name, editor.getState().read)?.line;
  return createPortal(
    <div className="tip value-tip" role="tooltip" style={placeOf(pointed.box)}>
      <span className="mono" dir="auto">
        {pointed.field}
      </span>
      , {pointed.kind}
      {line === undefined ? null : (
        <>
          , line {line}
          <span className="t3">
            {' · '}
            <Way how={pointed.how} />
          </span>
        </>
      )}
    </div>,
    document.body,
  );
}

function Way({ how }: Pick<PointedValue, 'how'>) {
  switch (how) {
    case 'hover':
      return 'press to go there';
    case 'write':
      return (
        <>
          <KeyNames of="Ctrl" /> press to go there
        </>
      );
    case 'caret':
      return 'Alt Enter to go there';
  }
}

/** Under the mark, or above it near the lower end of the window. */
function placeOf({ left, top, bottom }: DOMRect) {
  const x = Math.max(8, Math.min(left, window.innerWidth - room.width - 8));
  const isLow = bottom + gapPx + room.height > window.innerHeight;
  return isLow ? { left: x, bottom: window.innerHeight - top + gapPx } : { left: x, top: bottom + gapPx };
}
