import { act, createElement, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { expect, onTestFinished, test } from 'vitest';
import { useCommandKeys, useCommands, type Command } from './commands';

Reflect.set(globalThis, 'IS_REACT_ACT_ENVIRONMENT', true);

/** A page with groups of commands, each of which tells its name when it runs; the last group is the frame's. */
function page(...groups: string[][]): string[] {
  const done: string[] = [];
  const commandsOf = (keys: string[]): Command[] =>
    keys.map((each) =>
      each.startsWith('told ')
        ? { keys: each.slice(5), name: each }
        : { keys: each, name: each, run: () => done.push(each) },
    );
  function Group({ keys, title }: { keys: string[]; title: string }) {
    useCommands(title, commandsOf(keys));
    return null;
  }
  function Frame() {
    useCommandKeys();
    const [own] = useState(groups);
    return own.map((keys, at) => createElement(Group, { key: at, keys, title: String(at) }));
  }
  const place = document.createElement('div');
  document.body.append(place);
  const root = createRoot(place);
  act(() => root.render(createElement(Frame)));
  onTestFinished(() => act(() => root.unmount()));
  return done;
}

const press = (key: string, init: KeyboardEventInit = {}) =>
  document.body.dispatchEvent(
    new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...init }),
  );

test('the second letter of a sequence goes before what it means alone', () => {
  const done = page(['D', 'R'], ['G D']);
  press('d');
  press('g');
  press('d');
  press('d');
  expect(done).toEqual(['D', 'G D', 'D']);
});

test('a sequence is broken by another key or a modifier', () => {
  const done = page(['D', 'X'], ['G D']);
  press('g');
  press('x');
  press('d');
  press('g');
  press('d', { ctrlKey: true });
  press('d');
  expect(done).toEqual(['X', 'D', 'D']);
});

test('a key does one thing, whoever else has it; what is only told stands in nobody’s way', () => {
  const done = page(['told Esc'], ['Esc', 'P'], ['P']);
  press('Escape');
  press('p');
  expect(done).toEqual(['Esc', 'P']);
});

test('letters in a field are letters', () => {
  const done = page(['P', 'F8'], ['G D']);
  const field = document.createElement('input');
  document.body.append(field);
  onTestFinished(() => field.remove());
  for (const key of ['p', 'g', 'd', 'F8']) {
    field.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  }
  press('d');
  expect(done).toEqual(['F8']);
});
