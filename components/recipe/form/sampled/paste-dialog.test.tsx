import { act } from 'react';
import { expect, test } from 'vitest';
import { draw } from '@/components/ui/testing/draw';
import { TooltipProvider } from '@/components/ui/tooltip';
import { EditorContext } from '../../editor/editor-context';
import { openStore } from '../../editor/testing/open-store';
import { PasteDialog } from './paste-dialog';

Reflect.set(globalThis, 'IS_REACT_ACT_ENVIRONMENT', true);

test('a list that would make the recipe too long is not added, and that is said before', async () => {
  const list = Array.from({ length: 5000 }, (_, at) => `Thing ${at}\t${'what it means '.repeat(20)}`).join(
    '\n',
  );
  const { status, add } = await drawPaste(list);
  expect(status()).toMatch(
    /^A recipe may have 1,000,000 characters, with these it would have 1,\d{3},\d{3}\./,
  );
  expect(add()?.getAttribute('aria-disabled')).toBe('true');
});

test('what comes is counted before it is added', async () => {
  const { status, add } = await drawPaste('Red\nGreen\nBlue');
  expect(status()).toBe('0 stay, 3 come after them');
  expect(add()?.getAttribute('aria-disabled')).not.toBe('true');
});

async function drawPaste(text: string) {
  const path = ['strategy_params', 'sampled_attributes', 0, 'possible_values'];
  draw(
    <TooltipProvider>
      <EditorContext value={openStore('num_samples: 3\n')}>
        <PasteDialog path={path} values={[]} initialText={text} onClose={() => undefined} />
      </EditorContext>
    </TooltipProvider>,
  );
  const status = () => document.querySelector('[role=dialog] [role=status]')?.textContent;
  const add = () =>
    [...document.querySelectorAll('[role=dialog] button')].find(({ textContent }) =>
      textContent.startsWith('Add '),
    );
  for (let tries = 0; tries < 200 && status() === 'Nothing to add yet'; tries++) {
    await act(() => new Promise((resolve) => setTimeout(resolve, 10)));
  }
  return { status, add };
}
