import { expect, test } from './fixtures';
import { questionRecipe } from './recipes';

test('a broken recipe is mended by its quick fix, and stays mended after a reload', async ({
  page,
  studio,
}) => {
  const yaml = questionRecipe(studio.mock.url, { question: 'Ask one question about {topik}.' });
  const recipe = await studio.api.recipes.create({ name: 'Broken', yaml });
  await page.goto(`/recipes/${recipe.id}?view=yaml`);

  const problems = page.getByRole('region', { name: 'Problems' });
  await expect(problems.getByText(/topik/).first()).toBeVisible();
  const run = page.getByRole('button', { name: 'Run…' });
  await expect(run).toHaveAttribute('aria-disabled', 'true');

  await problems.getByRole('button', { name: 'Replace with {topic}' }).click();
  await expect(problems.getByText('No problems')).toBeVisible();
  await expect(run).not.toHaveAttribute('aria-disabled', 'true');
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();

  await page.reload();
  await expect(page.getByRole('region', { name: 'Problems' }).getByText('No problems')).toBeVisible();
  expect((await studio.api.recipes.get(recipe.id)).draft).toContain('{topic}');
});

test('the run dialog leads to what is wrong', async ({ page, studio }) => {
  const yaml = questionRecipe(studio.mock.url, { question: 'Ask one question about {topik}.' });
  const { id } = await studio.api.recipes.create({ name: 'Led', yaml });
  await page.goto(`/recipes/${id}?node=quality`);
  const form = page.getByRole('region', { name: 'Form' });
  await expect(form).toBeVisible();
  await page.keyboard.press('Control+Enter');
  const dialog = page.getByRole('dialog', { name: 'Run Led' });
  await dialog.getByRole('button', { name: 'Fix 1 error' }).click();
  await expect(form.getByRole('textbox', { name: /^Message 1/ })).toBeFocused();

  await page.keyboard.press('Control+.');
  await expect(form.getByRole('button', { name: 'Replace with {topic}' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByText('{topik}')).toHaveCount(0);
  await page.getByRole('button', { name: 'Run…' }).click();
  const rows = dialog.getByLabel('Accepted rows wanted');
  await rows.fill('0');
  await dialog.getByRole('button', { name: 'Fix the rows' }).click();
  await expect(rows).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Run…' })).toBeFocused();
});

test('a problem in the text offers all its fixes by keys', async ({ page, studio }) => {
  const yaml = questionRecipe(studio.mock.url, { question: 'Ask one question about {topik}.' });
  const recipe = await studio.api.recipes.create({ name: 'By keys', yaml });
  await page.goto(`/recipes/${recipe.id}?view=yaml`);
  const problems = page.getByRole('region', { name: 'Problems' });
  await problems.getByRole('button', { name: /Unknown value \{topik\}/ }).click();
  await expect(page.getByRole('region', { name: 'YAML' }).getByRole('textbox').first()).toBeFocused();

  await page.keyboard.press('Control+.');
  const popup = page.getByRole('dialog', { name: 'Unknown value {topik}' });
  await expect(popup.getByRole('button', { name: 'Replace with {topic}' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(popup).toBeHidden();
  await page.keyboard.press('Control+.');
  await expect(popup.getByRole('button', { name: 'Replace with {topic}' })).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(popup.getByRole('button', { name: 'Add a sampled attribute topik' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(problems.getByText('No problems')).toBeVisible();
  await expect(page.getByRole('treeitem', { name: /topik/ })).toBeVisible();
});

test('typing changes the preview, and a broken text keeps the last good one', async ({ page, studio }) => {
  const recipe = await studio.api.recipes.create({ name: 'Typing', yaml: questionRecipe(studio.mock.url) });
  await page.goto(`/recipes/${recipe.id}?view=yaml`);
  const preview = page.getByRole('complementary', { name: 'Preview' });
  await expect(preview.getByText('Ask one question about').first()).toBeVisible();

  const editor = page.getByRole('textbox', { name: /Recipe|YAML|Editor content/ }).first();
  await editor.focus();
  await page.keyboard.press('Control+End');
  await page.keyboard.type('\nstrategy: NOWHERE');
  await expect(
    page
      .getByRole('region', { name: 'Problems' })
      .getByText(/NOWHERE/)
      .first(),
  ).toBeVisible();
  await expect(preview.getByText('Ask one question about').first()).toBeVisible();
});

test('tried answers fill the preview and a run of the recipe reuses them', async ({ page, studio }) => {
  const recipe = await studio.api.recipes.create({
    name: 'Tried',
    yaml: questionRecipe(studio.mock.url, { rows: 5 }),
  });
  await page.goto(`/recipes/${recipe.id}`);
  const preview = page.getByRole('complementary', { name: 'Preview' });
  await expect(preview.getByText(/not known yet/).first()).toBeVisible();
  await preview.getByRole('button', { name: /^Try 3 rows/ }).click();
  await expect(preview.getByText(/not known yet/)).toHaveCount(0);
  await expect.poll(() => studio.mock.stats().requests).toBe(6);

  await preview.getByRole('button', { name: 'Run…' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('Reuse all 6 answers of earlier tries')).toBeVisible();
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('banner').getByText('Done', { exact: true })).toBeVisible();
  expect(studio.mock.stats()).toMatchObject({ requests: 10 });
});

test('two tabs of one recipe: the older text is not lost', async ({ page, context, studio }) => {
  const recipe = await studio.api.recipes.create({ name: 'Two tabs', yaml: questionRecipe(studio.mock.url) });
  await page.goto(`/recipes/${recipe.id}?view=yaml`);
  const other = await context.newPage();
  await other.goto(`/recipes/${recipe.id}?view=yaml`);
  for (const [tab, word] of [
    [page, 'first'],
    [other, 'second'],
  ] as const) {
    const editor = tab.getByRole('textbox', { name: /Recipe|YAML|Editor content/ }).first();
    await editor.focus();
    await tab.keyboard.press('Control+Home');
    await tab.keyboard.type(`# ${word}\n`);
    if (tab === page) await expect(tab.getByText('Saved', { exact: true })).toBeVisible();
  }
  await other.getByRole('button', { name: /Keep mine/ }).click();
  await expect.poll(async () => (await studio.api.recipes.get(recipe.id)).draft).toContain('# second');
});

test('what was edited is there again on the way back from the list, as nobody else’s text', async ({
  page,
  studio,
}) => {
  const recipe = await studio.api.recipes.create({ name: 'Way back', yaml: questionRecipe(studio.mock.url) });
  await page.goto('/recipes');
  await page.getByRole('link', { name: 'Way back' }).click();
  const question = page.getByRole('textbox', { name: 'Message 1, User' });
  await question.fill('Ask one hard question about {topic}.');
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  const back = page.getByRole('navigation', { name: 'Breadcrumb' }).getByRole('link', { name: 'Recipes' });
  await back.click();
  await page.getByRole('link', { name: 'Way back' }).click();
  await expect(question).toHaveValue('Ask one hard question about {topic}.');
  // Leaving at once loses nothing either.
  await question.fill('Ask one easy question about {topic}.');
  await back.click();
  await page.getByRole('link', { name: 'Way back' }).click();
  await expect(question).toHaveValue('Ask one easy question about {topic}.');
  await expect.poll(async () => (await studio.api.recipes.get(recipe.id)).draft).toContain('easy question');
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  await expect(page.getByText(/saved elsewhere/)).toHaveCount(0);
});

test('a version that was saved elsewhere is named, and one’s own becomes the next', async ({
  page,
  studio,
  complaints,
}) => {
  complaints.allow(/409/);
  const yaml = questionRecipe(studio.mock.url);
  const recipe = await studio.api.recipes.create({ name: 'Two versions', yaml });
  await page.goto(`/recipes/${recipe.id}?view=yaml`);
  const editor = page.getByRole('textbox', { name: /Recipe|YAML|Editor content/ }).first();
  await editor.focus();
  await page.keyboard.press('Control+Home');
  await page.keyboard.type('# mine\n');
  await expect.poll(async () => (await studio.api.recipes.get(recipe.id)).draft).toBe(`# mine\n${yaml}`);
  const { draft_revision: revision } = await studio.api.recipes.get(recipe.id);
  await studio.api.recipes.save(recipe.id, { yaml: `# theirs\n${yaml}`, base_version: 1 });
  await studio.api.recipes.saveDraft(recipe.id, { yaml: `# mine\n${yaml}`, base_revision: revision + 1 });
  await page.keyboard.press('Control+s');
  await expect(page.getByText('v2 was saved elsewhere.', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Keep mine as v3' }).click();
  await expect(page.getByRole('button', { name: /^v3/ })).toBeVisible();
  await expect(page.getByText('v2 was saved elsewhere.', { exact: true })).toHaveCount(0);
  expect(await studio.api.recipes.get(recipe.id)).toMatchObject({ version: 3, yaml: `# mine\n${yaml}` });
});
