import { expect, expectAccessible, test } from './fixtures';
import { questionRecipe } from './recipes';

test('the palette finds a recipe by a few letters and goes there, by keys alone', async ({
  page,
  studio,
}) => {
  const recipe = await studio.api.recipes.create({
    name: 'Notes on zoology',
    yaml: questionRecipe(studio.mock.url),
  });
  await page.goto('/recipes');
  await expect(page.getByRole('link', { name: 'Notes on zoology' }).first()).toBeVisible();
  await page.keyboard.press('Control+k');
  // Without a wait for the palette: on this page an N makes a recipe.
  await page.keyboard.type('nzoo');
  const search = page.getByRole('combobox', { name: 'Search commands, pages, recipes and runs' });
  await expect(search).toHaveValue('nzoo');
  await expect(page.getByRole('option', { selected: true })).toContainText('Notes on zoology');
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

test('the keys of each page are listed by ?, and its commands are in the palette', async ({
  page,
  studio,
}) => {
  const recipe = await studio.api.recipes.create({ name: 'Keys', yaml: questionRecipe(studio.mock.url) });
  await page.goto(`/recipes/${recipe.id}`);
  await expect(page.getByRole('region', { name: 'Row 0' })).toBeVisible();
  await page.keyboard.press('?');
  const help = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(help.getByRole('region', { name: 'Recipe' }).getByText('Try 3 rows')).toBeVisible();
  await expect(help.getByRole('region', { name: 'Anywhere' }).getByText('Go to Models')).toBeVisible();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('combobox', { name: /^Search/ })).toBeFocused();
  await page.keyboard.type('graph');
  await expect(page.getByRole('option', { selected: true })).toContainText('Graph');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/view=graph/);
  // What has no key of its own is found there as well.
  await page.goto(`/recipes/${recipe.id}`);
  await expect(page.getByRole('region', { name: 'Row 0' })).toBeVisible();
  for (const [typed, seen] of [
    ['add a sampled', page.getByRole('textbox', { name: 'Id', exact: true })],
    ['versions', page.getByRole('dialog').getByRole('navigation', { name: 'Versions' })],
  ] as const) {
    await page.keyboard.press('Control+k');
    await expect(page.getByRole('combobox', { name: /^Search/ })).toBeFocused();
    await page.keyboard.type(typed);
    await page.keyboard.press('Enter');
    await expect(seen.first()).toBeVisible();
  }

  await page.goto('/recipes');
  await expect(page.getByRole('link', { name: /Keys/ }).first()).toBeVisible();
  await page.keyboard.press('?');
  await expect(help.getByText('Import a recipe')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('i');
  await expect(page.getByRole('dialog', { name: /Import/ })).toBeVisible();
});
