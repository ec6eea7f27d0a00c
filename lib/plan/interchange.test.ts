import { describe, expect, test } from 'vitest';
import { createDraw } from '@/lib/random/draw';
import { exportRecipe } from '@/lib/recipe/interchange/export-recipe';
import { importRecipe } from '@/lib/recipe/interchange/import-recipe';
import { readRecipe } from '@/lib/recipe/read-recipe';
import { compileRecipe } from './compile';
import { expectedShares } from './expected-shares';
import { previewRows } from './preview';

const seeds = Array.from({ length: 60 }, (_, index) => index);

/** What a recipe plans: the values and the prompts of its first rows. */
function planOf(text: string): unknown {
  const { recipe, diagnostics } = readRecipe(text);
  if (recipe === null) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  const { strategy_params: params, num_samples: samples, inference_config: inference } = recipe;
  return {
    samples,
    temperature: inference.generation.temperature,
    longest: inference.generation.max_new_tokens,
    perMinute: inference.remote_params.requests_per_minute,
    output: params.passthrough_attributes,
    processing: params.generated_attributes.map((one) => one.postprocessing_params),
    transforms: params.transformed_attributes,
    rows: previewRows(compileRecipe(recipe), { seed: 5, start: 0, rows: 40 }).map(({ values, prompts }) => ({
      values: values.map(({ name, text: shown, id }) => [name, id, shown]),
      prompts: prompts.map((prompt) => [prompt.attributeId, prompt.messages, prompt.error]),
    })),
  };
}

describe('R113 what comes back means the same', () => {
  test.each(seeds)('to the hosted service and back (seed %i)', (seed) => {
    const text = generatedRecipe(seed, { partial: false });
    const hosted = exportRecipe(readRecipe(text), 'hosted').text;
    expect(planOf(importRecipe(hosted).yaml)).toEqual(planOf(text));
  });

  test.each(seeds)('through oumi (seed %i)', (seed) => {
    const text = generatedRecipe(seed, { partial: false });
    expect(planOf(importRecipe(exportRecipe(readRecipe(text), 'oumi').text).yaml)).toEqual(planOf(text));
  });

  test.each(seeds)('a recipe of the hosted service goes out as it came in (seed %i)', (seed) => {
    const hosted = exportRecipe(readRecipe(generatedRecipe(seed, { partial: true })), 'hosted').text;
    expect(exportRecipe(readRecipe(importRecipe(hosted).yaml), 'hosted')).toEqual({
      text: hosted,
      dropped: [],
    });
  });

  test.each(seeds)('combinations that are written out give every value the same share (seed %i)', (seed) => {
    const text = generatedRecipe(seed, { partial: true });
    const shares = (yaml: string) => {
      const { recipe } = readRecipe(yaml);
      return recipe ? expectedShares(compileRecipe(recipe).chance).map((one) => [...one]) : null;
    };
    const before = shares(text) ?? [];
    const after = shares(exportRecipe(readRecipe(text), 'oumi').text) ?? [];
    expect(after.length).toBe(before.length);
    for (const [index, own] of before.entries()) {
      for (const [value, share] of own.entries()) expect(after[index]?.[value]).toBeCloseTo(share, 9);
    }
  });
});

/** A valid recipe of the hosted kind, made by chance: texts with all that YAML stumbles over. */
function generatedRecipe(seed: number, { partial }: { partial: boolean }): string {
  let step = 0;
  const draw = createDraw(seed, 'interchange', 'test');
  const random = () => draw(step++);
  const below = (most: number) => Math.floor(random() * most);
  const some = <Item>(items: readonly Item[]): Item => {
    const item = items[below(items.length)];
    if (item === undefined) throw new Error('nothing to choose from');
    return item;
  };
  const text = () =>
    some([
      'plain words',
      'yes',
      '012',
      '1_000',
      'null',
      '~',
      'a: b',
      '# no comment',
      '- dash',
      'tab\tinside',
      'two\nlines\n',
      '  leading',
      'trailing  ',
      'It\'s "quoted" \\ here',
      'cost ${{x}}',
      'émoji 🙂 ‏עברית',
      '2024-01-01',
      '5.0',
      '{{literal}}',
      '12:30',
      '<<',
      '*alias',
      '!tag',
      '%percent',
      '@at',
    ]);
  const attributes = Array.from({ length: 1 + below(3) }, (_, index) => {
    const count = 2 + below(3);
    const rated = random() < 0.6;
    const rates = Array.from({ length: count }, () => 1 + below(9));
    const sum = rates.reduce((total, rate) => total + rate, 0) * (random() < 0.3 ? 2 : 1);
    return {
      id: `attribute_${index}`,
      name: text(),
      description: text(),
      possible_values: Array.from({ length: count }, (__, value) => ({
        id: `${text()} ${value}`,
        name: text(),
        description: text(),
        ...(rated ? { sample_rate: (rates[value] ?? 1) / sum } : {}),
      })),
    };
  });
  const valueOf = (index: number) => some(attributes[index]?.possible_values ?? []).id;
  const named = partial && attributes.length > 2 ? attributes.slice(0, 2) : attributes;
  const combination = Object.fromEntries(named.map(({ id }, index) => [id, valueOf(index)]));
  const uses = attributes
    .map(({ id }) => some([`{${id}}`, `{${id}.description}`, `{${id}.parent}`]))
    .join(' and ');
  const params = {
    sampled_attributes: attributes,
    ...(named.length > 1 ? { combination_sampling: [{ combination, sample_rate: below(10) / 10 }] } : {}),
    generated_attributes: [
      {
        id: 'question',
        instruction_messages: [
          { role: some(['SYSTEM', 'system']), content: text() },
          { role: some(['USER', 'user', 'Role.USER']), content: `${text()} ${uses}` },
        ],
        ...(random() < 0.5
          ? { postprocessing_params: { id: 'short', cut_prefix: text(), strip_whitespace: random() < 0.5 } }
          : {}),
      },
      { id: 'answer', instruction_messages: [{ role: 'USER', content: '{question}' }] },
    ],
    transformed_attributes: [
      {
        id: 'chat',
        transformation_strategy: {
          type: some(['CHAT', 'chat']),
          chat_transform: {
            messages: [{ role: 'assistant', content: `{answer} ${text()}` }],
            metadata: { topic: '{question}' },
          },
        },
      },
    ],
    ...(random() < 0.5 ? { passthrough_attributes: ['chat', 'attribute_0'] } : {}),
  };
  // JSON is YAML.
  return JSON.stringify({
    strategy: some(['GENERAL', 'general']),
    num_samples: 1 + below(100),
    strategy_params: params,
    inference_config: {
      engine: some(['OPENAI', 'anthropic', 'TOGETHER', 'GOOGLE_GEMINI']),
      model: { model_name: 'model' },
      generation: { temperature: below(10) / 10, max_new_tokens: 1 + below(2000) },
      ...(random() < 0.5 ? { remote_params: { requests_per_minute: 1 + below(900) } } : {}),
    },
  });
}
