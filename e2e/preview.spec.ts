import { expect, expectAccessible, test } from './fixtures';
import { questionRecipe } from './recipes';

test('a tried answer outlives a reload, becomes an example, and waits again when its prompt has changed', async ({
  page,
  studio,
}) => {
  const recipe = await studio.api.recipes.create({ name: 'Kept', yaml: questionRecipe(studio.mock.url) });
  await page.goto(`/recipes/${recipe.id}`);
  const preview = page.getByRole('complementary', { name: 'Preview' });
  const ghosts = preview.getByText(/not known yet/);
  await expect(ghosts.first()).toBeVisible();
  await preview.getByRole('button', { name: /^Try 3 rows/ }).click();
  await expect(ghosts).toHaveCount(0);
  await expect(preview.getByText('sharpened by 3 tried rows')).toBeVisible();
  await expect.poll(() => studio.mock.stats().requests).toBe(6);

  await page.reload();
  await expect(preview.getByText('sharpened by 3 tried rows')).toBeVisible();
  await expect(ghosts).toHaveCount(0);
  expect(studio.mock.stats().requests).toBe(6);

  const question = preview.getByRole('region', { name: 'question', exact: true });
  await question.getByRole('button', { name: 'Use as example' }).click();
  await expect(page.getByText(/Row 0 is now an example in question/)).toBeVisible();
  await expect(ghosts.first()).toBeVisible();
  await expect(question.getByText('assistant', { exact: true })).toBeVisible();

  await page.getByRole('button', { name: 'Undo', exact: true }).last().click();
  await expect(ghosts).toHaveCount(0);
  await expect(question.getByText('assistant', { exact: true })).toHaveCount(0);

  await preview.getByLabel('Go to row').fill('90000');
  await page.keyboard.press('Enter');
  await expect(preview.getByRole('region', { name: 'Row 90000' })).toBeVisible();
});

test('the run dialog says which answers are reused and why others are not', async ({ page, studio }) => {
  const yaml = questionRecipe(studio.mock.url, { rows: 5 });
  const recipe = await studio.api.recipes.create({ name: 'Reuse', yaml });
  const run = await studio.api.runs.start({ recipe_id: recipe.id });
  const events = studio.api.runs.events(run.id);
  while ((await events.next()).done !== true) continue;
  const changed = yaml.replace('Answer this:', 'Answer briefly:');
  await studio.api.recipes.save(recipe.id, { yaml: changed, base_version: 1 });

  await page.goto(`/recipes/${recipe.id}`);
  await page.getByRole('button', { name: 'Run…' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText(`Reuse 5 of the 10 answers of run ${run.id}`)).toBeVisible();
  await expect(dialog.getByText(/5 answer prompts that have changed since/)).toBeVisible();
  await expect(dialog.getByText('Speed is set by 4 calls at once.')).toBeVisible();
  await expectAccessible(page);

  await dialog.getByRole('button', { name: 'Other seed' }).click();
  await expect(dialog.getByText(/10 were asked with another seed/)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
});

test('the graph says what a row takes, is walked by arrows, and opens a form', async ({ page, studio }) => {
  const recipe = await studio.api.recipes.create({ name: 'Graph', yaml: questionRecipe(studio.mock.url) });
  await page.goto(`/recipes/${recipe.id}?view=graph`);
  await expect(page.getByText(/2 calls a row, 2 of them one after the other/)).toBeVisible();
  const graph = page.getByRole('group', { name: 'Graph', exact: true });
  const topic = graph.getByRole('button', { name: /topic/ });
  await topic.focus();
  await page.keyboard.press('ArrowRight');
  await expect(graph.getByRole('button', { name: /question/ })).toBeFocused();
  await expectAccessible(page);
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('tab', { name: 'Form' })).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByLabel('Id', { exact: true }).first()).toHaveValue('answer');

  await page.keyboard.press('Control+Shift+KeyE');
  await page.getByRole('button', { name: 'As a list' }).click();
  const list = page.getByRole('list', { name: 'Attributes and what they use' });
  await expect(list.getByText('uses question · used by chat · on the longest way')).toBeVisible();
  await page.getByRole('button', { name: 'As a list' }).click();
  await graph.getByRole('button', { name: /question/ }).click();
  await expect(page.getByLabel('Id', { exact: true }).first()).toHaveValue('question');

  // On a phone the graph is behind a tab at first, where it has no size.
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`/recipes/${recipe.id}?view=graph`);
  await page.getByRole('tab', { name: 'Recipe', exact: true }).click();
  await expect(topic).toBeInViewport();
  await expect.poll(async () => (await topic.boundingBox())?.width).toBeGreaterThan(90);
});
