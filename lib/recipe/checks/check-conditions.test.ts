import { describe, expect, test } from 'vitest';
import { applyFix } from '../edit/apply-fix';
import { rename } from '../edit/rename';
import { usesOf } from '../form/uses';
import { recipeGraph } from '../graph/recipe-graph';
import { readRecipe } from '../read-recipe';
import { changed, sampleRecipe } from '../testing/sample-recipe';
import { textAt } from '../testing/text-at';

function withCondition(id: string, condition: string, text = sampleRecipe): string {
  return changed(`    - id: ${id}\n`, `    - id: ${id}\n      when: '${condition}'\n`, text);
}

function only(text: string) {
  const { diagnostics } = readRecipe(text);
  expect(diagnostics.map(({ message }) => message)).toHaveLength(1);
  const [diagnostic] = diagnostics;
  if (diagnostic === undefined) throw new Error('no diagnostic');
  return diagnostic;
}

describe('R90 a condition uses what is there by then', () => {
  test.each([
    ['topic', 'tone == "calm"'],
    ['question', 'tone == "calm" && topic != "sea"'],
    ['answer', 'size(question) > 20 || question.contains("?")'],
    ['answer', 'row["question"] != ""'],
  ])('%s: %s', (id, condition) => {
    expect(readRecipe(withCondition(id, condition)).diagnostics).toEqual([]);
  });

  test.each([
    ['tone', 'topic == "sea"', 'forward-reference', 'topic is drawn after tone', 'topic'],
    ['topic', 'question == ""', 'forward-reference', 'written after all values are drawn', 'question'],
    ['question', 'answer == ""', 'reference-cycle', 'none of them can come first', 'answer'],
    ['question', 'question == ""', 'reference-cycle', 'uses itself', 'question'],
    ['answer', 'tune == "calm"', 'unknown-placeholder', 'Unknown value tune', 'tune'],
    ['answer', 'tone = "calm"', 'bad-condition', 'unexpected character', '='],
    ['answer', 'tone > 3', 'bad-condition', 'a text > a number has no meaning', 'tone > 3'],
    ['answer', 'tone.name == "x"', 'bad-condition', 'it has no .name', 'tone'],
    ['answer', 'question', 'bad-condition', 'must be true or false', 'question'],
  ])('%s: %s', (id, condition, code, message, at) => {
    const text = withCondition(id, condition);
    const found = only(text);
    expect(found.code).toBe(code);
    expect(found.message).toContain(message);
    expect(found.message).toMatch(/^strategy_params\..*\.when: /u);
    expect(textAt(text, found.range)).toBe(at);
  });

  test('a name that is nearly known is mended', () => {
    const text = withCondition('answer', 'tune == "calm"');
    const [fix] = only(text).fixes;
    if (fix === undefined) throw new Error('no fix');
    expect(applyFix(text, fix)).toBe(withCondition('answer', 'tone == "calm"'));
  });

  test('what may be skipped can be compared with null, what can not be is told', () => {
    const skipped = withCondition('question', 'tone == "calm"');
    expect(readRecipe(withCondition('answer', 'question != null', skipped)).diagnostics).toEqual([]);
    expect(only(withCondition('answer', 'question != null')).message).toContain('never null');
  });
});

test('R90 renaming follows in conditions, graph and uses know of them', () => {
  const text = withCondition('answer', 'tone == "calm" && row["tone"] != "tone"');
  const path = ['strategy_params', 'sampled_attributes', 0];
  const renamed = rename(readRecipe(text).document, path, 'mood');
  expect(renamed).toContain(`when: 'mood == "calm" && mood != "tone"'`);
  const odd = rename(readRecipe(text).document, path, 'my-mood');
  expect(odd).toContain(`when: 'row["my-mood"] == "calm" && row["my-mood"] != "tone"'`);
  expect(readRecipe(odd).diagnostics).toEqual([]);
  expect(usesOf(readRecipe(text).draft, ['tone'])).toContainEqual(expect.objectContaining({ id: 'answer' }));
  const { edges } = recipeGraph(readRecipe(withCondition('answer', 'topic == "sea"')).draft);
  expect(edges).toContainEqual({ from: 'sampled:1', to: 'generated:1', isBack: false });
});

const shaped = changed(
  '    - id: question\n',
  `    - id: question
      response_format:
        schema: {type: object, properties: {text: {type: string}, level: {type: integer}}, required: [text]}
`,
  changed('Question: {question}', 'Question: {question.text} {question[level]}'),
);

describe('R95 the parts of an answer are names', () => {
  test('of prompts, conditions, rules and columns', () => {
    const text = `${withCondition('answer', 'question.level != null && question.text != ""', shaped)}quality: {rules: [{column: question.level, min: 2}]}\n`;
    expect(readRecipe(text).diagnostics).toEqual([]);
    const renamed = rename(readRecipe(text).document, ['strategy_params', 'generated_attributes', 0], 'ask');
    expect(renamed).toContain('{ask.text} {ask[level]}');
    expect(renamed).toContain('column: ask.level');
    expect(renamed).toContain('ask.level != null && ask.text');
    expect(readRecipe(renamed).diagnostics).toEqual([]);
  });

  test.each([
    [changed('{question.text}', '{question.txt}', shaped), 'unknown-item', 'did you mean "text"'],
    [withCondition('answer', 'question.txt != ""', shaped), 'bad-condition', 'Did you mean .text?'],
    [
      changed(
        'properties: {text: {type: string}, level: {type: integer}}',
        'properties: {}',
        shaped.replace(' {question.text} {question[level]}', ''),
      ),
      'bad-schema',
      'at least one property',
    ],
    [changed('{type: string}', '{type: text}', shaped), 'bad-schema', 'must be one of string'],
    [
      changed('level: {type: integer}', 'a.b: {type: integer}', shaped.replace(' {question[level]}', '')),
      'answer-form',
      `"a.b" can't be named`,
    ],
    [
      changed(
        '      response_format:',
        '      judge: {rubric: r}\n      response_format:',
        shaped.replace(' {question.text} {question[level]}', ''),
      ),
      'answer-form',
      'response_format or judge, not both',
    ],
    [
      changed(
        '      response_format:',
        '      postprocessing_params: {id: cut}\n      response_format:',
        shaped,
      ),
      'answer-form',
      'comes in parts',
    ],
    [
      changed('    - id: question\n', '    - id: question\n      sections: [A, a]\n'),
      'answer-form',
      'stands above already',
    ],
    [
      changed(
        '    - id: question\n',
        '    - id: question\n      judge: {rubric: good?, min_score: 5}\n',
        changed('{question}', 'it'),
      ),
      'out-of-range',
      'above min_score (5)',
    ],
  ])('what can not be is said %#', (text, code, message) => {
    const { diagnostics } = readRecipe(text);
    const said = diagnostics.map((one) => `${one.code}: ${one.message}`).join('\n');
    expect(said).toContain(message);
    expect(said).toContain(code === 'unknown-item' ? 'template-value' : code);
  });
});
