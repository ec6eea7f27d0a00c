import { describe, expect, test } from 'vitest';
import { readRecipe } from '../read-recipe';
import { changed, sampleRecipe } from '../testing/sample-recipe';
import type { ExportFormat } from './export-format';
import { exportRecipe } from './export-recipe';
import { exactRates } from './mend-rates';

const exported = (text: string, format: ExportFormat = 'oumi') => {
  const read = readRecipe(text);
  expect(read.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return exportRecipe(read, format);
};
const reasons = ({ dropped }: ReturnType<typeof exported>) =>
  dropped.map(({ path, reason }) => `${path.join('.')}: ${reason}`);

/** A recipe that oumi takes as it is. */
const oumiRecipe = changed('engine: ECHO', 'engine: OPENAI');

/** The values of the first sampled attribute, changed one by one. */
function withValues(...values: string[]): string {
  const before = `        - {id: calm, name: Calm, description: quiet}
        - {id: loud, name: Loud, description: noisy}`;
  return changed(before, values.map((value) => `        - ${value}`).join('\n'), oumiRecipe);
}

describe('R110 a recipe for oumi', () => {
  test('one that oumi takes stays as it is, to the byte', () => {
    const text = `# mine\n${oumiRecipe}# the end\n`;
    expect(exported(text)).toEqual({ text, dropped: [] });
  });

  test('keys of our own go and are named; comments and untouched lines stay', () => {
    const own = `${oumiRecipe}# what is kept\nseed: 7\nquality:\n  rules:\n    - column: answer # the text\n      required: true\n`;
    const result = exported(own);
    expect(result.text).toBe(oumiRecipe);
    expect(reasons(result)).toEqual([
      'seed: oumi draws without a seed: every run of it makes other rows',
      'quality: oumi accepts every row: rules, and the rows that replace rejected ones, are left out',
    ]);
  });

  test('metadata of a chat is written as texts, and named', () => {
    const chat = (metadata: string) =>
      oumiRecipe.replace(
        'inference_config:',
        `  transformed_attributes:
    - id: chat
      transformation_strategy:
        type: CHAT
        chat_transform: {messages: [{role: USER, content: x}], metadata: ${metadata}}
inference_config:`,
      );
    const { text, dropped } = exported(chat('{level: 5, good: yes, word: a, list: [1]}'));
    expect(text).toBe(chat('{level: "5", good: "True", word: a}'));
    expect(dropped.map(({ path }) => path.at(-1))).toEqual(['level', 'good', 'list']);
  });

  test('choices are written in upper case', () => {
    const lower = oumiRecipe
      .replaceAll('USER', 'user')
      .replace('SYSTEM', '"system"')
      .replace('GENERAL', 'general')
      .replace('OPENAI', 'openai');
    const { text, dropped } = exported(lower);
    expect(text).toBe(oumiRecipe.replace('SYSTEM', '"SYSTEM"'));
    expect(dropped).toEqual([]);
  });

  test('a null where oumi has a default is left out, any other null stays', () => {
    const nulls = oumiRecipe
      .replace('strategy: GENERAL\nnum_samples: 3\n', 'strategy: null\nnum_samples: ~\n')
      .replace('inference_config:\n', 'inference_config:\n  generation: {temperature: null, top_p: null}\n');
    const { text, dropped } = exported(nulls);
    expect(text).not.toMatch(/strategy:|num_samples|temperature/);
    expect(text).toContain('generation: {top_p: null}');
    expect(dropped).toEqual([]);
  });

  test('roles of personas are choices too, and what oumi can not render is named', () => {
    const talk = (user: string, text: string) =>
      changed(
        'inference_config:\n',
        `  multiturn_attributes:
    - id: talk
      min_turns: 1
      max_turns: 2
      role_instruction_messages: {${user}: "${text}", ASSISTANT: Help.}
inference_config:
`,
        oumiRecipe,
      );
    const plain = talk('USER', 'Ask about {topic}.');
    expect(exported(talk('Role.USER', 'Ask about {topic}.'))).toEqual({ text: plain, dropped: [] });
    expect(exported(plain)).toEqual({ text: plain, dropped: [] });
    expect(exported(talk('user', 'Ask.'), 'hosted').text).toMatch(/"user": ?"Ask\."/);
    expect(exported(plain, 'hosted').text).toMatch(/"assistant": ?"Help\."/);
    expect(reasons(exported(talk('USER', 'Now {current_turn}.')))).toEqual([
      'strategy_params.multiturn_attributes.0.role_instruction_messages.USER: oumi can render no persona with {current_turn}',
    ]);
  });

  test('an engine that oumi lacks is named', () => {
    expect(reasons(exported(sampleRecipe))).toEqual([
      'inference_config.engine: oumi has no engine ECHO: name the one that answers there',
    ]);
    expect(exported(changed('engine: ECHO', 'engine: NATIVE_TEXT')).text).toContain('engine: NATIVE\n');
  });

  test('rates that pass 1 by a bit are written as they are drawn', () => {
    const text = withValues(
      '{id: a, name: A, description: a, sample_rate: 0.3335}',
      '{id: b, name: B, description: b, sample_rate: 0.3335}',
      '{id: c, name: C, description: c, sample_rate: 0.3335}',
    );
    const { recipe } = readRecipe(exported(text).text);
    const rates = recipe?.strategy_params.sampled_attributes[0]?.possible_values?.map(
      (one) => one.sample_rate ?? 0,
    );
    expect(rates?.reduce((sum, rate) => sum + rate, 0)).toBe(1);
    expect(rates?.[0]).toBeCloseTo(1 / 3, 9);
  });

  test.each([
    [[0.1, 0.2, 0.3, 0.4]],
    [[1 / 3, 1 / 3, 1 / 3]],
    [Array.from({ length: 77 }, () => 1 / 77)],
    [[0.7, 0.1, 0.1, 0.1]],
    [[1, 0]],
    [[0, 0.5, 0.5, 0]],
  ])('exact rates of %j add up to 1, forwards and backwards', (rates) => {
    const exact = exactRates(rates);
    const sum = (all: readonly number[]) => all.reduce((total, rate) => total + rate, 0);
    expect(sum(exact)).toBeLessThanOrEqual(1);
    expect(sum(exact)).toBeCloseTo(1, 12);
    for (const [index, rate] of exact.entries()) expect(rate).toBeCloseTo(rates[index] ?? 0, 9);
  });

  describe('{s.id}, which oumi lacks,', () => {
    const ask = (values: readonly string[], content: string) =>
      exported(changed('Ask a {tone} question about {topic}.', content, withValues(...values)));

    test('becomes {s.name} where the names are the ids', () => {
      const result = ask(
        ['{id: calm, name: calm, description: quiet}', '{id: loud, name: loud, description: noisy}'],
        'Is {tone.id!s:>6} {tone}?',
      );
      expect(result.text).toContain('content: Is {tone.name!s:>6} {tone}?');
      expect(result.dropped).toEqual([]);
    });

    test('takes the place of names that no prompt shows', () => {
      const values = [
        '{id: calm, name: Calm, description: quiet}',
        '{id: loud, name: Loud, description: noisy}',
      ];
      const result = ask(values, 'Is {tone.id} {tone.description}?');
      expect(result.text).toContain('Is {tone.name} {tone.description}?');
      expect(result.text).toContain('{id: calm, name: calm, description: quiet}');
      expect(reasons(result)).toEqual([
        "strategy_params.sampled_attributes.0.possible_values: oumi has no {tone.id}: each value's name, which no prompt shows, gives way to its id",
      ]);
    });

    test('takes the place of descriptions, or is named', () => {
      const values = [
        '{id: calm, name: Calm, description: quiet}',
        '{id: loud, name: Loud, description: noisy}',
      ];
      const withoutDescription = changed('Tone: {tone.description}', 'Tone', withValues(...values));
      const described = exported(
        changed('Ask a {tone} question about {topic}.', 'Is {tone.id} {tone}?', withoutDescription),
      );
      expect(described.text).toContain('Is {tone.description} {tone}?');
      expect(described.text).toContain('{id: loud, name: Loud, description: loud}');
      expect(reasons(ask(values, 'Is {tone.id} {tone}, {tone.description}?'))).toEqual([
        'strategy_params.generated_attributes.0.instruction_messages.0.content: oumi has no {tone.id}, and {tone} and {tone.description} are used too',
      ]);
    });
  });

  test('a drawn document names its text', () => {
    const documents = `  input_documents:
    - {path: "docs/*.md", id: doc, num_shots: 2}
    - {path: guide.txt, id: guide, num_shots: 2, segmentation_params: {id: part}}
  sampled_attributes:`;
    const text = changed('  sampled_attributes:', documents, oumiRecipe);
    const asked = changed('about {topic}.', 'about {doc[0]} and {guide[1]}.', text);
    expect(exported(asked).text).toContain('about {doc[0].doc} and {guide[1].part}.');
  });

  test('an uploaded file is named by its name, `${` leaves double quotes', () => {
    const data = `  input_data:
    - {path: "upload:3/questions.csv", attribute_map: {q: asked}}
  sampled_attributes:`;
    const text = changed(
      'content: Answer briefly.',
      `content: "It's $\{topic}"`,
      changed('  sampled_attributes:', data, oumiRecipe),
    );
    const result = exported(text);
    expect(result.text).toContain('{path: "questions.csv", attribute_map: {q: asked}}');
    expect(result.text).toContain("content: 'It''s ${topic}'");
    expect(reasons(result)).toEqual([
      'strategy_params.input_data.0.path: the uploaded file is named questions.csv: put it beside the recipe',
    ]);
  });
});

describe('R111 combinations for oumi', () => {
  const combined = (combinations: string) =>
    changed(
      '  generated_attributes:',
      `  combination_sampling:\n${combinations}\n  generated_attributes:`,
      oumiRecipe,
    );
  const listed = (text: string) =>
    readRecipe(exported(text).text).recipe?.strategy_params.combination_sampling.map(
      ({ combination, sample_rate }) => [...combination.values(), sample_rate] as const,
    );

  test('that name every attribute stay to the byte', () => {
    const text = combined('    - combination: {tone: calm, topic: sea} # often\n      sample_rate: 0.5');
    expect(exported(text)).toEqual({ text, dropped: [] });
  });

  test('with open attributes are written out with the shares of their values', () => {
    const third = `    - id: size
      name: Size
      description: How large
      possible_values:
        - {id: big, name: Big, description: b, sample_rate: 0.8}
        - {id: small, name: Small, description: s}
  combination_sampling:
    - combination: {tone: calm, topic: sea}
      sample_rate: 0.5
    - combination: {tone: loud, topic: sky}
      sample_rate: 0
  generated_attributes:`;
    const rows = listed(changed('  generated_attributes:', third, oumiRecipe));
    expect(rows).toEqual([
      ['calm', 'sea', 'big', expect.closeTo(0.4, 9) as unknown],
      ['calm', 'sea', 'small', expect.closeTo(0.1, 9) as unknown],
      ['loud', 'sky', 0],
    ]);
  });

  test('that leave no other row add up to 1', () => {
    const all = ['calm, topic: sea', 'calm, topic: sky', 'loud, topic: sea', 'loud, topic: sky'];
    const text = combined(
      all.map((one) => `    - {combination: {tone: ${one}}, sample_rate: 0.2499}`).join('\n'),
    );
    const rates = listed(text)?.map((one) => Number(one.at(-1))) ?? [];
    expect(rates.reduce((sum, rate) => sum + rate, 0)).toBe(1);
  });

  test('that pass 1 by a bit add up to 1', () => {
    const text = combined(
      ['calm, topic: sea', 'calm, topic: sky', 'loud, topic: sea']
        .map((one) => `    - {combination: {tone: ${one}}, sample_rate: 0.3335}`)
        .join('\n'),
    );
    const rates = listed(text)?.map((one) => Number(one.at(-1))) ?? [];
    expect(rates.reduce((sum, rate) => sum + rate, 0)).toBe(1);
  });
});

describe('R112 a recipe for the hosted service', () => {
  test('is the body of synthesis:run, with choices in lower case and no key', () => {
    const { text, dropped } = exported(
      `${oumiRecipe}  generation: {temperature: 0.7, seed: 5}\n  remote_params: {requests_per_minute: 90, api_key: null}\n`,
      'hosted',
    );
    expect(dropped).toEqual([]);
    const body = JSON.parse(text) as Record<string, Record<string, unknown>>;
    expect(body['recipe']?.['recipe_config']).toMatchObject({
      type: 'synthesize',
      model_identifier: { model_type: 'OPENAI_API', model_name: 'echo', api_keys: null },
      inference_config: {
        inference_temperature: 0.7,
        inference_max_new_tokens: 1024,
        inference_seed: 5,
        requests_per_minute: 90,
      },
      synthesis_config: {
        synthesis_type: 'general',
        synthesis_config: {
          num_samples: 3,
          strategy: 'general',
          strategy_params: {
            generated_attributes: [
              { id: 'question', instruction_messages: [{ role: 'user' }] },
              { id: 'answer', instruction_messages: [{ role: 'system' }, { role: 'user' }] },
            ],
          },
        },
      },
    });
  });

  test('says what the service has no word for', () => {
    const rest = `output_path: rows.jsonl
inference_config:
  engine: REMOTE
  model: {model_name: m}
  generation: {temperature: 1.5, top_p: 0.9}
  remote_params: {api_url: "http://localhost:1/v1", num_workers: 4}
`;
    const text = oumiRecipe.slice(0, oumiRecipe.indexOf('inference_config:')) + rest;
    expect(reasons(exported(text, 'hosted'))).toEqual([
      'output_path: the hosted service takes no output_path',
      'inference_config.generation.top_p: the hosted service takes no top_p',
      'inference_config.remote_params.api_url: the hosted service takes no api_url',
      'inference_config.remote_params.num_workers: the hosted service takes no num_workers',
      expect.stringContaining('inference_config.engine: the hosted service runs no REMOTE') as unknown,
      'inference_config.generation.temperature: the hosted service takes a temperature of at most 1, and this is 1.5',
    ]);
  });
});
