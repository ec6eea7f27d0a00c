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
  await studio.api.providers.test(provider.id);
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
  // The editor opens at once, with a plain recipe that has the description.
  await expect(page).toHaveURL(/\/recipes\/\d+/, { timeout: 30_000 });
  await expect(page.getByText(/No such key\. Your description is kept/)).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole('treeitem', { name: /^kind/ })).toBeVisible();
  await expectAccessible(page);
  // One live region tells what the strip shows.
  await expect(page.locator('#content > [role=status]')).toContainText('No recipe came of it.');
  await page.getByRole('link', { name: 'Change the description' }).click();
  await expect(task).toHaveValue('Refund requests for a phone shop');

  // What is written is seen as it comes, and why it is asked again; over a reload too.
  studio.mock.configure({
    script: [
      { contains: 'not a valid recipe yet', answer: drafted, delayMs: 60_000 },
      { contains: 'Refund requests', answer: drafted.replace('{tone}', '{mood}') },
    ],
  });
  await box.getByRole('button', { name: 'Draft recipe' }).click();
  const arriving = page.getByLabel('The recipe as it is written');
  await expect(arriving).toContainText('Write a {mood} refund request', { timeout: 30_000 });
  await page.reload();
  await expect(arriving).toContainText('Write a {mood} refund request', { timeout: 30_000 });
  const key = arriving.getByText('generated_attributes', { exact: true });
  await expect(key).toHaveAttribute('style', 'color: var(--accent-text);');
  await expect(page.getByText(/Asked again: .*mood/).first()).toBeVisible();
  await page.getByRole('button', { name: 'Stop' }).click();
  await expect(page.getByText(/^Stopped\./).first()).toBeVisible({ timeout: 30_000 });

  studio.mock.configure({ script: [{ contains: 'Refund requests', answer: drafted }] });
  await page.getByRole('button', { name: /^Ask again/ }).click();
  await expect(page.getByText(/The recipe is written/).first()).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole('treeitem', { name: /^request/ })).toBeVisible();
  await page.getByRole('region', { name: 'Messages' }).getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByRole('treeitem', { name: /^kind/ })).toBeVisible();
});
