import { expect, expectAccessible, test } from './fixtures';
import { questionRecipe } from './recipes';

test('a conversation is made by form, planned in the preview, tried, run, and read in its row', async ({
  page,
  studio,
}) => {
  const whole = questionRecipe(studio.mock.url, { rows: 4 });
  const yaml = whole.slice(0, whole.indexOf('  generated')) + whole.slice(whole.indexOf('inference'));
  const recipe = await studio.api.recipes.create({ name: 'Talks', yaml });
  await page.goto(`/recipes/${recipe.id}`);

  await page.getByRole('button', { name: 'Add a conversation' }).click();
  await page.getByLabel('Id', { exact: true }).fill('talk');
  await page.keyboard.press('Enter');
  await page.getByLabel('Fewest turns').fill('2');
  await page.getByLabel('Most turns').fill('1');
  const form = page.getByRole('tabpanel', { name: 'Form' });
  await expect(form.getByText(/^Must be greater than or equal to min_turns/)).toBeVisible();
  await form.getByRole('button', { name: 'Write 2' }).click();
  const persona = page.getByRole('textbox', { name: 'Persona of the user' });
  await persona.fill('You ask about ');
  await persona.pressSequentially('{topic.d');
  await page.keyboard.press('Enter');
  await persona.pressSequentially(' in message {current');
  await page.keyboard.press('Enter');
  await page.getByRole('textbox', { name: 'Persona of the assistant' }).fill('You answer.');
  await page.getByRole('textbox', { name: 'Instructions for the planner' }).fill('End well.');
  await page.getByRole('textbox', { name: 'System message of the conversation' }).fill('Speak of {topic}.');
  await expectAccessible(page);
  await expect(page.getByText('Saved', { exact: true })).toBeVisible();
  expect((await studio.api.recipes.get(recipe.id)).draft).toContain(`  multiturn_attributes:
    - id: talk
      min_turns: 2
      max_turns: 2
      role_instruction_messages:
        USER: "You ask about {topic.description} in message {current_turn}"
        ASSISTANT: You answer.
      conversation_planner: End well.
      output_system_prompt: Speak of {topic}.
`);

  const preview = page.getByRole('complementary', { name: 'Preview' });
  const talk = preview.getByRole('region', { name: 'talk', exact: true });
  await expect(talk.getByText('2 turns, 5 calls')).toBeVisible();
  await talk.getByText('Plan', { exact: true }).click();
  await expect(talk.getByText('Additional instructions: End well.')).toBeVisible();
  await talk.getByText('Turn 3, user').click();
  await expect(talk.getByText('turn 2, not known yet').first()).toBeVisible();
  await expect(talk.getByText('plan, not known yet').first()).toBeVisible();
  await preview.getByRole('button', { name: /^Try 3 rows/ }).click();
  await expect(preview.getByText('sharpened by 3 tried rows')).toBeVisible();
  await expect(preview.getByText(/not known yet/)).toHaveCount(0);
  await expect(talk.getByText('assistant', { exact: true }).first()).toBeVisible();
  expect(studio.mock.stats().requests).toBe(15);
  await expectAccessible(page);

  await page.getByRole('button', { name: 'Run…' }).click();
  await expect(page.getByRole('dialog').getByText('4 rows').first()).toBeVisible();
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('banner').getByText('Done', { exact: true })).toBeVisible();
  // What was tried is not asked again.
  expect(studio.mock.stats().requests).toBe(20);

  const [run] = (await studio.api.runs.list({ recipe_id: String(recipe.id) })).data;
  await page.goto(`/datasets/${run?.dataset_id ?? 0}?tab=rows&row=2&cell=talk&open=1`);
  const drawer = page.getByRole('complementary', { name: 'Row 2, talk' });
  await expect(drawer.getByText('Speak of', { exact: false }).first()).toBeVisible();
  await expect(drawer.getByText('5 calls')).toBeVisible();
  await drawer.getByText('Turn 4, assistant').click();
  await expect(drawer.getByText('You answer.', { exact: true }).last()).toBeVisible();
  await expectAccessible(page);
});
