import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readRecipe } from './read-recipe';
import { recipeTemplates } from './templates';
import { applyFix } from './edit/apply-fix';
import { textAt } from './testing/text-at';
import { changed, sampleRecipe } from './testing/sample-recipe';

/** The diagnostics of a text as one line each. */
function messages(text: string): string[] {
  return readRecipe(text).diagnostics.map(({ severity, code, message }) => `${severity} ${code}: ${message}`);
}

function only(text: string) {
  const { diagnostics } = readRecipe(text);
  expect(diagnostics.map(({ message }) => message)).toHaveLength(1);
  const [diagnostic] = diagnostics;
  if (diagnostic === undefined) throw new Error('no diagnostic');
  return diagnostic;
}

/** Takes the fix of the only diagnostic and gives the text after it, which must be valid. */
function mended(text: string): string {
  const { fixes, message } = only(text);
  const [fix] = fixes;
  if (fix === undefined) throw new Error(`no fix: ${message}`);
  const after = applyFix(text, fix);
  expect(readRecipe(after).diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return after;
}

test('the sample is valid and has its defaults', () => {
  const { recipe, diagnostics } = readRecipe(sampleRecipe);
  expect(diagnostics).toEqual([]);
  expect(recipe?.inference_config.generation).toMatchObject({ max_new_tokens: 1024, temperature: 0 });
  expect(recipe?.strategy_params.generated_attributes[0]?.instruction_messages[0]?.role).toBe('user');
});

describe('R1 a recipe is a YAML text', () => {
  test('JSON is YAML', () => {
    const value = { tone: ['a'] };
    expect(messages(JSON.stringify(value))[0]).toMatch(/^error unknown-key: tone: /);
  });
  test.each(['', '  \n', '# only a comment\n', '---\n', 'null'])('an empty text is refused: %j', (text) => {
    expect(messages(text)).toEqual(['error empty: The recipe is empty']);
  });
  test.each(['- a', 'word', '5'])('a text that is no mapping is refused: %j', (text) => {
    expect(messages(text)[0]).toMatch(/^error wrong-type: must be a mapping/);
  });
  test('of a text that is no YAML only that is said, at its place', () => {
    const text = changed('    - id: topic', '    - id: "topic');
    const { recipe, diagnostics, outline } = readRecipe(text);
    expect(recipe).toBeNull();
    expect(new Set(diagnostics.map(({ code }) => code))).toEqual(new Set(['yaml-syntax']));
    expect(outline.entries.map(({ id }) => id)).toContain('tone');
  });
  test('a dollar before a placeholder is a text, also in double quotes', () => {
    const text = changed('Ask a {tone} question about {topic}.', '"pay ${tone} now"');
    expect(readRecipe(text).diagnostics).toEqual([]);
  });
  test('no text makes the reader throw', () => {
    const mutation = fc.tuple(fc.nat(sampleRecipe.length), fc.nat(40), fc.string({ maxLength: 20 }));
    fc.assert(
      fc.property(fc.array(mutation, { maxLength: 4 }), (mutations) => {
        let text = sampleRecipe;
        for (const [at, length, inserted] of mutations) {
          text = text.slice(0, at) + inserted + text.slice(at + length);
        }
        expect(() => readRecipe(text)).not.toThrow();
      }),
      { seed: 1, numRuns: 150 },
    );
    const pieces = fc.constantFrom(
      ...[
        '- ',
        ': ',
        '\n',
        '  ',
        '{',
        '}',
        '[',
        ']',
        '&a ',
        '*a',
        '<<',
        '|',
        '>',
        '"',
        "'",
        '!!int ',
        '# ',
        'id',
      ],
      ...['strategy_params', 'sampled_attributes', 'null', '1', '\t', '\r\n', '?', '\u{1f600}', '{x}', ','],
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 60 }), (parts) => {
        expect(() => readRecipe(parts.join(''))).not.toThrow();
      }),
      { seed: 2, numRuns: 300 },
    );
  }, 30_000);
  test('deep nesting and aliases of aliases come to an end', () => {
    expect(messages('['.repeat(100_000))[0]).toMatch(/^error /);
    const bomb = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
    for (let level = 1; level < 12; level++) {
      bomb.push(
        `a${level}: &a${level} [${Array(10)
          .fill(`*a${level - 1}`)
          .join(', ')}]`,
      );
    }
    bomb.push('strategy_params: {sampled_attributes: *a11, passthrough_attributes: *a11}');
    expect(readRecipe(bomb.join('\n')).recipe).toBeNull();
    expect(readRecipe('strategy_params: &a {<<: *a, sampled_attributes: [*a]}').recipe).toBeNull();
  });
});

describe('R3 texts from scalars', () => {
  test.each([
    ['0', '0', false],
    ['yes', 'True', true],
    ['off', 'False', true],
    ['y', 'y', false],
    ['012', '10', true],
    ['1_000', '1000', true],
    ['1.50', '1.5', true],
    ['5.0', '5.0', false],
    ['1e3', '1000.0', true],
    ['2024-01-02', '2024-01-02', false],
    ['12:30', '12:30', false],
    ['"yes"', 'yes', false],
    ['!!str yes', 'yes', false],
    ['!!float 5', '5.0', true],
  ])('%s becomes %j', (written, text, told) => {
    const { recipe, diagnostics } = readRecipe(changed('id: calm,', `id: ${written},`));
    expect(recipe?.strategy_params.sampled_attributes[0]?.possible_values?.[0]?.id).toBe(text);
    expect(diagnostics.map(({ code }) => code)).toEqual(told ? ['text-from-scalar'] : []);
  });
  test('a text that is still to be written is missing', () => {
    expect(only(changed('description: quiet', "description: '???'"))).toMatchObject({
      code: 'missing-field',
      message: expect.stringContaining('calm.description: "???"') as string,
    });
  });
  test('a list is refused with its path', () => {
    const text = changed('content: Answer briefly.', 'content: [a, b]');
    expect(messages(text)).toEqual([
      'error wrong-type: strategy_params.generated_attributes.answer.instruction_messages[0].content: must be a text, but is a list',
    ]);
  });
  test('the fix puts quotes around the text', () => {
    expect(mended(changed('name: Calm,', 'name: no,'))).toContain('name: "no",');
  });
});

describe('R4 numbers', () => {
  test.each([
    ['3', 3],
    ['"3"', 3],
    ['0x10', 16],
    ['1_000', 1000],
  ])('%s is an integer', (written, value) => {
    expect(readRecipe(changed('num_samples: 3', `num_samples: ${written}`)).recipe?.num_samples).toBe(value);
  });
  test.each(['5.0', '5.5', '"5.0"', 'yes', 'many', '[1]'])('%s is none', (written) => {
    expect(messages(changed('num_samples: 3', `num_samples: ${written}`))).toEqual([
      expect.stringMatching(/^error wrong-type: num_samples: must be an integer, but is /),
    ]);
  });
  test.each([
    ['num_samples: 3', 'num_samples: 0', 'num_samples: must be at least 1, but is 0'],
    ['num_samples: 3', 'seed: -1', 'seed: must be between 0 and 9007199254740991, but is -1'],
    [
      'num_samples: 3',
      'seed: 9007199254740992',
      'seed: must be between 0 and 9007199254740991, but is 9007199254740992',
    ],
    [
      'description: quiet}',
      'description: quiet, sample_rate: 1.1}',
      'strategy_params.sampled_attributes.tone.possible_values.calm.sample_rate: must be between 0 and 1, but is 1.1',
    ],
    [
      '  model:\n',
      '  generation: {temperature: -1}\n  model:\n',
      'inference_config.generation.temperature: must be at least 0, but is -1',
    ],
    [
      '  model:\n',
      '  remote_params: {retry_backoff_base: 0}\n  model:\n',
      'inference_config.remote_params.retry_backoff_base: must be above 0, but is 0',
    ],
    [
      '  model:\n',
      '  remote_params: {retry_backoff_base: 9, retry_backoff_max: 3}\n  model:\n',
      'inference_config.remote_params.retry_backoff_max: must be at least retry_backoff_base (9), but is 3',
    ],
  ])('%j → %j is out of range', (from, to, message) => {
    expect(only(changed(from, to))).toMatchObject({ code: 'out-of-range', message });
  });
});

describe('R5 choices', () => {
  test.each(['USER', 'user', 'Role.USER', '"USER"'])('%s is taken', (written) => {
    expect(readRecipe(changed('role: USER', `role: ${written}`)).diagnostics).toEqual([]);
  });
  test('a misspelled one names all and is mended', () => {
    const text = changed('role: SYSTEM', 'role: SYSTM');
    expect(only(text).message).toBe(
      'strategy_params.generated_attributes.answer.instruction_messages[0].role: "SYSTM" is not one of SYSTEM, USER, ASSISTANT, TOOL',
    );
    expect(mended(text)).toBe(sampleRecipe);
  });
  test('a mix of cases is a misspelling', () => {
    expect(mended(changed('engine: ECHO', 'engine: Echo'))).toBe(sampleRecipe);
  });
  test('an engine that cannot be called says what to use', () => {
    expect(only(changed('engine: ECHO', 'engine: BEDROCK')).message).toMatch(
      /can't call Amazon Bedrock\. Use REMOTE/,
    );
  });
});

describe('R6 and R7 keys', () => {
  test('an unknown key names the nearest one', () => {
    const text = changed('num_samples: 3', 'nb_samples: 3');
    expect(only(text).message).toBe(
      'nb_samples: is not a key of the recipe language. Did you mean num_samples?',
    );
    expect(mended(text)).toBe(sampleRecipe);
  });
  test('a key that is far from all lists them', () => {
    expect(only(changed('model_name: echo', 'model_name: echo\n    zzz: 1')).message).toContain(
      'Known here: model_name',
    );
  });
  test.each([
    ['{json: {type: object}}', null],
    [
      '{regex: a}',
      'inference_config.generation.guided_decoding.regex: No engine here holds answers to a pattern',
    ],
    [
      '{choice: [a]}',
      'inference_config.generation.guided_decoding.choice: No engine here holds answers to a choice',
    ],
    ['{}', 'guided_decoding: has exactly one of json, regex and choice, but this one has none of them'],
    [
      '{json: {}, regex: a}',
      'guided_decoding: has exactly one of json, regex and choice, but this one has json and regex',
    ],
  ])('R136 guided decoding is a schema; other ways of it are told: %s', (guided, message) => {
    const text = changed('  model:\n', `  generation: {guided_decoding: ${guided}}\n  model:\n`);
    if (message === null) expect(readRecipe(text).diagnostics).toEqual([]);
    else expect(only(text).message).toContain(message);
  });
  test('left empty it asks for nothing', () => {
    const text = changed(
      'strategy_params:\n',
      'strategy_params:\n  input_data: []\n  multiturn_attributes:\n',
    );
    expect(readRecipe(text).diagnostics).toEqual([]);
  });
  test('columns of a file that nobody has looked at are not called unknown', () => {
    const text = changed(
      'strategy_params:\n',
      'strategy_params:\n  input_data: [{path: a.csv}]\n',
      changed('{topic}', '{column}'),
    );
    expect(readRecipe(text).diagnostics).toEqual([]);
  });
  test('fields that only other tools use are accepted with an info', () => {
    const text = changed('model_name: echo', 'model_name: echo\n    trust_remote_code: true');
    expect(messages(text)).toEqual([
      'info no-effect: inference_config.model.trust_remote_code: is accepted, but has no effect here',
    ]);
  });
});

describe('R8 and R9 duplicates and nulls', () => {
  test('a key that is given twice is an error at the second place', () => {
    const diagnostic = only(changed('num_samples: 3', 'num_samples: 3\nnum_samples: 4'));
    expect(diagnostic).toMatchObject({ code: 'duplicate-key', message: 'num_samples: is given twice' });
    expect(diagnostic.range.start).toEqual({ line: 3, column: 1 });
  });
  test('null is left out where nothing is needed', () => {
    const text = changed(
      '  model:\n',
      '  generation: {top_p: null, temperature: ~}\n  remote_params:\n  model:\n',
    );
    expect(readRecipe(text).recipe?.inference_config.generation.temperature).toBe(0);
  });
  test('what is needed must be there', () => {
    expect(only(changed('name: Tone', 'name: null')).message).toBe(
      'strategy_params.sampled_attributes.tone.name: is needed, but empty',
    );
    expect(only(changed('      description: How it sounds\n', '')).message).toBe(
      'strategy_params.sampled_attributes.tone.description: is missing',
    );
    expect(only(changed('name: Calm,', 'name: "",')).message).toMatch(/calm\.name: must not be empty$/);
  });
});

describe('R10 aliases and merge keys', () => {
  test('stand for what they name', () => {
    const text = changed(
      '{id: loud, name: Loud, description: noisy}',
      '{<<: *calm, id: loud, name: *name}',
      changed('{id: calm, name: Calm,', '&calm {id: calm, name: &name Calm,'),
    );
    const { recipe, diagnostics } = readRecipe(text);
    expect(diagnostics).toEqual([]);
    expect(recipe?.strategy_params.sampled_attributes[0]?.possible_values?.[1]).toEqual({
      id: 'loud',
      name: 'Calm',
      description: 'quiet',
    });
  });
  test('an alias of nothing is an error at its place', () => {
    const text = changed('name: Loud', 'name: *nobody');
    expect(textAt(text, only(text).range)).toBe('*nobody');
  });
});

describe('R13 and R14 ids', () => {
  test('are used once', () => {
    const text = changed('    - id: answer', '    - id: tone', changed('{tone.description}', 'x'));
    expect(only(text).message).toBe(
      'strategy_params.generated_attributes.tone.id: The id "tone" is used more than once (it is a sampled attribute already). Each id names one column',
    );
    expect(mended(text)).toContain('    - id: tone_2');
  });
  test('a processed text needs its own', () => {
    const text = changed(
      '    - id: question\n',
      '    - id: question\n      postprocessing_params: {id: question}\n',
    );
    expect(only(text)).toMatchObject({ code: 'duplicate-id' });
    expect(only(text).path).toContain('postprocessing_params');
    mended(text);
  });
  test.each(['target_turns', 'current_turn'])('%s is reserved', (id) => {
    expect(only(changed('    - id: answer', `    - id: ${id}`))).toMatchObject({ code: 'reserved-id' });
  });
});

describe('R15 rates', () => {
  const withRates = (first: string, second: string) =>
    changed(
      'description: quiet}',
      `description: quiet${first}}`,
      changed('description: noisy}', `description: noisy${second}}`),
    );
  const path = 'strategy_params.sampled_attributes.tone.possible_values';
  test('over 1 are refused with the sum and can be scaled', () => {
    const text = withRates(', sample_rate: 0.7', ', sample_rate: 0.5');
    expect(only(text).message).toBe(`${path}: Weights add up to 1.20. They must not pass 1`);
    expect(mended(text)).toContain('sample_rate: 0.583333');
    expect(mended(text)).toContain('sample_rate: 0.416667');
  });
  test('a little over 1 is rounding', () => {
    expect(messages(withRates(', sample_rate: 0.5', ', sample_rate: 0.501'))).toEqual([
      `info rates-normalised: ${path}: Weights add up to 1.0010 and are scaled to 1`,
    ]);
    expect(readRecipe(withRates(', sample_rate: 0.5', ', sample_rate: 0.502')).recipe).toBeNull();
  });
  test('all 0 are refused', () => {
    expect(only(withRates(', sample_rate: 0', ', sample_rate: 0.0'))).toMatchObject({
      code: 'rates-all-zero',
    });
  });
  test('a value for which nothing is left is a warning', () => {
    expect(only(withRates(', sample_rate: 1', ''))).toMatchObject({
      severity: 'warning',
      code: 'never-drawn',
    });
  });
  test('value ids are used once', () => {
    const text = changed('{id: loud,', '{id: calm,');
    expect(only(text)).toMatchObject({ code: 'duplicate-value-id' });
    expect(mended(text)).toContain('{id: calm_2,');
  });
});

describe('R22 and R23 the frame', () => {
  test('there must be something to plan from', () => {
    const text = 'inference_config: {engine: ECHO, model: {model_name: m}}\nstrategy_params: {}\n';
    expect(only(text)).toMatchObject({ code: 'nothing-to-plan' });
  });
  test('output_path ends with .jsonl', () => {
    expect(only(changed('num_samples: 3', 'output_path: rows.json')).message).toBe(
      'output_path: must end with .jsonl, but is "rows.json"',
    );
  });
  test('without a model the local one is offered', () => {
    const without = sampleRecipe.slice(0, sampleRecipe.indexOf('inference_config'));
    const { recipe } = readRecipe(mended(without));
    expect(recipe?.inference_config.engine).toBe('LLAMACPP');
    const json = JSON.stringify({ strategy_params: readRecipe(sampleRecipe).recipe?.strategy_params });
    expect(readRecipe(mended(json)).recipe?.inference_config.engine).toBe('LLAMACPP');
  });
  test('an engine without a model name is told once', () => {
    expect(only(changed('    model_name: echo\n', '')).code).toBe('missing-model');
    expect(only(changed('model_name: echo', 'model_name: ""')).code).toBe('empty');
  });
  test('a temperature that the model ignores is a warning', () => {
    const text = changed(
      'engine: ECHO\n  model:\n    model_name: echo\n',
      'engine: OPENAI\n  model:\n    model_name: gpt-5-mini\n  generation:\n    max_new_tokens: 9\n    temperature: 0.7\n',
    );
    expect(only(text).message).toContain(
      'gpt-5-mini always answers at temperature 1. The 0.7 here has no effect',
    );
    expect(mended(text)).not.toContain('temperature');
  });
});

test('R25 the outline has the parts of a broken recipe, with their problems', () => {
  const text = changed('role: SYSTEM', 'role: SYSTM', changed('num_samples: 3', 'num_samples: none'));
  const { outline } = readRecipe(text);
  expect(outline.entries.map(({ kind, id, note, errors }) => [kind, id, note, errors])).toEqual([
    ['sampled', 'tone', '2', 0],
    ['sampled', 'topic', '2', 0],
    ['generated', 'question', '1 call', 0],
    ['generated', 'answer', '1 call', 1],
  ]);
  expect(outline.entries.map(({ idRange }) => textAt(text, idRange))).toEqual([
    'tone',
    'topic',
    'question',
    'answer',
  ]);
  expect(outline.modelName).toBe('echo');
});

test.each(recipeTemplates)(
  'the template $id is valid without a remark',
  ({ yaml, callsPerRow, sampleOutput }) => {
    const { recipe, diagnostics } = readRecipe(yaml);
    expect(diagnostics).toEqual([]);
    const { generated_attributes: written = [], multiturn_attributes: talks = [] } =
      recipe?.strategy_params ?? {};
    // A conversation has a plan and two messages for each round; what is told is the mean.
    // One with tools asks once more for each of its answers, after they were used.
    const rounds = (recipe?.environment_config?.environments ?? []).length > 0 ? 0.5 : 0;
    const mean = talks.reduce(
      (calls, { min_turns: least, max_turns: most }) => calls + 1 + (1 + rounds) * (least + most),
      written.length,
    );
    expect(mean).toBe(callsPerRow);
    const passed = recipe?.strategy_params.passthrough_attributes ?? [];
    expect(Object.keys(JSON.parse(sampleOutput) as object).sort()).toEqual([...passed].sort());
  },
);
