'use client';

import { createContext, useContext, useLayoutEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';

/** A value that a pointer is over, or a caret inside of, in a prompt that is written or in one that is rendered. */
export type PointedValue = {
  /** The attribute or column that it belongs to. */
  name: string;
  /** What stands between the braces: `tone.description`. */
  field: string;
  /** Where it comes from, in a word. */
  kind: string;
  /** Where it was pointed at, in pixels of the window. */
  box: DOMRect;
  /** `write`: in a text where a plain press puts the caret. */
  how: 'hover' | 'write' | 'caret';
};

/** The one value that is pointed at in the open editor, and the way to where it is defined. */
export type Pointing = { store: StoreApi<PointedValue | null>; goTo: (name: string) => void };

export const PointingContext = createContext<Pointing | null>(null);

/** For those who point. Nothing is drawn again by it when another value is pointed at. */
export function usePointing(): Pointing {
  const pointing = useContext(PointingContext);
  if (pointing === null) throw new TypeError('This belongs inside an open editor.');
  return pointing;
}

/** What an editor gives to its panes; it stays the same however often `goTo` is another function. */
export function useNewPointing(goTo: (name: string) => void): Pointing {
  const latest = useRef(goTo);
  useLayoutEffect(() => {
    latest.current = goTo;
  });
  const [pointing] = useState<Pointing>(() => {
    const store = createStore<PointedValue | null>(() => null);
    return {
      store,
      goTo: (name) => {
        // Its mark may be gone without a word.
        store.setState(null, true);
        latest.current(name);
      },
    };
  });
  return pointing;
}

/** Whether some mark of this value, here or elsewhere, is pointed at: its twins light up. */
export function useIsPointed(name: string): boolean {
  return useStore(usePointing().store, (pointed) => pointed?.name === name);
}

/** The attributes of a mark that can be pointed at; `valueOf` reads them back. */
export function markOf({ name, field, kind }: { name: string; field: string; kind: string }) {
  return { 'data-value': name, 'data-field': field, 'data-kind': kind };
}

/** The value of the mark that an element is in, and the part of its box, which may span lines, that is at a height. */
export function valueOf(target: EventTarget | null, y: number): Omit<PointedValue, 'how'> | null {
  const mark = target instanceof Element ? target.closest<HTMLElement>('[data-value]') : null;
  const { value: name, field, kind } = mark?.dataset ?? {};
  if (mark === null || name === undefined || field === undefined || kind === undefined) return null;
  const lines = [...mark.getClientRects()];
  const box = lines.find(({ top, bottom }) => top <= y && y <= bottom) ?? mark.getBoundingClientRect();
  return { name, field, kind, box };
}
