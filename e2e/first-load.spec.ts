import { openCounting } from '@/bench/browser/script-bytes';
import { expect, test } from './fixtures';
import { questionRecipe } from './recipes';

/** Compressed; docs/performance.md says what is in it. */
const mostBytes = { first: 250_000, untilPreview: 550_000 };

test('the editor asks for less than 250 kB of JavaScript before it is drawn', async ({ page, studio }) => {
  const recipe = await studio.api.recipes.create({ name: 'Light', yaml: questionRecipe(studio.mock.url) });
  const scripts = await openCounting(page, `/recipes/${recipe.id}`);
  await expect(page.getByRole('region', { name: 'Row 0' })).toBeVisible();
  const { first, soFar } = scripts();
  expect(first).toBeGreaterThan(100_000);
  expect(first).toBeLessThan(mostBytes.first);
  expect(soFar).toBeLessThan(mostBytes.untilPreview);
});

test('patterns, conditions and schemas come with the first text that asks for them', async ({
  page,
  studio,
}) => {
  const plain = questionRecipe(studio.mock.url);
  const asking = plain.replace(
    '    - id: answer\n',
    `    - id: answer
      when: 'topic == "bread" && question.finds("(a")'
      response_format: { schema: { type: object, properties: { short: { type: string } } } }
`,
  );
  const { id } = await studio.api.recipes.create({ name: 'Asking', yaml: asking });
  await page.goto(`/recipes/${id}?view=yaml`);
  const problems = page.getByRole('region', { name: 'Problems' });
  await expect(problems.getByText(/a "\)" is missing for this "\("/i)).toBeVisible();

  // One that comes to ask while it is typed.
  const typed = await studio.api.recipes.create({ name: 'Typed', yaml: plain });
  await page.goto(`/recipes/${typed.id}?view=yaml`);
  await expect(page.getByRole('region', { name: 'Row 0' })).toBeVisible();
  await page
    .getByRole('textbox', { name: /Recipe|YAML|Editor content/ })
    .first()
    .focus();
  await page.keyboard.press('Control+End');
  await page.keyboard.insertText('\nquality: { rules: [{ column: answer, pattern: "(a" }] }');
  await expect(problems.getByText(/This is no regular expression: a "\)" is missing/i)).toBeVisible();
});
