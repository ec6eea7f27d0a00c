import type { Page } from '@playwright/test';
import { expect, expectAccessible, test } from './fixtures';
import { questionRecipe } from './recipes';

const names = (page: Page) => page.getByRole('table').getByRole('link', { name: /^Sort /u });

test('recipes are sorted by name, edit and run, and the order survives a reload', async ({
  page,
  studio,
}) => {
  const yaml = questionRecipe(studio.mock.url, { rows: 2 });
  for (const name of ['Sort 10', 'Sort 2', 'Sort ä']) await studio.api.recipes.create({ name, yaml });
  const last = await studio.api.recipes.create({ name: 'Sort 1', yaml: yaml.replace('seed: 7', 'seed: 8') });
  await studio.api.runs.start({ recipe_id: last.id - 1, reuse: false });

  await page.goto('/recipes?q=Sort');
  await expect(names(page)).toHaveText(['Sort 1', 'Sort ä', 'Sort 2', 'Sort 10']);
  const heading = (name: string) => page.getByRole('columnheader', { name });
  await heading('Name').getByRole('button').click();
  await expect(names(page)).toHaveText(['Sort 1', 'Sort 2', 'Sort 10', 'Sort ä']);
  await expect(heading('Name')).toHaveAttribute('aria-sort', 'ascending');
  await heading('Name').getByRole('button').click();
  await expect(names(page)).toHaveText(['Sort ä', 'Sort 10', 'Sort 2', 'Sort 1']);
  await heading('Latest run').getByRole('button').click();
  await expect(names(page).first()).toHaveText('Sort ä');
  await page.reload();
  await expect(heading('Latest run')).toHaveAttribute('aria-sort', 'descending');
  await expect(names(page).first()).toHaveText('Sort ä');
  await expectAccessible(page);
});

test('a rename keeps what is being typed; one that fails keeps the name that was typed', async ({
  page,
  studio,
  complaints,
}) => {
  const yaml = questionRecipe(studio.mock.url);
  const { id } = await studio.api.recipes.create({ name: 'Old name', yaml });
  await studio.api.recipes.saveDraft(id, { yaml: `${yaml}# half a thought`, base_revision: 0 });
  await page.goto('/recipes');
  const changes: string[] = [];
  page.on('request', (request) => {
    if (request.method() !== 'GET') changes.push(`${request.method()} ${new URL(request.url()).pathname}`);
  });
  await page.getByRole('button', { name: 'More for Old name' }).click();
  await page.getByRole('menuitem', { name: 'Rename' }).click();
  const dialog = page.getByRole('dialog', { name: 'Rename recipe' });
  const field = dialog.getByRole('textbox', { name: 'Name' });
  await field.fill('x'.repeat(300));
  await expect(dialog.getByText('At most 200 characters; these are 300')).toBeVisible();
  await field.fill('New name');
  await field.press('Enter');
  await expect(page.getByRole('link', { name: 'New name' }).first()).toBeVisible();
  expect(changes).toEqual([`PATCH /v1/projects/1/recipes/${id}`]);
  expect(await studio.api.recipes.get(id)).toMatchObject({
    name: 'New name',
    draft: `${yaml}# half a thought`,
    draft_revision: 1,
  });

  await page.goto(`/recipes/${id}`);
  complaints.allow(/500|Failed to load resource/);
  await page.route(`**/recipes/${id}`, (route) =>
    route.request().method() === 'PATCH'
      ? route.fulfill({ status: 500, json: { error: { code: 'internal', message: 'The disk is full.' } } })
      : route.continue(),
  );
  await page.getByRole('button', { name: 'New name' }).click();
  const title = page.getByRole('textbox', { name: 'Name of the recipe' });
  await title.fill('A much better name');
  await title.press('Enter');
  await expect(page.getByRole('alert').getByText('The disk is full.')).toBeVisible();
  await expect(title).toHaveValue('A much better name');
  await page.unroute(`**/recipes/${id}`);
  await title.press('Enter');
  await expect(page.getByRole('button', { name: 'A much better name' })).toBeVisible();
  // The page shows it before the server has it.
  await expect
    .poll(() => studio.api.recipes.get(id))
    .toMatchObject({ name: 'A much better name', draft_revision: 1 });
});

test('a delete is taken back, in the list and from the editor', async ({ page, studio }) => {
  const yaml = questionRecipe(studio.mock.url);
  const { id } = await studio.api.recipes.create({ name: 'Kept after all', yaml });
  await page.goto('/recipes');
  await page.getByRole('button', { name: 'More for Kept after all' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  const undo = page.getByRole('region', { name: 'Messages' }).getByRole('button', { name: 'Undo' });
  await expect(page.getByRole('link', { name: 'Kept after all' })).toHaveCount(0);
  // It is offered on another page too, and after that was loaded anew.
  await page.goto('/settings');
  await undo.click();
  await page.getByRole('link', { name: 'Recipes' }).click();
  await page.getByRole('link', { name: 'Kept after all' }).first().click();
  await expect(page).toHaveURL(new RegExp(`/recipes/${id}`));

  await page.getByRole('banner').getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await expect(page).toHaveURL(/\/recipes$/);
  await undo.click();
  await expect(page.getByRole('link', { name: 'Kept after all' }).first()).toBeVisible();
});

test('a recipe whose key is missing says so in the list and in the editor, with the ways out', async ({
  page,
  studio,
}) => {
  const yaml = questionRecipe(studio.mock.url)
    .replace('engine: REMOTE', 'engine: TOGETHER')
    .replace(/ {4}api_url: .*\n/, '');
  const { id } = await studio.api.recipes.create({ name: 'Keyless', yaml });
  await studio.api.recipes.create({ name: 'Modelless', yaml: 'num_samples: 3\n' });
  await page.goto('/recipes');
  const row = (name: string) => page.getByRole('row').filter({ hasText: name });
  await expect(row('Modelless').getByRole('link', { name: 'No model' })).toBeVisible();
  await row('Keyless').getByRole('link', { name: 'Together AI has no key yet' }).click();
  await expect(page.getByRole('dialog', { name: 'Add a provider' })).toContainText('Together AI');

  await page.goto(`/recipes/${id}`);
  const preview = page.getByRole('complementary', { name: 'Preview' });
  await expect(preview.getByText('Together AI has no key yet.')).toBeVisible();
  await expectAccessible(page);

  // What a run would cost is told all the same.
  await preview.getByRole('button', { name: 'Run…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Run Keyless' });
  await expect(dialog.getByLabel('Pause after')).toBeVisible();
  await expect(dialog.getByRole('link', { name: 'Add key' })).toHaveAttribute('href', '/models?add=TOGETHER');
  await expect(dialog.getByRole('button', { name: 'Together AI has no key yet' })).toHaveAttribute(
    'aria-disabled',
    'true',
  );
  await expect(dialog.getByText('Nothing was started')).toHaveCount(0);
  await dialog.getByRole('link', { name: 'Set price' }).click();
  const price = page.getByRole('dialog', { name: 'Price of mock' });
  await price.getByLabel(/^Input/).fill('1');
  await price.getByLabel(/^Output/).fill('2');
  await price.getByRole('button', { name: 'Save' }).click();
  await expect(price).toHaveCount(0);

  await page.goto(`/recipes/${id}`);
  await preview.getByRole('button', { name: 'Run…' }).click();
  await expect(dialog.getByLabel('Pause at')).toBeVisible();
  await dialog.getByRole('button', { name: 'Use local model' }).click();
  await expect(dialog.getByText('Together AI has no key yet')).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(preview.getByText('Together AI has no key yet.')).toHaveCount(0);
});

test('templates are narrowed by what they are for, and the address keeps it', async ({ page }) => {
  await page.goto('/recipes');
  const templates = page.getByRole('region', { name: 'Templates' });
  const filters = templates.getByRole('group', { name: 'Filter templates' });
  await filters.getByRole('button', { name: 'Tools' }).click();
  await expect(templates.getByRole('heading', { level: 3 })).toHaveText(['Agent with tools']);
  await page.reload();
  await expect(filters.getByRole('button', { name: 'Tools' })).toHaveAttribute('aria-pressed', 'true');
  await filters.getByRole('button', { name: 'Runs locally' }).click();
  await expect(templates.getByRole('heading', { level: 3 })).toHaveText(['Tiny stories']);
  await filters.getByRole('button', { name: 'All', exact: true }).click();
  await expect(templates.getByRole('heading', { level: 3 })).toHaveCount(13);
});

test('the list leads to versions, to other formats and to the latest run', async ({ page, studio }) => {
  const yaml = questionRecipe(studio.mock.url, { rows: 2 });
  const { id } = await studio.api.recipes.create({ name: 'Much to see', yaml });
  await studio.api.recipes.save(id, { yaml: yaml.replace('seed: 7', 'seed: 8'), base_version: 1 });
  const run = await studio.api.runs.start({ recipe_id: id });

  await page.goto('/recipes?q=Much');
  const row = page.getByRole('row', { name: /Much to see/ });
  const choose = async (name: string) => {
    await row.getByRole('button', { name: 'More for Much to see' }).click();
    await page.getByRole('menuitem', { name }).click();
  };
  await choose('Export…');
  const exported = page.getByRole('dialog', { name: 'Export' });
  await expect(exported).toContainText('seed: 8');
  await exported.getByRole('button', { name: 'Close' }).click();

  await choose('History…');
  const history = page.getByRole('dialog', { name: 'Versions' });
  await expect(history).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(history).toBeHidden();
  await expect(page).toHaveURL(new RegExp(`/recipes/${id}$`));

  await page.goto('/recipes?q=Much');
  await row.getByRole('link', { name: /2/ }).click();
  await expect(page).toHaveURL(new RegExp(`/datasets/${run.dataset_id}`));
});

test('an import that is no recipe opens as text, with what is wrong under it', async ({ page }) => {
  await page.goto('/recipes');
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Import a recipe' });
  await dialog.getByLabel('Paste YAML or JSON').fill('num_samples: [1');
  await expect(dialog.getByRole('region', { name: 'What was found' })).toBeVisible();
  await dialog.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(page).toHaveURL(/view=yaml/);
  await expect(page.getByRole('tab', { name: 'YAML' })).toHaveAttribute('aria-selected', 'true');
});
