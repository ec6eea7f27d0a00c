import { afterEach, expect, test, vi } from 'vitest';
import { catchTypedAhead } from './catch-typed-ahead';

afterEach(() => vi.useRealTimers());

const press = (key: string, more: KeyboardEventInit = {}) =>
  document.body.dispatchEvent(
    new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }),
  );

test('what is typed before the palette is there goes to it and not to the page', () => {
  const heard: string[] = [];
  const hear = ({ key }: KeyboardEvent) => heard.push(key);
  window.addEventListener('keydown', hear);
  const taken = catchTypedAhead();
  for (const key of ['n', 'e', 'q', 'Backspace', 'w', 'Enter']) expect(press(key)).toBe(false);
  press('Escape');
  press('k', { ctrlKey: true });
  expect(taken()).toBe('new');
  press('x');
  expect(taken()).toBe('');
  expect(heard).toEqual(['Escape', 'k', 'x']);
  window.removeEventListener('keydown', hear);
});

test('keys belong to the page again when nothing comes', () => {
  vi.useFakeTimers();
  catchTypedAhead();
  expect(press('n')).toBe(false);
  vi.advanceTimersByTime(2000);
  expect(press('n')).toBe(true);
});
