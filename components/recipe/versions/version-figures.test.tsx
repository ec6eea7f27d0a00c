import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act } from 'react';
import { expect, onTestFinished, test, vi } from 'vitest';
import { draw } from '@/components/ui/testing/draw';
import { changed, sampleRecipe } from '@/lib/recipe/testing/sample-recipe';
import { recipeVersionQuery } from '@/lib/client/recipe-version';
import { EditorContext } from '../editor/editor-context';
import { openStore } from '../editor/testing/open-store';
import { VersionFigures } from './version-figures';

Reflect.set(globalThis, 'IS_REACT_ACT_ENVIRONMENT', true);

test('a version tells in short what has changed since and what that asks again, once it is in sight', async () => {
  const { place, comeIntoSight } = drawFigures(changed('Answer briefly.', 'Answer at length.'));
  expect(place.textContent).toBe('');
  comeIntoSight();
  await shown(place, 'Asks again for 3 of 3 rows');
  const lines = [...place.querySelectorAll('.short-line')].map(({ textContent }) => textContent);
  expect(lines).toHaveLength(2);
  expect(lines[0]).toMatch(/^− gone .*Answer at length\./);
  expect(lines[1]).toMatch(/^\+ new .*Answer briefly\./);
});

test('of a long change the first lines are shown and the others counted', async () => {
  const { place, comeIntoSight } = drawFigures(`${sampleRecipe}${'# a note\n'.repeat(5)}`);
  comeIntoSight();
  await shown(place, 'Asks nothing again: no prompt differs.');
  expect(place.querySelectorAll('.short-line')).toHaveLength(3);
  expect(place.textContent).toContain('and 2 more changed lines');
});

test('the version that is the present text is called so', () => {
  const { place, comeIntoSight } = drawFigures(sampleRecipe);
  comeIntoSight();
  expect(place.textContent).toBe('The present text');
});

/** Version 1 of a recipe whose present text is the sample. */
function drawFigures(yaml: string) {
  const seen: (() => void)[] = [];
  vi.stubGlobal(
    'IntersectionObserver',
    class {
      constructor(tell: (entries: { isIntersecting: boolean }[]) => void) {
        seen.push(() => tell([{ isIntersecting: true }]));
      }
      observe = () => undefined;
      disconnect = () => undefined;
    },
  );
  onTestFinished(() => void vi.unstubAllGlobals());
  const queries = new QueryClient();
  queries.setQueryData(recipeVersionQuery(1, 1).queryKey, yaml);
  const place = draw(
    <QueryClientProvider client={queries}>
      <EditorContext value={openStore(sampleRecipe)}>
        <VersionFigures version={1} />
      </EditorContext>
    </QueryClientProvider>,
  );
  return { place, comeIntoSight: () => act(() => seen.forEach((tell) => tell())) };
}

async function shown(place: HTMLElement, text: string): Promise<void> {
  for (let tries = 0; tries < 200 && !place.textContent.includes(text); tries++) {
    await act(() => new Promise((resolve) => setTimeout(resolve, 10)));
  }
  expect(place.textContent).toContain(text);
}
