import { act } from 'react';
import { expect, test, vi } from 'vitest';
import { draw } from '@/components/ui/testing/draw';
import { TooltipProvider } from '@/components/ui/tooltip';
import { EditorContext } from './editor-context';
import { ProblemsList } from './problems-list';
import { openStore } from './testing/open-store';

Reflect.set(globalThis, 'IS_REACT_ACT_ENVIRONMENT', true);

const yaml = `num_samples: 1
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
        - { role: USER, content: "Be {toone}." }
    - id: more
      instruction_messages:
        - { role: USER, content: "Stay {tine}." }
inference_config: { engine: OPENAI, model: { model_name: m } }
`;

test('after a fix the focus is on the next problem, and after the last one it stays in the list', async () => {
  const { place, fixes } = openList();
  expect(fixes().map(({ textContent }) => textContent)).toEqual([
    'Replace with {tone}',
    'Replace with {tone}',
  ]);
  await press(fixes()[1]);
  expect(document.activeElement).toBe(fixes()[0]);
  await press(fixes()[0]);
  expect(fixes()).toEqual([]);
  await vi.waitFor(() => expect(document.activeElement).toBe(place.querySelector('.problems')));
});

async function press(button: HTMLElement | undefined) {
  await act(async () => {
    button?.focus();
    button?.click();
    // A focus that is lost comes back after two frames.
    await new Promise((resolve) => setTimeout(resolve, 60));
  });
}

function openList() {
  const store = openStore(yaml);
  const place = draw(
    <EditorContext value={store}>
      <TooltipProvider>
        <ProblemsList onGoTo={() => undefined} />
      </TooltipProvider>
    </EditorContext>,
  );
  const fixes = () =>
    [...place.querySelectorAll<HTMLElement>('.fix-buttons > button')].filter(({ textContent }) =>
      textContent.startsWith('Replace'),
    );
  return { place, fixes };
}
