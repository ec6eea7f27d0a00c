'use client';

import { useEffect, useEffectEvent } from 'react';
import { isTyping } from '@/components/ui/hotkeys';
import type { EditorView } from '@/lib/client/editor/editor-views';
import type { Position } from '@/lib/recipe/diagnostic';
import { drawSeed } from '../preview/draw-seed';
import { useEditorStore } from './editor-context';
import { useSaveVersionNow } from './use-save-version-now';

/** The editor's keys. They work in the text too, so Monaco leaves them to the page. */
export function useEditorKeys({
  goTo,
  onView,
  onRun,
  onShortcuts,
}: {
  goTo: (place: Position) => void;
  onView: (view: EditorView) => void;
  onRun: () => void;
  onShortcuts: () => void;
}): void {
  const store = useEditorStore();
  const saveVersion = useSaveVersionNow();

  const commands: Readonly<Record<string, () => void>> = {
    'Mod+Enter': onRun,
    'Mod+Shift+Enter': () => void store.actions.startTrial(),
    'Mod+KeyS': () => void saveVersion(),
    'Mod+KeyZ': store.actions.undo,
    'Mod+Shift+KeyZ': store.actions.redo,
    'Mod+KeyY': store.actions.redo,
    'Mod+KeyE': () => onView(store.getState().view === 'yaml' ? 'form' : 'yaml'),
    'Mod+Shift+KeyE': () => onView('graph'),
    'Alt+ArrowDown': () => store.actions.select(store.getState().selected + 1),
    'Alt+ArrowUp': () => store.actions.select(store.getState().selected - 1),
    'Alt+KeyR': () => store.actions.setSeed(drawSeed()),
    F8: () => goToProblem(1),
    'Shift+F8': () => goToProblem(-1),
    F6: () => focusPane(1),
    'Shift+F6': () => focusPane(-1),
  };

  const goToProblem = (step: 1 | -1) => {
    const { problems, cursor } = store.getState();
    const places = problems.map(({ range }) => range.start).toSorted(byPlace);
    const next =
      step === 1
        ? (places.find((place) => byPlace(place, cursor) > 0) ?? places[0])
        : (places.findLast((place) => byPlace(place, cursor) < 0) ?? places.at(-1));
    if (next !== undefined) goTo(next);
  };

  const press = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing) return;
    if (document.querySelector('[role=dialog], [role=alertdialog]') !== null) return;
    if (event.key === '?' && !isTyping(event.target)) {
      event.preventDefault();
      onShortcuts();
      return;
    }
    const name = nameOf(event);
    const command = commands[name];
    if (command === undefined || (isOfHistory.test(name) && hasOwnHistory(event.target))) return;
    event.preventDefault();
    command();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => press(event);
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
}

const isOfHistory = /^Mod\+(Shift\+)?Key[ZY]$/;

/** A field that isn't part of the recipe, such as the seed, or not yet, such as half an id, undoes its own typing. */
function hasOwnHistory(target: EventTarget | null): boolean {
  if (!isTyping(target) || !(target instanceof Element)) return false;
  return target.closest('[data-recipe-text]') === null || target.matches('[data-own-undo], [type=search]');
}

// By code and not by key: with Alt a letter key writes other signs on some keyboards.
function nameOf(event: KeyboardEvent): string {
  const parts = [
    event.ctrlKey || event.metaKey ? 'Mod+' : '',
    event.altKey ? 'Alt+' : '',
    event.shiftKey ? 'Shift+' : '',
    event.code === 'NumpadEnter' ? 'Enter' : event.code,
  ];
  return parts.join('');
}

function byPlace(a: Position, b: Position): number {
  return a.line - b.line || a.column - b.column;
}

function focusPane(step: 1 | -1) {
  const panes = [...document.querySelectorAll<HTMLElement>('[data-pane]')].filter(
    (pane) => pane.offsetParent !== null,
  );
  const at = panes.findIndex((pane) => pane.contains(document.activeElement));
  const next = panes[(at + step + panes.length) % panes.length];
  const inside = next?.querySelector<HTMLElement>(
    '[role=treeitem][tabindex="0"], .form input, .form textarea, textarea, [role=listbox]',
  );
  (inside ?? next)?.focus();
}
