import { expect, test } from './fixtures';
import { questionRecipe } from './recipes';

test('a rule made by form holds rows back, says why, and enough others take their place', async ({
  page,
  studio,
}) => {
  const yaml = questionRecipe(studio.mock.url, { rows: 12 });
  const recipe = await studio.api.recipes.create({ name: 'With a rule', yaml });
  await page.goto(`/recipes/${recipe.id}`);
  await page.getByRole('treeitem', { name: /^Quality/ }).click();
  await page.getByRole('button', { name: 'Rule', exact: true }).click();
  await page.getByRole('menuitem', { name: 'One of some texts' }).click();
  const rule = page.getByRole('group', { name: 'Rule 1' });
  await rule.getByRole('combobox', { name: 'Column' }).selectOption('topic');
  await rule.getByRole('textbox', { name: 'Texts, one a line' }).fill('bread\nbikes');
  await rule.getByRole('textbox', { name: 'Name' }).fill('no-birds');
  await expect(page.getByRole('treeitem', { name: /^Quality/ })).toContainText('1 rule');
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  expect((await studio.api.recipes.get(recipe.id)).draft).toContain(
    'quality:\n  rules:\n    - id: no-birds\n      column: topic\n      one_of:\n        - "bread"\n        - "bikes"\n',
  );

  await page.getByRole('button', { name: 'Run…' }).click();
  await expect(page.getByRole('dialog').getByText('12 rows').first()).toBeVisible();
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('banner').getByText('Done', { exact: true })).toBeVisible();
  const [run] = (await studio.api.runs.list()).data;
  expect(run?.progress).toMatchObject({ accepted: 12, rejections: [{ rule: 'no-birds' }] });
  expect(run?.progress.rejected).toBeGreaterThan(0);

  const causes = page.getByRole('region', { name: 'Where the others went' });
  await expect(causes.getByText('Rejected by your rules')).toBeVisible();
  await causes.getByRole('button', { name: 'See rows' }).click();
  const row = page.getByRole('grid').getByRole('row').filter({ hasText: 'birds' }).first();
  await expect(row).toBeVisible();
});

test('the rules that look at an answer stand in its form too', async ({ page, studio }) => {
  const recipe = await studio.api.recipes.create({ name: 'Kept', yaml: questionRecipe(studio.mock.url) });
  await page.goto(`/recipes/${recipe.id}?node=question`);
  const form = page.getByRole('region', { name: 'Form' });
  await form.getByText('Keep only if').click();
  await form.getByRole('button', { name: 'Add a rule' }).click();
  await page.getByRole('menuitem', { name: 'Length' }).click();
  const rule = form.getByRole('group', { name: 'Rule 1' });
  await expect(rule.getByRole('combobox', { name: 'Column' })).toHaveValue('question');
  await expect(form.getByText('1 to 500 characters')).toBeVisible();
  await page.getByRole('treeitem', { name: /^Quality/ }).click();
  await expect(rule).toBeVisible();
});
