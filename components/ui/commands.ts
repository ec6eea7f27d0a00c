'use client';

import { useEffect, useId, useLayoutEffect, useRef } from 'react';
import { create } from 'zustand';

/** Something a page can do, by a key or from the palette. What has no `run` is done by the element that has the focus, and only told. */
export type Command = {
  /**
   * As they are shown: `P`, `Ctrl Shift Enter`, `Alt ↓`, `F8`; `G R` is one letter after the other. Ctrl is ⌘ on
   * macOS. Without keys it stands in the palette alone.
   */
  keys?: string;
  name: string;
  run?: () => void;
  /** Moves and the like make no sense from the palette. */
  inPalette?: boolean;
  /** Goes before whatever the focused element makes of the key, such as a text editor's own. */
  early?: boolean;
};

/** The commands of one part of a page. */
export type CommandGroup = { title: string; commands: readonly Command[] };

type IsForeign = (command: Command, target: EventTarget | null) => boolean;
type Registered = { read: () => CommandGroup & { isForeign: IsForeign } };

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
  isForeign: IsForeign = editsItsOwnText,
): void {
  const id = useId();
  const latest = useRef({ title, commands, isForeign });
  // With the drawing itself: the next key may come before effects that wait for the paint.
  useLayoutEffect(() => {
    latest.current = { title, commands, isForeign };
  });
  useEffect(() => {
    const own: Registered = { read: () => latest.current };
    useRegistry.setState(({ groups }) => ({ groups: [...groups, own] }));
    return () => useRegistry.setState(({ groups }) => ({ groups: groups.filter((group) => group !== own) }));
  }, [id]);
}

/** Hears the keys of all commands; stands once in the shell. One listener, so that a key does one thing only. */
export function useCommandKeys(): void {
  useEffect(() => {
    const early = (event: KeyboardEvent) => {
      runKey(event, heardCommands(event, true));
    };
    const late = (event: KeyboardEvent) => {
      const commands = heardCommands(event, false);
      if (!runKey(event, commands)) begin(commands, event);
    };
    window.addEventListener('keydown', early, { capture: true });
    window.addEventListener('keydown', late);
    return () => {
      window.removeEventListener('keydown', early, { capture: true });
      window.removeEventListener('keydown', late);
    };
  }, []);
}

/** The first letter of a sequence, and when it was pressed. */
let begun: { letter: string; atMs: number } | null = null;

/** The second letter of a sequence must come within this time. */
const sequenceMs = 1000;

function heardCommands(event: KeyboardEvent, early: boolean): Command[] {
  return useRegistry.getState().groups.flatMap(({ read }) => {
    const { commands, isForeign } = read();
    return commands.filter(
      (command) =>
        // What the focused element does by itself must not stand before what another part of the page does.
        command.run !== undefined &&
        (command.early ?? false) === early &&
        isHeard(command, event.target) &&
        !isForeign(command, event.target),
    );
  });
}

/** Runs what a key stands for; whether there was something. */
function runKey(event: KeyboardEvent, commands: readonly Command[]): boolean {
  if (event.defaultPrevented || event.isComposing) return true;
  const command = secondOf(commands, event) ?? commandOf(commands, event);
  if (command?.run === undefined) return false;
  begun = null;
  event.preventDefault();
  command.run();
  return true;
}

/** The command that this letter ends the sequence of; it goes before what the letter means alone. */
function secondOf(commands: readonly Command[], event: KeyboardEvent): Command | undefined {
  if (begun === null || event.timeStamp - begun.atMs > sequenceMs || hasModifier(event)) return undefined;
  const keys = `${begun.letter} ${event.key.toUpperCase()}`;
  return commands.find((one) => one.keys === keys);
}

function begin(commands: readonly Command[], event: KeyboardEvent): void {
  const letter = event.key.toUpperCase();
  const begins = commands.some(({ keys }) => isSequence(keys) && keys.startsWith(`${letter} `));
  if (begins && !hasModifier(event)) begun = { letter, atMs: event.timeStamp };
  else if (event.key !== 'Shift') begun = null;
}

function hasModifier(event: KeyboardEvent): boolean {
  return event.ctrlKey || event.metaKey || event.altKey;
}

function isSequence(keys: string | undefined): keys is string {
  return keys !== undefined && /^[A-Z] [A-Z]$/.test(keys);
}

/** All commands of the page at hand; what stands on it twice, for two sizes of screen, is told once. */
export function commandGroups(): CommandGroup[] {
  const groups = useRegistry.getState().groups.map(({ read }): CommandGroup => read());
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
  const fitting = commands.filter(({ keys }) => keys !== undefined && !isSequence(keys) && fits(keys, event));
  const shifted = (command: Command) => command.keys?.split(' ').includes('Shift') === true;
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

function isHeard({ keys = '' }: Command, target: EventTarget | null): boolean {
  if (document.querySelector('[role=dialog][data-state], [role=alertdialog]') !== null) return false;
  const hasModifier = /^(?:Ctrl|Alt|F\d)|^Shift F\d/.test(keys);
  if (keys === 'Enter' && target instanceof Element && target.closest('a, button, summary') !== null)
    return false;
  return hasModifier || !isTyping(target);
}

/** Keys that edit a text belong to the field that has the focus. */
function editsItsOwnText({ keys = '' }: Command, target: EventTarget | null): boolean {
  return /^Ctrl (?:Shift )?[ACVXYZ]$/.test(keys) && isTyping(target);
}
