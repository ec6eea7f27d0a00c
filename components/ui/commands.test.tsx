import { expect, test } from 'vitest';
import { commandOf, type Command } from './commands';

const commands: Command[] = [
  'J',
  'X',
  'Shift X',
  '?',
  '+',
  'Ctrl Enter',
  'Ctrl Shift Enter',
  'Ctrl Z',
  'Alt ↓',
  'Alt R',
  'F8',
  'Shift F8',
  'Esc',
].map((keys) => ({ keys, name: keys }));

const press = (init: KeyboardEventInit) => commandOf(commands, new KeyboardEvent('keydown', init))?.keys;

test.each<[KeyboardEventInit, string | undefined]>([
  [{ key: 'j' }, 'J'],
  [{ key: 'J', shiftKey: true }, 'J'],
  [{ key: 'x' }, 'X'],
  [{ key: 'X', shiftKey: true }, 'Shift X'],
  [{ key: '?', shiftKey: true }, '?'],
  [{ key: '+', shiftKey: true }, '+'],
  [{ key: 'Enter', ctrlKey: true }, 'Ctrl Enter'],
  [{ key: 'Enter', metaKey: true, shiftKey: true }, 'Ctrl Shift Enter'],
  [{ key: 'Enter' }, undefined],
  [{ key: 'y', code: 'KeyZ', ctrlKey: true }, 'Ctrl Z'],
  [{ key: 'z', code: 'KeyZ', ctrlKey: true, shiftKey: true }, undefined],
  [{ key: '®', code: 'KeyR', altKey: true }, 'Alt R'],
  [{ key: 'ArrowDown', altKey: true }, 'Alt ↓'],
  [{ key: 'F8' }, 'F8'],
  [{ key: 'F8', shiftKey: true }, 'Shift F8'],
  [{ key: 'Escape' }, 'Esc'],
  [{ key: 'j', ctrlKey: true }, undefined],
])('%j is %s', (init, keys) => {
  expect(press(init)).toBe(keys);
});
