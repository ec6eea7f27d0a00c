'use client';

import { useEffect, useEffectEvent, useId, useRef } from 'react';
import { create } from 'zustand';

/** Something a page can do by a key. What has no `run` is done by the element that has the focus, and only told. */
export type Command = {
  /** As they are shown: `P`, `Ctrl Shift Enter`, `Alt ↓`, `F8`. Ctrl is ⌘ on macOS. */
  keys: string;
  name: string;
  run?: () => void;
  /** Moves and the like make no sense from the palette. */
  inPalette?: boolean;
};

/** The commands of one part of a page. */
export type CommandGroup = { title: string; commands: readonly Command[] };

type Registered = { id: string; read: () => CommandGroup };

const useRegistry = create<{ groups: readonly Registered[]; isHelpOpen: boolean }>(() => ({
  groups: [],
  isHelpOpen: false,
}));

/**
 * Gives a part of a page its commands: while it is mounted its keys work, the palette offers them, and the list of
 * keys shows them. Single keys stay silent in text fields, menus and dialogs; others work in fields too, but for
 * those that edit a text. `isForeign` leaves a key to the element it was pressed in.
 */
export function useCommands(
  title: string,
  commands: readonly Command[],
  isForeign: (command: Command, target: EventTarget | null) => boolean = editsItsOwnText,
): void {
  const id = useId();
  const latest = useRef<CommandGroup>({ title, commands });
  useEffect(() => {
    latest.current = { title, commands };
  });
  useEffect(() => {
    const own: Registered = { id, read: () => latest.current };
    useRegistry.setState(({ groups }) => ({ groups: [...groups, own] }));
    return () => useRegistry.setState(({ groups }) => ({ groups: groups.filter((group) => group !== own) }));
  }, [id]);
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing) return;
    const command = commandOf(commands, event);
    if (command?.run === undefined || !isHeard(command, event.target)) return;
    if (isForeign(command, event.target)) return;
    event.preventDefault();
    command.run();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => press(event);
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
}

/** All commands of the page at hand; what stands on it twice, for two sizes of screen, is told once. */
export function commandGroups(): CommandGroup[] {
  const groups = useRegistry.getState().groups.map(({ read }) => read());
  return [...new Map(groups.map((group) => [group.title, group])).values()];
}

/** Whether the list of keys is shown, and the way to show or leave it. */
export function useKeyHelp(): { isOpen: boolean; setOpen: (isOpen: boolean) => void } {
  return { isOpen: useRegistry((state) => state.isHelpOpen), setOpen: setHelpOpen };
}

/** Shows or leaves the list of keys. */
export function setHelpOpen(isHelpOpen: boolean): void {
  useRegistry.setState({ isHelpOpen });
}

/** Is a key meant for the element itself: a field, a menu, a dialog? */
export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest(
      'input, textarea, select, [contenteditable=true], [role=menu], [role=dialog], [role=alertdialog]',
    ) !== null
  );
}

/** The command that a key stands for. With Shift, one that asks for it goes before one that doesn't. */
export function commandOf(commands: readonly Command[], event: KeyboardEvent): Command | undefined {
  const fitting = commands.filter(({ keys }) => fits(keys, event));
  const shifted = (command: Command) => command.keys.split(' ').includes('Shift');
  return event.shiftKey ? (fitting.find(shifted) ?? fitting[0]) : fitting[0];
}

const keyNames: Readonly<Record<string, string>> = {
  '↑': 'ArrowUp',
  '↓': 'ArrowDown',
  '←': 'ArrowLeft',
  '→': 'ArrowRight',
  Esc: 'Escape',
};

function fits(keys: string, event: KeyboardEvent): boolean {
  const parts = keys.split(' ');
  const key = parts.at(-1) ?? '';
  const hasModifier = parts.includes('Ctrl') || parts.includes('Alt');
  if (parts.includes('Ctrl') !== (event.ctrlKey || event.metaKey)) return false;
  if (parts.includes('Alt') !== event.altKey) return false;
  if (parts.includes('Shift') && !event.shiftKey) return false;
  // Signs may need Shift on a keyboard; letters alone work with it too.
  if (!parts.includes('Shift') && event.shiftKey && (hasModifier || key.length > 1)) return false;
  if (/^[A-Z]$/.test(key)) {
    // By code: with Alt a letter key writes other signs on some keyboards.
    return hasModifier ? event.code === `Key${key}` : event.key.toUpperCase() === key;
  }
  return event.key === (keyNames[key] ?? key);
}

function isHeard({ keys }: Command, target: EventTarget | null): boolean {
  if (document.querySelector('[role=dialog][data-state], [role=alertdialog]') !== null) return false;
  const hasModifier = /^(?:Ctrl|Alt|F\d)|^Shift F\d/.test(keys);
  if (keys === 'Enter' && target instanceof Element && target.closest('a, button, summary') !== null)
    return false;
  return hasModifier || !isTyping(target);
}

/** Keys that edit a text belong to the field that has the focus. */
function editsItsOwnText({ keys }: Command, target: EventTarget | null): boolean {
  return /^Ctrl (?:Shift )?[ACVXYZ]$/.test(keys) && isTyping(target);
}
