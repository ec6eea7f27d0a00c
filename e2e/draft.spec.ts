import { expect, expectAccessible, test } from './fixtures';

const drafted = `Here it is:
\`\`\`yaml
num_samples: 10
strategy_params:
  sampled_attributes:
    - id: tone
      name: Tone
      description: How it sounds
      possible_values:
        - { id: angry, name: Angry, description: With heat }
        - { id: calm, name: Calm, description: In peace }
  generated_attributes:
    - id: request
      instruction_messages:
        - role: USER
          content: Write a {tone} refund request.
inference_config: { engine: REMOTE, model: { model_name: mock } }
\`\`\`
`;

test('a recipe is drafted from a description, and a failure keeps what was typed', async ({
  page,
  studio,
}) => {
  const added = { name: 'Drafting', engine: 'REMOTE', base_url: studio.mock.url } as const;
  const provider = await studio.api.providers.create(added);
  // What it has is known from its test on.
  await studio.api.providers.test(provider.id ?? 0);
  await page.goto('/recipes');
  const box = page.getByRole('region', { name: 'Draft a recipe from a description' });
  const task = box.getByLabel('Describe the data you want');
  await expect(box.getByRole('button', { name: 'Draft recipe' })).toBeVisible();
  await task.fill('Refund requests for a phone shop');
  await expectAccessible(page);
  await page.reload();
  await expect(task).toHaveValue('Refund requests for a phone shop');

  studio.mock.configure({ script: [{ contains: 'Refund requests', status: 401, message: 'No such key.' }] });
  const { data: models } = await studio.api.models.list();
  const model = models.find(({ base_url: url }) => url === studio.mock.url);
  await box.getByRole('combobox').selectOption(String(model?.id));
  await task.press('Control+Enter');
  await expect(box.getByText(/No such key\. Your description is kept\./)).toBeVisible({ timeout: 30_000 });
  await expect(task).toHaveValue('Refund requests for a phone shop');

  studio.mock.configure({ script: [{ contains: 'Refund requests', answer: drafted }] });
  await box.getByRole('button', { name: 'Draft recipe' }).click();
  await expect(page).toHaveURL(/\/recipes\/\d+/, { timeout: 30_000 });
  await expect(page.getByRole('treeitem', { name: /^request/ })).toBeVisible();
});
