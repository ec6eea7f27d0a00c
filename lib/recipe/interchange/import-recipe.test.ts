import { describe, expect, test } from 'vitest';
import { readRecipe } from '../read-recipe';
import { sampleRecipe } from '../testing/sample-recipe';
import { importRecipe } from './import-recipe';

/** As the public notebook of the hosted service sends it. */
const hostedConfig = {
  type: 'synthesize',
  model_identifier: { model_type: 'OPENAI_API', model_name: 'gpt-5-mini', api_keys: { openai: 'sk-mine' } },
  inference_config: {
    inference_temperature: 1.0,
    inference_max_new_tokens: 1024,
    requests_per_minute: 500,
  },
  synthesis_config: {
    synthesis_type: 'general',
    synthesis_config: {
      num_samples: 1000,
      strategy: 'general',
      strategy_params: {
        sampled_attributes: [
          {
            id: 'label',
            name: 'Intent',
            description: 'What the customer wants',
            possible_values: [
              { id: '0', name: 'yes', description: 'one: two', sample_rate: 0.4 },
              { id: '012', name: 'card_arrival', description: 'First line\n  second', sample_rate: 0.6 },
            ],
          },
        ],
        generated_attributes: [
          {
            id: 'user_query',
            instruction_messages: [
              { role: 'system', content: 'You are a customer.' },
              { role: 'user', content: 'Ask about {label} for ${{5}}' },
            ],
          },
        ],
        passthrough_attributes: ['user_query', 'label'],
      },
    },
  },
};

const said = (diagnostics: readonly { severity: string; message: string }[]) =>
  diagnostics.map(({ severity, message }) => `${severity} ${message}`);

describe('R107 a recipe stays as it is', () => {
  test.each([
    ['YAML with comments', `# mine\n${sampleRecipe}# the end\n`],
    ['a text that is no YAML', 'a: [1'],
    ['a text that is too deep', '['.repeat(100_000)],
    ['nothing', ''],
  ])('%s', (_, text) => {
    expect(importRecipe(text).yaml).toBe(text);
  });

  test('JSON becomes YAML in lines, and its texts stay texts', () => {
    const { yaml, form } = importRecipe(
      '{"num_samples": 2, "strategy_params": {"input_examples": [{"examples": [{"a": "yes", "b": "012", "c": 5.0, "d": "1_0", "e": null, "f": "x\\ny"}]}]}}',
    );
    expect(form).toBe('recipe');
    expect(yaml.split('\n')).toHaveLength(13);
    const [source] = readRecipe(yaml).draft.strategy_params?.input_examples ?? [];
    expect([...(source?.examples?.[0] ?? [])]).toEqual([
      ['a', 'yes'],
      ['b', '012'],
      ['c', expect.objectContaining({ value: 5 }) as unknown],
      ['d', '1_0'],
      ['e', null],
      ['f', 'x\ny'],
    ]);
  });

  test('what is wrapped around it is taken off, with its comments kept and what stood beside it named', () => {
    const { yaml, diagnostics } = importRecipe(
      '# top\nrecipe:\n  # inner\n  recipe_config:\n    # many\n    num_samples: 3 # three\n  colour: red\n  id: 4\n',
    );
    expect(yaml).toBe('# top\n# inner\n\n# many\nnum_samples: 3 # three\n');
    expect(said(diagnostics)).toEqual(['warning colour: stood beside recipe_config and is left out']);
  });
});

describe('R108 a config of the hosted service', () => {
  test.each([
    ['bare', hostedConfig],
    ['in recipe_config', { recipe_config: hostedConfig }],
    ['in recipe and recipe_config', { recipe: { recipe_config: hostedConfig } }],
  ])('%s becomes a recipe that means the same', (_, config) => {
    const { yaml, form, diagnostics } = importRecipe(JSON.stringify(config));
    expect(form).toBe('hosted');
    expect(diagnostics).toEqual([]);
    const { recipe, diagnostics: problems } = readRecipe(yaml);
    expect(said(problems)).toEqual([]);
    const values = recipe?.strategy_params.sampled_attributes[0]?.possible_values;
    expect(values?.map(({ id, name, description }) => [id, name, description])).toEqual([
      ['0', 'yes', 'one: two'],
      ['012', 'card_arrival', 'First line\n  second'],
    ]);
    expect(recipe).toMatchObject({
      num_samples: 1000,
      strategy_params: {
        generated_attributes: [{ instruction_messages: [{ role: 'system' }, { role: 'user' }] }],
      },
      inference_config: {
        engine: 'OPENAI',
        model: { model_name: 'gpt-5-mini' },
        generation: { temperature: 1, max_new_tokens: 1024 },
        remote_params: { requests_per_minute: 500, api_key: 'sk-mine' },
      },
    });
  });

  test('both spellings are read; keys that a person chose keep theirs', () => {
    const { yaml, diagnostics } = importRecipe(
      JSON.stringify({
        modelIdentifier: { modelType: 'anthropic_api', modelName: 'claude', modelId: '3', apiKeys: null },
        inferenceConfig: { inferenceTemperature: 0.5, inferenceSeed: 4, requestsPerMinute: null },
        synthesisConfig: {
          synthesisType: 'general',
          synthesisConfig: {
            numSamples: 4,
            strategyParams: {
              inputExamples: [{ examples: [{ firstName: 'Ada' }] }],
              generatedAttributes: [
                { id: 'story', instructionMessages: [{ role: 'user', content: 'About {firstName}' }] },
              ],
            },
          },
        },
      }),
    );
    expect(said(diagnostics)).toEqual([
      'info model_identifier.model_id: means something to the service only and is left out',
    ]);
    expect(readRecipe(yaml).recipe).toMatchObject({
      num_samples: 4,
      inference_config: { engine: 'ANTHROPIC', generation: { temperature: 0.5, seed: 4 } },
    });
  });

  test('what has no place in a recipe is named', () => {
    const { diagnostics } = importRecipe(
      JSON.stringify({
        ...hostedConfig,
        type: 'train',
        colour: 'red',
        model_identifier: { model_type: 'LOCAL_API', model_name: 'x', api_keys: { openai: 'sk-mine' } },
        inference_config: { top_k: 3, nothing: null },
        synthesis_config: { synthesis_config: { datasetId: 'abc', datasetDistribution: { train: 1 } } },
      }),
    );
    expect(said(diagnostics)).toEqual([
      'warning type: is "train". Only "synthesize" makes data: the rest is read as if it were',
      expect.stringContaining(
        'warning synthesis_config.synthesis_config.datasetId: names a dataset that only the hosted service has',
      ) as unknown,
      expect.stringContaining('warning synthesis_config.synthesis_config.datasetDistribution: ') as unknown,
      expect.stringContaining('warning model_identifier.model_type: is "LOCAL_API"') as unknown,
      'warning model_identifier.api_keys.openai: is no key of the provider that is named, and is left out',
      'warning colour: has no place in a recipe and is left out',
      'warning inference_config.top_k: has no place in a recipe and is left out',
    ]);
    expect(JSON.stringify(diagnostics)).not.toContain('sk-mine');
  });

  test('comments of a config in YAML are kept', () => {
    const { yaml } = importRecipe(
      '# top\nmodel_identifier: # who\n  model_type: OPENAI_API\n  model_name: m # small\nsynthesis_config:\n  # inner\n  synthesis_config:\n    # many\n    num_samples: 3 # three\n',
    );
    for (const comment of ['# top', '# inner', '# many', '# three', '# small'])
      expect(yaml).toContain(comment);
  });

  test('thousands of values are read', () => {
    const values = Array.from({ length: 3077 }, (_, index) => ({
      id: String(index),
      name: `Value ${index}`,
      description: 'x'.repeat(60),
    }));
    const attribute = { id: 'label', name: 'Label', description: 'What', possible_values: values };
    const synthesis = { synthesis_config: { strategy_params: { sampled_attributes: [attribute] } } };
    const config = { ...hostedConfig, synthesis_config: synthesis };
    const { recipe } = readRecipe(importRecipe(JSON.stringify(config)).yaml);
    expect(recipe?.strategy_params.sampled_attributes[0]?.possible_values).toHaveLength(3077);
  });
});

describe('R109 a file of parameters', () => {
  test('each parameter becomes a sampled attribute, each group a text', () => {
    const { yaml, form, diagnostics } = importRecipe(
      JSON.stringify({
        Call: { Attitude: ['positive', 'a: b', 'positive', 3], 'Phone {x}': ['yes'], Nobody: [] },
        Summary: { Attitude: ['brief'] },
      }),
    );
    expect(form).toBe('parameters');
    expect(said(diagnostics)).toEqual([
      'warning Call.Nobody: has no values and is left out',
      'info Call.Phone {x}: is named Phone_x in the recipe',
      'info Summary.Attitude: is named Attitude_2 in the recipe',
    ]);
    const { recipe, diagnostics: problems } = readRecipe(yaml);
    expect(said(problems)).toEqual([]);
    const { sampled_attributes: sampled = [], generated_attributes: generated = [] } =
      recipe?.strategy_params ?? {};
    expect(sampled.map(({ id, possible_values }) => [id, possible_values?.map((value) => value.id)])).toEqual(
      [
        ['Attitude', ['positive', 'a: b', '3']],
        ['Phone_x', ['yes']],
        ['Attitude_2', ['brief']],
      ],
    );
    expect(generated.map(({ id, instruction_messages: [message] }) => [id, message?.content])).toEqual([
      [
        'Call',
        'Write the text "Call" with these properties:\nAttitude: {Attitude}\nPhone {{x}}: {Phone_x}\n',
      ],
      ['Summary', 'Write the text "Summary" with these properties:\nAttitude: {Attitude_2}\n'],
    ]);
  });

  test('lists without groups make one text; what holds anything else is no such file', () => {
    expect(importRecipe('{"tone": ["calm", "loud"]}').form).toBe('parameters');
    for (const text of ['{"tone": ["calm", {"a": 1}]}', '{"tone": "calm"}', '{}', '[["a"]]']) {
      expect(importRecipe(text).form).toBe('recipe');
    }
  });
});
