import { afterEach, describe, expect, test, vi } from 'vitest';
import { readThemeChoice, resolveTheme, themeKey, themeScript } from './theme';

afterEach(() => {
  localStorage.clear();
  vi.unstubAllGlobals();
});

describe('the theme script, before the first paint,', () => {
  const run = (choice: string | null, machineIsDark: boolean) => {
    if (choice !== null) localStorage.setItem(themeKey, choice);
    vi.stubGlobal('matchMedia', () => ({ matches: machineIsDark }));
    (0, eval)(themeScript); // oxlint-disable-line no-eval -- it is a text in the page, and runs as one
    return document.documentElement.dataset['theme'];
  };

  test('takes the choice over the machine', () => {
    expect(run('dark', false)).toBe('dark');
    expect(run('light', true)).toBe('light');
  });

  test('follows the machine when nothing was chosen', () => expect(run(null, true)).toBe('dark'));

  test('follows the machine when the kept word is unknown', () => expect(run('purple', false)).toBe('light'));
});

test('the script and the switch in the page mean the same theme by a choice', () => {
  expect(resolveTheme(readThemeChoice({ getItem: () => 'dark' }), false)).toBe('dark');
  expect(resolveTheme(readThemeChoice({ getItem: () => null }), true)).toBe('dark');
  expect(resolveTheme('system', false)).toBe('light');
});

test('forbidden storage means the theme of the machine', () => {
  const forbidden = {
    getItem() {
      throw new DOMException('denied');
    },
  };
  expect(readThemeChoice(forbidden)).toBe('system');
});
