import { expect, expectAccessible, test } from './fixtures';
import { questionRecipe } from './recipes';

test('the palette finds a recipe by a few letters and goes there, by keys alone', async ({
  page,
  studio,
}) => {
  const recipe = await studio.api.recipes.create({
    name: 'Zoological questions',
    yaml: questionRecipe(studio.mock.url),
  });
  await page.goto('/models');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.keyboard.press('Control+k');
  const search = page.getByRole('combobox', { name: 'Search pages, recipes and runs' });
  await expect(search).toBeFocused();
  await page.keyboard.type('zooq');
  await expect(page.getByRole('option', { selected: true })).toContainText('Zoological questions');
  await expectAccessible(page);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(new RegExp(`/recipes/${recipe.id}`));
  await expect(search).toHaveCount(0);

  // One Esc closes a dialog.
  await page.keyboard.press('Control+k');
  await expect(search).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(search).toHaveCount(0);
});
