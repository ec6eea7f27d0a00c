import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { useKept } from './use-kept';

Reflect.set(globalThis, 'IS_REACT_ACT_ENVIRONMENT', true);
beforeEach(() => localStorage.clear());

const schema = z.object({ text: z.string() });

test('what is typed is there again where it is looked for later, until it is nothing', () => {
  const first = open();
  expect(first.kept()).toBeNull();
  act(() => first.keep({ text: 'half a thought' }));
  expect(first.kept()).toEqual({ text: 'half a thought' });
  const second = open();
  expect(second.kept()).toEqual({ text: 'half a thought' });
  act(() => second.keep(null));
  expect(second.kept()).toBeNull();
  expect(open().kept()).toBeNull();
  expect(localStorage).toHaveLength(0);
});

test('what doesn’t fit counts as nothing', () => {
  for (const text of ['{', '{"text":1}', '"text"']) {
    localStorage.setItem('kept', text);
    expect(open().kept()).toBeNull();
  }
});

function open() {
  let now: readonly [{ text: string } | null, (next: { text: string } | null) => void] | null = null;
  function Form() {
    now = useKept('kept', schema);
    return null;
  }
  const root = createRoot(document.createElement('div'));
  onTestFinished(() => act(() => root.unmount()));
  act(() => root.render(<Form />));
  return { kept: () => now?.[0], keep: (next: { text: string } | null) => now?.[1](next) };
}
