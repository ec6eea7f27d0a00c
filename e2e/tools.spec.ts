import { expect, expectAccessible, test, type Studio } from './fixtures';
import type { Page } from '@playwright/test';

const conversation = (mockUrl: string) => `num_samples: 2
seed: 7
strategy_params:
  sampled_attributes:
    - id: reader
      name: Reader
      description: Who asks
      possible_values:
        - { id: child, name: A child, description: Asks shortly }
        - { id: scholar, name: A scholar, description: Asks at length }
  multiturn_attributes:
    - id: chat
      min_turns: 1
      max_turns: 2
      role_instruction_messages:
        USER: "You are {reader} and look for a book." # who asks
        ASSISTANT: You are a librarian.
inference_config:
  engine: REMOTE
  model:
    model_name: mock
  remote_params:
    api_url: ${mockUrl}
`;

test('tools are made by forms alone, a conversation chooses among them, and the text is clean', async ({
  page,
  studio,
}) => {
  const before = conversation(studio.mock.url);
  const recipe = await studio.api.recipes.create({ name: 'Library', yaml: before });
  await page.goto(`/recipes/${recipe.id}`);
  const outline = page.getByRole('tree', { name: 'Recipe outline' });

  await page.getByRole('button', { name: 'Add tools', exact: true }).first().click();
  await rename(page, page.getByLabel('Id', { exact: true }).first(), 'library');
  const tool = page.getByRole('group', { name: /^Tool / });
  await rename(page, tool.getByLabel('Id', { exact: true }), 'find_book');
  await expect(page.getByRole('group', { name: 'Tool find_book' })).toBeVisible();
  await tool.getByLabel('Name', { exact: true }).fill('Find a book');
  await tool.getByLabel('What the model is told it does').fill('Finds a book by its title.');
  await rename(page, tool.getByLabel('Name of name'), 'title');
  await rename(page, tool.getByLabel('Description of title'), 'As it is printed');
  await rename(page, tool.getByLabel('title 1', { exact: true }), 'Dune');
  await tool.getByRole('button', { name: 'Entry', exact: true }).click();
  await rename(page, tool.getByLabel('title 2', { exact: true }), 'Emma');
  await rename(page, tool.getByLabel('Given found 2'), 'false');
  await page.getByRole('button', { name: 'Tool', exact: true }).click();
  await expect(page.getByRole('group', { name: 'Tool look_up' })).toBeVisible();
  await page.getByRole('button', { name: 'Move tool find_book' }).focus();
  await page.keyboard.press('Space');
  await expect(page.getByText('Tool find_book is taken, place 1 of 2.')).toBeAttached();
  // Until all places are measured an arrow leads nowhere.
  await expect(async () => {
    await page.keyboard.press('ArrowDown');
    await expect(page.getByText('Tool find_book, place 2 of 2.')).toBeAttached({ timeout: 500 });
  }).toPass();
  await page.keyboard.press('Space');
  await expect(tool).toHaveCount(2);
  await expect(tool.first()).toHaveAccessibleName('Tool look_up');

  await outline.getByRole('treeitem', { name: /^chat/ }).click();
  await page.getByLabel('The assistant may use').selectOption('Only these tools');
  await page.getByRole('checkbox', { name: /look_up/ }).uncheck();
  await expect(page.getByRole('checkbox', { name: /find_book/ })).toHaveAttribute('aria-disabled', 'true');
  await outline.getByRole('treeitem', { name: /^library/ }).click();
  await page.getByRole('group', { name: 'Tool look_up' }).locator('summary').first().click();
  await page.getByRole('button', { name: 'Remove the tool look_up' }).click();

  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  await expect(outline.getByRole('treeitem', { name: /error/ })).toHaveCount(0);
  expect(await draftOf(studio, recipe.id)).toBe(
    before
      .replace(
        'ASSISTANT: You are a librarian.\n',
        'ASSISTANT: You are a librarian.\n      available_tools:\n        - find_book\n',
      )
      .replace('inference_config:', `${catalogue}inference_config:`),
  );
  // Undo brings back one step after the other, in all views.
  await page.keyboard.press('Control+z');
  await expect(page.getByRole('group', { name: 'Tool look_up' })).toBeVisible();
});

const catalogue = `environment_config:
  environments:
    - id: library
      env_type: deterministic
      tools:
        - id: find_book
          name: Find a book
          description: Finds a book by its title.
          parameters:
            type: object
            properties:
              title:
                type: string
                description: As it is printed
            required:
              - title
      env_kwargs:
        lookup_table:
          find_book:
            - input:
                title: Dune
              output:
                found: true
            - input:
                title: Emma
              output:
                found: false
`;

test('the forms of tools and of answers in parts are accessible in both looks', async ({ page, studio }) => {
  test.setTimeout(240_000);
  const recipe = await studio.api.recipes.create({
    name: 'Forms of tools',
    yaml: conversation(studio.mock.url).replace('inference_config:', `${catalogue}inference_config:`),
  });
  await page.goto(`/recipes/${recipe.id}`);
  const outline = page.getByRole('tree', { name: 'Recipe outline' });
  for (const name of ['library', 'chat']) {
    await outline.getByRole('treeitem', { name: new RegExp(`^${name}`) }).click();
    await openFolds(page);
    await expectAccessible(page);
  }
});

async function rename(page: Page, field: ReturnType<Page['getByLabel']>, to: string): Promise<void> {
  await field.fill(to);
  await page.keyboard.press('Enter');
}

async function openFolds(page: Page): Promise<void> {
  const closed = page.locator('details:not([open]) > summary');
  while ((await closed.count()) > 0) await closed.first().click();
}

async function draftOf(studio: Studio, id: number): Promise<string | null | undefined> {
  return (await studio.api.recipes.get(id)).draft;
}
