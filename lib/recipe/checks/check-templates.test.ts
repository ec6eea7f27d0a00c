import { describe, expect, test } from 'vitest';
import { readRecipe } from '../read-recipe';
import { applyFix } from '../edit/apply-fix';
import { textAt } from '../testing/text-at';
import { changed, sampleRecipe } from '../testing/sample-recipe';

function only(text: string) {
  const { diagnostics } = readRecipe(text);
  expect(diagnostics.map(({ message }) => message)).toHaveLength(1);
  const [diagnostic] = diagnostics;
  if (diagnostic === undefined) throw new Error('no diagnostic');
  return diagnostic;
}

function mended(text: string): string {
  const { fixes, message } = only(text);
  const [fix] = fixes;
  if (fix === undefined) throw new Error(`no fix: ${message}`);
  const after = applyFix(text, fix);
  expect(readRecipe(after).diagnostics).toEqual([]);
  return after;
}

/** A recipe that samples nothing yet. */
const unsampled = `strategy_params:
  generated_attributes:
    - id: question
      instruction_messages:
        - role: USER
          content: Ask {toone}.
inference_config: {engine: ECHO, model: {model_name: echo}}
`;

const question = 'content: Ask a {tone} question about {topic}.';

describe('R12 a mark stands under the very placeholder', () => {
  test.each([
    ['plain', 'content: Ask {toone}.'],
    ['plain over two lines', 'content: Ask\n            {toone}.'],
    ['plain after an empty line', 'content: Ask\n\n            a {toone}.'],
    ['single quotes', "content: 'It''s {toone}.'"],
    ['single quotes over lines', "content: 'It''s\n\n            so {toone}.'"],
    ['double quotes', 'content: "A \\"b\\" \\u00e9 \\n {toone}."'],
    ['double quotes with an escaped break', 'content: "A \\\n            {toone}."'],
    ['double quotes over lines', 'content: "A\n            b {toone}."'],
    ['literal block', 'content: |\n            First.\n\n            Then {toone}.'],
    ['literal block, stripped', 'content: |-\n            First.\n              more {toone}.'],
    ['literal block, kept', 'content: |+\n            {toone}\n\n'],
    ['literal block with a comment', 'content: | # why\n            {toone}'],
    ['literal block, indentation stated', 'content: |2\n            {toone}\n              x'],
    ['folded block', 'content: >\n            First\n            {toone}\n\n            last.'],
    [
      'folded block with an indented part',
      'content: >-\n            First\n              list {toone}\n            last.',
    ],
    ['an emoji before it', 'content: "\u{1f600} \\U0001F600 {toone}"'],
  ])('%s', (_, written) => {
    const text = changed(question, written);
    const diagnostic = only(text);
    expect(textAt(text, diagnostic.range)).toBe('{toone}');
    expect(mended(text)).toBe(changed(question, written.replace('toone', 'tone')));
  });
  test('in a text with Windows line ends', () => {
    const text = changed(question, 'content: |\n            First.\n            {toone}').replaceAll(
      '\n',
      '\r\n',
    );
    expect(textAt(text, only(text).range)).toBe('{toone}');
  });
});

describe('R17 names', () => {
  test('an unknown one lists what is known and is mended', () => {
    const text = changed('{question}', '{qestion}');
    expect(only(text).message).toBe(
      'strategy_params.generated_attributes.answer.instruction_messages[1].content: Unknown value {qestion}. Known here: tone, topic, question',
    );
    expect(mended(text)).toBe(sampleRecipe);
  });
  test.each([
    ['with a list of attributes', changed(question, 'content: Ask {toone}.'), 'content: Ask {{toone}}.'],
    ['without one', unsampled, 'content: Ask {{toone}}.'],
  ])('R24 an unknown one can become an attribute or text: %s', (_, text, kept) => {
    const unknown = readRecipe(text).diagnostics.filter(({ code }) => code === 'unknown-placeholder');
    const fixes = unknown.flatMap((diagnostic) => diagnostic.fixes);
    const after = new Map(fixes.map((fix) => [fix.title, readRecipe(applyFix(text, fix))]));
    expect(fixes.map(({ title }) => title)).toContain('Add a sampled attribute toone');
    const added = after.get('Add a sampled attribute toone');
    expect(added?.diagnostics).toEqual([]);
    const ids = added?.recipe?.strategy_params.sampled_attributes.map(({ id }) => id);
    expect(ids?.at(-1)).toBe('toone');
    const plain = applyFix(text, fixes.at(-1) ?? { title: '', edits: [] });
    expect(plain).toContain(kept);
    expect(fixes.at(-1)?.title).toBe('Keep as plain text {{toone}}');
  });
  test('T7 an unknown one in a format is told at its place, and nothing makes it text', () => {
    const text = changed('{topic}', '{topic!s:>{toone}}');
    expect(only(text).fixes.map(({ title }) => title)).toEqual([
      'Replace with {tone}',
      'Add a sampled attribute toone',
    ]);
    expect(textAt(text, only(text).range)).toBe('{toone}');
    expect(mended(text)).toContain('{topic!s:>{tone}}');
    expect(only(changed('{topic}', '{topic:>{tone}}')).code).toBe('template-value');
  });
  test('what can be no id, or asks for more than a value, is offered no attribute', () => {
    const text = changed(question, 'content: Ask {toone.description}.');
    expect(only(text).fixes.map(({ title }) => title)).toEqual([
      'Replace with {tone}',
      'Keep as plain text {{toone.description}}',
    ]);
  });
  test('a property that a value does not have is named', () => {
    const diagnostic = only(changed('{tone.description}', '{tone.value}'));
    expect(diagnostic.code).toBe('unknown-property');
    expect(diagnostic.message).toContain('.value');
    expect(only(changed('{question}', '{question.name}')).message).toContain('.name');
  });
  test('a format for a whole sampled value is mended', () => {
    expect(mended(changed('{topic}', '{topic:>9}'))).toContain('{topic!s:>9}');
  });
  test('a format that fits no text is refused', () => {
    expect(only(changed('{question}', '{question:d}')).code).toBe('template-value');
  });
  test.each([
    ['{d.k}', 'd is a dict: write [k]'],
    ['{d[zz]}', 'd has no key "zz"'],
    ['{l[9]}', 'l has 2 items'],
    ['{n:d}', '"d" can\'t be used for a float'],
    ['{nul:>5}', "can't be used for None"],
    ['{few[0].e.k}', 'few[0].e is a dict: write [k]'],
    ['{few[1].m[9]}', 'few[1].m has 2 items'],
    ['{d[k]} {l[1]} {n:.1f} {mixed[k]} {few[1].e[k]} {few[0].o[k]}', null],
  ])('R150 examples are known before a run: %s', (written, named) => {
    const examples =
      '[{d: {k: v}, l: [1, 2], n: 0.5, nul: ~, mixed: ~}, {d: {k: w}, l: [1, 2], n: 1.5, nul: ~, mixed: {k: v}}]';
    const drawn = '[{e: {k: v}, m: [1, 2], o: ~}, {e: {k: v}, m: [1, 2], o: {k: v}}]';
    const text = changed(question, `content: '${written}'`).replace(
      'strategy_params:',
      `strategy_params:\n  input_examples: [{examples: ${examples}}, {id: few, num_shots: 2, examples: ${drawn}}]`,
    );
    expect(readRecipe(text).diagnostics.map(({ message }) => message)).toEqual(
      named === null ? [] : [expect.stringContaining(named)],
    );
  });
  test('an answer that is not kept is replaced by its processed text', () => {
    const text = changed(
      '    - id: question\n',
      '    - id: question\n      postprocessing_params: {id: asked, keep_original_text_attribute: false}\n',
    );
    expect(only(text).code).toBe('not-kept');
    expect(mended(text)).toContain('Question: {asked}');
  });
});

describe('R18 the order of attributes', () => {
  const swapped = changed(
    '    - id: answer\n',
    '    - id: later\n',
    changed('{topic}', '{later}', changed('{question}', 'x')),
  );
  test('a forward reference is mended by moving the attribute up', () => {
    const { code, message, fixes } = only(swapped);
    expect([code, ...fixes.map(({ title }) => title)]).toEqual(['forward-reference', 'Move up']);
    expect(message).toContain('{later} is written after question. Move it up, or use another value');
    const { recipe } = readRecipe(mended(swapped));
    expect(recipe?.strategy_params.generated_attributes.map(({ id }) => id)).toEqual(['later', 'question']);
  });
  test('comments above the attribute move with it', () => {
    const text = changed('    - id: later\n', '    # the second\n    - id: later # here\n', swapped);
    const after = mended(text);
    expect(after.indexOf('# the second')).toBeLessThan(after.indexOf('- id: question'));
  });
  test('in JSON too', () => {
    const message = (content: string) => [{ role: 'USER', content }];
    const json = JSON.stringify({
      strategy_params: {
        sampled_attributes: [
          {
            id: 's',
            name: 'S',
            description: 'd',
            possible_values: [{ id: 'v', name: 'V', description: 'd' }],
          },
        ],
        generated_attributes: [
          { id: 'a', instruction_messages: message('{b}') },
          { id: 'b', instruction_messages: message('{s}') },
        ],
      },
      inference_config: { engine: 'ECHO', model: { model_name: 'm' } },
    });
    const { recipe } = readRecipe(mended(json));
    expect(recipe?.strategy_params.generated_attributes.map(({ id }) => id)).toEqual(['b', 'a']);
  });
  test('an attribute cannot use itself, also not by its processed text', () => {
    expect(only(changed('{topic}', '{question}'))).toMatchObject({ code: 'reference-cycle' });
    const text = changed(
      '    - id: question\n',
      '    - id: question\n      postprocessing_params: {id: asked}\n',
    );
    expect(only(changed('{topic}', '{asked}', text)).message).toContain('question uses itself: {asked}');
  });
  test('a circle names its members and has no fix', () => {
    const diagnostic = only(changed('{topic}', '{answer}'));
    expect(diagnostic).toMatchObject({ code: 'reference-cycle' });
    expect(diagnostic.message).toContain('question uses answer uses question');
    expect(diagnostic.fixes).toEqual([]);
  });
  test('a transformed value is there for no prompt', () => {
    const text = changed(
      'inference_config:\n',
      '  transformed_attributes: [{id: t, transformation_strategy: {type: STRING, string_transform: x}}]\ninference_config:\n',
      changed('{topic}', '{t}'),
    );
    expect(only(text).message).toContain('{t} is put together after all answers');
  });
});

describe('R19 braces that are meant as text', () => {
  test.each([
    ['{"a": 1}', '{{"a": 1}}'],
    ['{"a": "{tone}"}', '{{"a": "{tone}"}}'],
    ['{"a": {"b": [1]}}', '{{"a": {{"b": [1]}}}}'],
    ['{a: 1}', '{{a: 1}}'],
  ])('%s can be doubled', (written, doubled) => {
    const text = changed('Question: {question}', `Like ${written}`);
    expect(only(text)).toMatchObject({ code: 'json-braces', fixes: [{ title: 'Double the braces' }] });
    expect(mended(text)).toBe(changed('Question: {question}', `Like ${doubled}`));
  });
  test('over several lines of a block the lines stay', () => {
    const text = changed('Question: {question}', 'Like {\n              "a": 1\n            }');
    expect(mended(text)).toBe(
      changed('Question: {question}', 'Like {{\n              "a": 1\n            }}'),
    );
  });
  test('a lone brace is named', () => {
    expect(only(changed('{question}', '{question')).message).toContain('}');
    expect(mended(changed('{question}', '{question}}'))).toContain('{question}}}');
  });
  test('empty and counted placeholders are refused', () => {
    expect(only(changed('{question}', '{}')).code).toBe('template-syntax');
    expect(only(changed('{question}', '{0}')).code).toBe('template-syntax');
  });
});

describe('R20 transforms', () => {
  const withTransform = (strategy: string) =>
    changed(
      'inference_config:\n',
      `  transformed_attributes:\n    - id: t\n      transformation_strategy: ${strategy}\ninference_config:\n`,
    );
  test.each([
    '{type: STRING}',
    '{type: LIST, list_transform: []}',
    '{type: DICT, dict_transform: {}}',
    '{type: CHAT}',
  ])('%s lacks its payload', (strategy) => {
    expect(only(withTransform(strategy))).toMatchObject({ code: 'missing-payload' });
  });
  test('payloads of other types are left alone', () => {
    expect(
      readRecipe(withTransform("{type: STRING, string_transform: '{answer}', list_transform: ['{zzz}']}"))
        .diagnostics,
    ).toEqual([]);
  });
  test('keys of a dictionary keep their order', () => {
    const { recipe } = readRecipe(withTransform("{type: DICT, dict_transform: {b: x, '1': y, a: z}}"));
    const strategy = recipe?.strategy_params.transformed_attributes[0]?.transformation_strategy;
    expect([...(strategy?.dict_transform?.keys() ?? [])]).toEqual(['b', '1', 'a']);
  });
  test('templates in all payloads are checked at their place', () => {
    const text = withTransform(
      "{type: CHAT, chat_transform: {messages: [{role: USER, content: '{answer}'}], metadata: {k: '{nobody}'}}}",
    );
    expect(only(text).message).toContain(
      't.transformation_strategy.chat_transform.metadata.k: Unknown value {nobody}',
    );
    expect(textAt(text, only(text).range)).toBe('{nobody}');
  });
});

test('R21 an unknown name in passthrough_attributes is a warning', () => {
  const text = changed('inference_config:\n', '  passthrough_attributes: [tone, anser]\ninference_config:\n');
  expect(only(text)).toMatchObject({ severity: 'warning', code: 'unknown-passthrough' });
  expect(mended(text)).toContain('[tone, answer]');
});

test('R20 a bad regular expression is refused at its place', () => {
  const text = changed(
    '    - id: answer\n',
    "    - id: answer\n      postprocessing_params: {id: p, regex: '('}\n",
  );
  expect(only(text)).toMatchObject({ code: 'bad-regex' });
  expect(textAt(text, only(text).range)).toBe("'('");
});
