import { act } from 'react';
import { expect, test } from 'vitest';
import { draw } from '@/components/ui/testing/draw';
import { Toaster } from '@/components/ui/toast';
import { TooltipProvider } from '@/components/ui/tooltip';
import { EditorContext } from './editor-context';
import { OutlineTree } from './outline-tree';
import { openStore } from './testing/open-store';
import { useNodeActions } from './use-node-actions';

Reflect.set(globalThis, 'IS_REACT_ACT_ENVIRONMENT', true);

const yaml = `num_samples: 24
strategy_params:
  sampled_attributes:
    - id: tone
      name: Tone
      description: How it sounds
      possible_values:
        - { id: calm, name: Calm, description: In peace }
  generated_attributes:
    - id: text
      instruction_messages:
        - { role: USER, content: "Be {tone}." }
inference_config: { engine: OPENAI, model: { model_name: m } }
`;

test('each line is called by what is seen on it, and stands by itself', () => {
  const { lines, place } = openOutline();
  const names = lines().map((line) => line.getAttribute('aria-label'));
  expect(names).toEqual(expect.arrayContaining(['Sampled, 1', 'tone, 1', 'text, 1 call', 'Recipe, 24 rows']));
  for (const line of lines()) {
    const seen = [...line.querySelectorAll('.group-title, .cut, .sub')].map(({ textContent }) => textContent);
    expect(line.getAttribute('aria-label')).toMatch(new RegExp(`^${seen.join(', ')}`));
    expect(line.querySelector('[role=treeitem]')).toBeNull();
  }
  // Nor do regions of its own tell of keys that it doesn't have.
  expect(place.querySelectorAll('[role=tree] [role=status]')).toHaveLength(0);
});

test('of a text that can’t be read the parts stay as they were, and none is changed', () => {
  const { store, lines, place } = openOutline();
  const before = lines().map((line) => line.getAttribute('aria-label'));
  const half = yaml.replace('  sampled_attributes:\n', '  sampled_attributes:\n  half: a: line\n');
  act(() => store.actions.replaceText(half));
  expect(lines().map((line) => line.getAttribute('aria-label')?.replace(', 1 error', ''))).toEqual(before);
  const text = lines().find((line) => line.getAttribute('aria-label')?.startsWith('text'));
  act(() => {
    text?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Delete', code: 'Delete', bubbles: true }));
  });
  expect(store.getState().text).toBe(half);
  expect(place.textContent).toContain('so nothing was changed');
  expect(place.textContent).not.toContain('was deleted');
  act(() => place.querySelector<HTMLElement>('[aria-label=Dismiss]')?.click());
  expect(place.textContent).not.toContain('so nothing was changed');
});

function openOutline() {
  const store = openStore(yaml);
  const place = draw(
    <TooltipProvider>
      <EditorContext value={store}>
        <Outline />
        <Toaster />
      </EditorContext>
    </TooltipProvider>,
  );
  const lines = () => [...place.querySelectorAll<HTMLElement>('[role=treeitem]')];
  return { store, place, lines };
}

function Outline() {
  const nothing = () => undefined;
  const actions = useNodeActions({ open: nothing, onNew: nothing, addSource: nothing });
  return <OutlineTree actions={actions} onOpen={nothing} onShowText={nothing} />;
}
