import { recipeOfValues } from '@/bench/browser/recipe-of-values';
import { expect, expectAccessible, test, type Studio } from './fixtures';
import { questionRecipe } from './recipes';
import type { Page } from '@playwright/test';

test('a recipe is made from nothing by forms alone, and its YAML is clean', async ({ page, studio }) => {
  const recipe = await studio.api.recipes.create({ name: 'By forms', yaml: 'num_samples: 1\n' });
  await page.goto(`/recipes/${recipe.id}`);
  const outline = page.getByRole('tree', { name: 'Recipe outline' });

  await outline.getByRole('treeitem', { name: /^Model/ }).click();
  await page.getByLabel('Provider').selectOption('REMOTE');
  await page.getByLabel('Model', { exact: true }).fill('mock');
  await page.getByText('Address and limits').click();
  await page.getByLabel('Address', { exact: true }).fill(studio.mock.url);
  await outline.getByRole('treeitem', { name: /^Recipe,/ }).click();
  await page.getByLabel('Rows', { exact: true }).fill('5');

  await page.getByRole('button', { name: 'Add a sampled attribute' }).click();
  await page.getByLabel('Id', { exact: true }).fill('tone');
  await page.keyboard.press('Enter');
  await page.getByLabel('Name', { exact: true }).fill('Tone of voice');
  await page.getByLabel('Description', { exact: true }).fill('How the customer sounds');
  await page.getByRole('button', { name: 'Paste a list' }).click();
  await page
    .getByLabel('List or table')
    .fill('Polite: in full sentences\nTerse: a few words\nVery worried: asks what happens');
  await page.getByRole('button', { name: 'Replace it' }).click();
  await page.getByRole('button', { name: 'Replace with 3 values' }).click();
  await page.getByLabel('Weight of Polite').fill('50%');
  await page.keyboard.press('Enter');

  await page.getByRole('button', { name: 'Add a generated attribute' }).click();
  await page.getByLabel('Id', { exact: true }).fill('question');
  await page.keyboard.press('Enter');
  const prompt = page.getByRole('textbox', { name: 'Message 1, User' });
  await prompt.fill('');
  await prompt.pressSequentially('Ask a ');
  await prompt.pressSequentially('{to');
  await expect(page.getByRole('option', { name: /tone.description/ })).toBeVisible();
  await page.keyboard.press('Enter');
  await prompt.pressSequentially(' question, ');
  await prompt.pressSequentially('{desc');
  await page.keyboard.press('Tab');
  await prompt.pressSequentially('.\nOne line.');

  await page.getByRole('button', { name: 'Add a transform' }).click();
  const assistant = page.getByRole('textbox', { name: 'Message 2, Assistant' });
  await expect(assistant).toHaveValue('{question}');
  await outline.getByRole('treeitem', { name: /^Output/ }).click();
  await page.getByRole('checkbox', { name: /question/ }).click();
  await expect(page.getByRole('checkbox', { name: /question/ })).not.toBeChecked();

  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  expect(await draftOf(studio, recipe.id)).toBe(`num_samples: 5
strategy_params:
  sampled_attributes:
    - id: tone
      name: Tone of voice
      description: How the customer sounds
      possible_values:
        - id: polite
          name: Polite
          description: in full sentences
          sample_rate: 0.5
        - id: terse
          name: Terse
          description: a few words
        - id: very_worried
          name: Very worried
          description: asks what happens
  generated_attributes:
    - id: question
      instruction_messages:
        - role: USER
          content: |-
            Ask a {tone} question, {tone.description}.
            One line.
  transformed_attributes:
    - id: conversation
      transformation_strategy:
        type: CHAT
        chat_transform:
          messages:
            - role: USER
              content: "{tone}"
            - role: ASSISTANT
              content: "{question}"
  passthrough_attributes:
    - tone
    - conversation
inference_config:
  engine: REMOTE
  model:
    model_name: mock
  remote_params:
    api_url: ${studio.mock.url}
`);
  await page.getByRole('button', { name: 'Run…' }).click();
  await expect(page.getByRole('dialog')).toBeVisible();
});

test('a weight in a long list shows what it makes of the others, and all of them are written', async ({
  page,
  studio,
}) => {
  const recipe = await studio.api.recipes.create({
    name: 'Many values',
    yaml: recipeOfValues(400, studio.mock.url),
  });
  await page.goto(`/recipes/${recipe.id}?node=label`);
  const weight = page.getByLabel('Weight of Other', { exact: true });
  await weight.fill('0.5');
  await page.keyboard.press('Enter');
  await expect(weight).toHaveValue('0.5');
  await expect(page.getByLabel('Weight of Value 0', { exact: true })).toHaveValue('0.00125');
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  const rates = [...((await draftOf(studio, recipe.id)) ?? '').matchAll(/sample_rate: ([\d.]+)/g)].map(
    ([, rate]) => Number(rate),
  );
  expect(rates.slice(0, 2)).toEqual([0.5, 0.00125]);
  expect(rates.reduce((sum, rate) => sum + rate, 0)).toBeCloseTo(1, 6);
});

test('a broken recipe is mended field by field', async ({ page, studio }) => {
  const yaml = questionRecipe(studio.mock.url, { question: 'Ask about {topik}.' })
    .replace('num_samples: 12', 'num_samples: many')
    .replace(
      '{ id: bread, name: Bread, description: Baking at home }',
      '{ id: bikes, name: Bread, description: Baking at home }',
    );
  const recipe = await studio.api.recipes.create({ name: 'Broken', yaml });
  await page.goto(`/recipes/${recipe.id}`);
  const outline = page.getByRole('tree', { name: 'Recipe outline' });

  await outline.getByRole('treeitem', { name: /^question.*1 error/ }).click();
  await page
    .getByRole('region', { name: 'Form' })
    .getByRole('button', { name: 'Replace with {topic}' })
    .click();
  await expect(page.getByRole('textbox', { name: 'Message 1, User' })).toHaveValue('Ask about {topic}.');

  await outline.getByRole('treeitem', { name: /^topic.*1 error/ }).click();
  await page.getByRole('button', { name: /^Rename it to/ }).click();
  await outline.getByRole('treeitem', { name: /^Recipe.*1 error/ }).click();
  await expect(page.getByLabel('Rows', { exact: true })).toHaveValue('many');
  await page.getByLabel('Rows', { exact: true }).fill('1,200');

  await expect(page.getByRole('button', { name: 'Run…' })).not.toHaveAttribute('aria-disabled', 'true');
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  const draft = await draftOf(studio, recipe.id);
  expect(draft).toContain('num_samples: 1200\n');
  expect(draft).toContain('{ id: bikes_2, name: Bikes');
});

test('the outline is worked by keys: add, rename, move, duplicate, delete and undo', async ({
  page,
  studio,
}) => {
  const recipe = await studio.api.recipes.create({ name: 'Keys', yaml: questionRecipe(studio.mock.url) });
  await page.goto(`/recipes/${recipe.id}`);
  const outline = page.getByRole('tree', { name: 'Recipe outline' });
  const ids = () => outline.locator('.node .cut').allTextContents();
  const parts = ['Output', 'Model', 'Quality', 'Recipe'];

  const question = outline.getByRole('treeitem', { name: /^question/ });
  await question.focus();
  const written = outline.getByRole('treeitem', { name: /^Generated/ });
  await page.keyboard.press('ArrowLeft');
  await expect(written).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await expect(written).toHaveAttribute('aria-expanded', 'false');
  await expect(question).toBeHidden();
  await page.keyboard.press('ArrowRight');
  await expect(question).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await expect(question).toBeFocused();
  await page.keyboard.press('F2');
  await page.keyboard.type('ask');
  await page.keyboard.press('Enter');
  await expect.poll(ids).toEqual(['topic', 'ask', 'answer', 'chat', ...parts]);
  await expect(outline.getByRole('treeitem', { name: /^ask/ })).toBeFocused();
  await page.keyboard.press('Alt+ArrowDown');
  await expect.poll(ids).toEqual(['topic', 'answer', 'ask', 'chat', ...parts]);
  await expect(outline.getByRole('treeitem', { name: /^ask/ })).toBeFocused();
  await page.keyboard.press('Alt+ArrowUp');
  await page.keyboard.press('ArrowDown');
  await expect(outline.getByRole('treeitem', { name: /^answer/ })).toBeFocused();
  await page.keyboard.press('Delete');
  await expect.poll(ids).toEqual(['topic', 'ask', 'chat', ...parts]);
  await expect(page.getByText('answer was deleted. It is used by chat.')).toBeVisible();
  await page.getByRole('button', { name: 'Undo', exact: true }).last().click();
  await expect.poll(ids).toEqual(['topic', 'ask', 'answer', 'chat', ...parts]);
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  const expected = questionRecipe(studio.mock.url)
    .replace('- id: question\n', '- id: ask\n')
    .replaceAll('{question}', '{ask}');
  expect(await draftOf(studio, recipe.id)).toBe(expected);
});

test('every form is accessible in both looks', async ({ page, studio }) => {
  // Twelve looks through the whole page.
  test.setTimeout(240_000);
  const recipe = await studio.api.recipes.create({ name: 'Forms', yaml: questionRecipe(studio.mock.url) });
  await page.goto(`/recipes/${recipe.id}`);
  const outline = page.getByRole('tree', { name: 'Recipe outline' });
  for (const name of ['topic', 'question', 'chat', 'Output', 'Model', 'Recipe']) {
    await outline.getByRole('treeitem', { name: new RegExp(`^${name}`) }).click();
    await openFolds(page);
    await expectAccessible(page);
  }
});

async function openFolds(page: Page): Promise<void> {
  const closed = page.locator('details:not([open]) > summary');
  while ((await closed.count()) > 0) await closed.first().click();
}

async function draftOf(studio: Studio, id: number): Promise<string | null | undefined> {
  return (await studio.api.recipes.get(id)).draft;
}
