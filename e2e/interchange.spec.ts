import { readFile } from 'node:fs/promises';
import { expect, expectAccessible, test } from './fixtures';
import { questionRecipe } from './recipes';

const hosted = {
  recipe: {
    recipe_config: {
      type: 'synthesize',
      model_identifier: {
        model_type: 'OPENAI_API',
        model_name: 'gpt-5-mini',
        api_keys: { openai: 'sk-e2e-key' },
      },
      inference_config: { inference_temperature: 1, requests_per_minute: 500, top_k: 5 },
      synthesis_config: {
        synthesis_config: {
          num_samples: 1000,
          strategy: 'general',
          strategy_params: {
            sampled_attributes: [
              {
                id: 'label',
                name: 'Intent',
                description: 'What the customer wants',
                possible_values: [{ id: '0', name: 'card_arrival', description: 'Where is my card?' }],
              },
            ],
            generated_attributes: [
              { id: 'user_query', instruction_messages: [{ role: 'user', content: 'Ask about {label}' }] },
            ],
          },
        },
      },
    },
  },
};

test('a config of the hosted service is looked at before it is stored, then opens as a recipe', async ({
  page,
  studio,
}) => {
  await page.goto('/recipes');
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  const dialog = page.getByRole('dialog', { name: 'Import a recipe' });
  await dialog.getByLabel('Paste YAML or JSON').fill(JSON.stringify(hosted));
  const found = dialog.getByRole('region', { name: 'What was found' });
  await expect(found).toContainText('A config of the hosted service');
  await expect(found).toContainText('1 sampled attribute, 1 generated, 1,000 rows');
  await expect(found).toContainText('inference_config.top_k: has no place in a recipe and is left out');
  await expect(found).toContainText('kept encrypted');
  await expectAccessible(page);
  // What was pasted is there again after a reload and in a dialog that was closed, unless a key stands in it.
  const field = dialog.getByLabel('Paste YAML or JSON');
  await page.reload();
  await expect(field).toHaveValue('');
  expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toContain('sk-e2e-key');
  await field.fill('num_samples: 7');
  await expect(found).toContainText('7 rows');
  await page.reload();
  await expect(dialog.getByText('Kept from before')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await expect(field).toHaveValue('num_samples: 7');
  await dialog.getByRole('button', { name: 'Clear' }).click();
  await expect(field).toBeFocused();
  await field.fill(JSON.stringify(hosted));
  await expect(found).toContainText('kept encrypted');
  const before = await studio.api.recipes.list();
  await dialog.getByRole('button', { name: 'Import', exact: true }).click();
  await page.waitForURL(/\/recipes\/\d+/);
  const after = await studio.api.recipes.list();
  expect(after.data).toHaveLength(before.data.length + 1);
  const recipe = await studio.api.recipes.get(Number(page.url().split('/').at(-1)?.split('?')[0]));
  expect(recipe.yaml).toContain('requests_per_minute: 500');
  expect(JSON.stringify(recipe)).not.toContain('sk-e2e-key');
});

test('a dropped file fills the dialog and is named after itself', async ({ page, studio }) => {
  await page.goto('/recipes');
  const transfer = await page.evaluateHandle(() => {
    const data = new DataTransfer();
    data.items.add(new File(['{"Call": {"Attitude": ["calm", "angry"]}}'], 'params.json'));
    return data;
  });
  await page.dispatchEvent('body', 'drop', { dataTransfer: transfer });
  const dialog = page.getByRole('dialog', { name: 'Import a recipe' });
  await expect(dialog.getByRole('status')).toContainText(
    'A list of parameters · 1 sampled attribute, 1 generated',
  );
  await dialog.getByRole('button', { name: 'Import', exact: true }).click();
  await page.waitForURL(/\/recipes\/\d+/);
  const { data } = await studio.api.recipes.list();
  expect(data[0]).toMatchObject({ name: 'params', attributes: { sampled: 1, generated: 1 } });
});

test('export says what the other program can not do, and gives the file', async ({ page, studio }) => {
  const { id } = await studio.api.recipes.create({
    name: 'Leaving',
    yaml: `# mine\n${questionRecipe(studio.mock.url)}`,
  });
  await page.goto(`/recipes/${id}`);
  await page.getByRole('button', { name: 'Export…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Export the recipe' });
  await dialog.getByRole('button', { name: 'oumi synth' }).click();
  await expect(dialog.getByRole('region', { name: 'Left out or put otherwise' })).toContainText(
    'seed: oumi draws without a seed',
  );
  await expectAccessible(page);
  const download = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Download' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe('leaving.yaml');
  const text = await readFile(await file.path(), 'utf8');
  expect(text).toContain('# mine');
  expect(text).not.toContain('seed: 7');
});
