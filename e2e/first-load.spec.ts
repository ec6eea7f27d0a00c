import { openCounting } from '@/bench/browser/script-bytes';
import { expect, test } from './fixtures';
import { questionRecipe } from './recipes';

/** Compressed; docs/performance.md says what is in it. */
const mostBytes = { first: 250_000, untilPreview: 620_000 };

test('the editor asks for less than 250 kB of JavaScript before it is drawn', async ({ page, studio }) => {
  const recipe = await studio.api.recipes.create({ name: 'Light', yaml: questionRecipe(studio.mock.url) });
  const scripts = await openCounting(page, `/recipes/${recipe.id}`);
  await expect(page.getByRole('region', { name: 'Row 0' })).toBeVisible();
  const { first, soFar } = scripts();
  expect(first).toBeGreaterThan(100_000);
  expect(first).toBeLessThan(mostBytes.first);
  expect(soFar).toBeLessThan(mostBytes.untilPreview);
});
