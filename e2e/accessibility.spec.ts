import { expect, expectAccessible, test } from './fixtures';
import { questionRecipe } from './recipes';

test('axe finds nothing on any page, light and dark', async ({ page, studio }) => {
  test.setTimeout(180_000);
  const run = await studio.api.runs.start({ yaml: questionRecipe(studio.mock.url), reuse: false });
  await expect.poll(async () => (await studio.api.runs.get(run.id)).status).toBe('completed');

  for (const path of [
    '/recipes',
    `/recipes/${run.recipe_id}`,
    '/datasets',
    `/datasets/${run.dataset_id}`,
    `/datasets/${run.dataset_id}?tab=rows`,
    `/datasets/${run.dataset_id}?tab=report`,
    `/datasets/${run.dataset_id}?tab=recipe`,
    '/models',
    '/settings',
  ]) {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(page.locator('[aria-busy=true], .skeleton')).toHaveCount(0);
    await expectAccessible(page);
  }
});
