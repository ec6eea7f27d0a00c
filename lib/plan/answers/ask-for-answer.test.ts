import { describe, expect, test } from 'vitest';
import { compileRecipe, type CompiledRecipe } from '@/lib/plan/compile';
import type { ChatMessage } from '@/lib/llm/message';
import { AnswerError, type Ask, type Reply } from '@/lib/plan/exchange';
import { planRow } from '@/lib/plan/plan-row';
import { exchangeOf, finishRow } from '@/lib/plan/row';
import { readRecipe } from '@/lib/recipe/read-recipe';

function compiledWith(attribute: string): CompiledRecipe {
  const { recipe, diagnostics } = readRecipe(`
strategy_params:
  sampled_attributes:
    - {id: tone, name: Tone, description: d, possible_values: [{id: calm, name: Calm, description: d}]}
  generated_attributes:
${attribute}
inference_config: {engine: ECHO, model: {model_name: echo}}
`);
  if (recipe === null) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return compileRecipe(recipe);
}

/** Walks the exchange of the first attribute over answers, as the engine does. */
function walk(compiled: CompiledRecipe, answers: readonly (string | Partial<Reply>)[], firstAttempt = 0) {
  const [step] = compiled.steps;
  if (step === undefined) throw new Error('no step');
  const values = planRow(compiled, 7, 0);
  const exchange = exchangeOf(compiled, step, { row: 0, seed: 7, values, firstAttempt, emptyRetries: 1 });
  const asks: Ask[] = [];
  const replies = [...answers];
  try {
    let next = exchange.next();
    while (next.done !== true) {
      if (next.value.type !== 'ask') throw new Error('asked for no answer');
      asks.push(next.value);
      const answer = replies.shift();
      if (answer === undefined) return { asks, cells: null, error: null };
      const said = typeof answer === 'string' ? { text: answer } : answer;
      next = exchange.next({ text: '', finishReason: 'stop', completionTokens: 5, toolCalls: [], ...said });
    }
  } catch (error) {
    if (!(error instanceof AnswerError)) throw error;
    return { asks, cells: null, error: { code: error.code, message: error.message } };
  }
  const cells = finishRow(compiled, 7, 0, values);
  const named = Object.fromEntries(compiled.columns.map(({ name }, at) => [name, cells[at]]));
  return { asks, cells: named, error: null };
}

const review = `    - id: review
      instruction_messages: [{role: USER, content: 'Write a {tone} review.'}]
      response_format:
        max_repairs: 2
        schema:
          type: object
          properties: {title: {type: string}, stars: {type: integer, minimum: 1, maximum: 5}}
          required: [title, stars]
`;

describe('R95 an answer of a shape', () => {
  const compiled = compiledWith(review);

  test('gives its properties as columns, and the whole only where it is asked for', () => {
    const { asks, cells } = walk(compiled, ['{"title": "Sea", "stars": 4}']);
    expect(cells).toMatchObject({ 'review.title': 'Sea', 'review.stars': 4 });
    expect(compiled.columns.filter(({ output }) => output).map(({ name }) => name)).toEqual([
      'tone',
      'review.title',
      'review.stars',
    ]);
    expect(asks[0]).toMatchObject({ step: 'answer', attempt: 0, shape: { name: 'review' } });
    expect(asks[0]?.messages[0]?.content).toMatch(
      /^Write a Calm review\.\n\nAnswer with one JSON object[^]*"stars"/,
    );
  });

  test('P26 one that does not fit is asked again with what was wrong, each time as a step of its own', () => {
    const { asks, cells } = walk(compiled, [
      'nothing',
      '{"title": "Sea", "stars": 9}',
      '{"title": "S", "stars": 1}',
    ]);
    expect(cells).toMatchObject({ 'review.title': 'S', 'review.stars': 1 });
    expect(asks.map(({ step, attempt, asksAgain }) => [step, attempt, asksAgain?.code])).toEqual([
      ['answer', 0, undefined],
      ['repair:1', 0, 'invalid-answer'],
      ['repair:2', 0, 'invalid-answer'],
    ]);
    expect(asks[2]?.messages.slice(1).map(({ role, content }): ChatMessage => ({ role, content }))).toEqual([
      { role: 'assistant', content: 'nothing' },
      { role: 'user', content: expect.stringContaining('holds no JSON object') as string },
      { role: 'assistant', content: '{"title": "Sea", "stars": 9}' },
      { role: 'user', content: expect.stringContaining('stars (9) is greater than 5.') as string },
    ]);
  });

  test('P26 after the last repair the row fails with a code, and nothing more is asked', () => {
    const { asks, error } = walk(compiled, ['a', 'b', 'c', 'd']);
    expect(asks).toHaveLength(3);
    expect(error).toEqual({ code: 'invalid-answer', message: 'The answer holds no JSON object.' });
  });

  test('P26 it asks the same again when it is given the same answers', () => {
    const answers = ['a', '{"title": "S", "stars": 1}'];
    expect(walk(compiled, answers).asks).toEqual(walk(compiled, answers).asks);
    expect(walk(compiled, answers.slice(0, 1)).asks).toEqual(walk(compiled, answers).asks);
  });

  test('P26 an attribute that is asked anew asks all its steps under the new number', () => {
    expect(walk(compiled, ['a', '{"title": "S", "stars": 1}'], 3).asks.map(({ attempt }) => attempt)).toEqual(
      [3, 3],
    );
  });
});

describe('R96 an answer in sections', () => {
  const compiled = compiledWith(`    - id: pair
      instruction_messages: [{role: USER, content: 'Ask something {tone}.'}]
      sections: [Question, Full answer]
`);

  test('gives each key as a column', () => {
    const { asks, cells } = walk(compiled, ['[Question] Why?\n[Full answer] So.']);
    expect(cells).toMatchObject({ 'pair.Question': 'Why?', 'pair.Full answer': 'So.' });
    expect(asks[0]?.messages[0]?.content).toContain('[Question] …\n[Full answer] …');
  });

  test('P27 is asked anew as another try while a part is missing, ten times at most', () => {
    const { asks, cells } = walk(compiled, ['', '[Question] Why?', '[Question] Why?\n[Full answer] So.']);
    expect(asks.map(({ step, attempt, asksAgain }) => [step, attempt, asksAgain?.code])).toEqual([
      ['answer', 0, undefined],
      ['answer', 1, 'missing-section'],
      ['answer', 2, 'missing-section'],
    ]);
    expect(new Set(asks.map(({ messages }) => JSON.stringify(messages))).size).toBe(1);
    expect(cells).toMatchObject({ 'pair.Question': 'Why?' });
    const given = walk(
      compiled,
      Array.from({ length: 20 }, () => '[Question] Why?'),
    );
    expect(given.asks).toHaveLength(10);
    expect(given.error).toEqual({ code: 'missing-section', message: 'The answer has no [Full answer].' });
  });
});

describe('R97 a judge', () => {
  const compiled = compiledWith(`    - id: grade
      instruction_messages: [{role: USER, content: 'Text: {tone}'}]
      judge: {rubric: 'Is it {tone}? 1 is not, 3 is.', max_score: 3}
`);

  test('is asked with its rubric and its range, and gives a number and why', () => {
    const { asks, cells } = walk(compiled, ['{"reasons": "It is.", "score": 3}']);
    expect(cells).toMatchObject({ 'grade.score': 3, 'grade.reasons': 'It is.' });
    expect(asks[0]?.messages.map(({ role }) => role)).toEqual(['system', 'user']);
    expect(asks[0]?.messages[0]?.content).toContain('Is it Calm? 1 is not, 3 is.');
    expect(asks[0]?.messages[0]?.content).toContain('from 1 (lowest) to 3 (highest)');
    expect(asks[0]?.shape?.schema).toMatchObject({ properties: { score: { minimum: 1, maximum: 3 } } });
  });

  test('a score out of range is asked for again', () => {
    const { asks } = walk(compiled, [
      '{"reasons": "Great!", "score": 10}',
      '{"reasons": "It is.", "score": 3}',
    ]);
    expect(asks.map(({ step }) => step)).toEqual(['answer', 'repair:1']);
  });
});

describe('E9 an answer that was cut off', () => {
  test('a text is none; JSON that is whole is one', () => {
    const text = compiledWith(`    - id: review
      instruction_messages: [{role: USER, content: 'Write a {tone} review.'}]
`);
    const { asks, error } = walk(text, [{ text: 'It was a', finishReason: 'length' }]);
    expect(asks).toHaveLength(1);
    expect(error).toEqual({ code: 'cut-off', message: 'The answer was cut off after 5 tokens.' });
    const whole = { text: '{"title":"Fine","stars":5}', finishReason: 'length' } as const;
    expect(walk(compiledWith(review), [whole]).cells).toMatchObject({
      review: new Map<string, unknown>([
        ['title', 'Fine'],
        ['stars', 5],
      ]),
    });
  });

  test('the last section of one may break off, so it is asked for again', () => {
    const compiled = compiledWith(`    - id: review
      instruction_messages: [{role: USER, content: 'Write a {tone} review.'}]
      sections: [Title, Body]
`);
    const cut = { text: '[Title] Fine [Body] It was a', finishReason: 'length' } as const;
    const { asks, cells } = walk(compiled, [cut, '[Title] Fine [Body] It was all good.']);
    expect(asks[1]?.asksAgain).toMatchObject({ code: 'cut-off' });
    expect(JSON.stringify([...(cells?.['review'] as Map<string, unknown>).values()])).toContain('all good');
  });
});

test('E9 calls of tools that nobody offered are no answer: it is asked for once more', () => {
  const compiled = compiledWith(`    - id: plain
      instruction_messages: [{role: USER, content: 'Say something {tone}.'}]
`);
  const made: Partial<Reply> = {
    finishReason: 'tool_calls',
    toolCalls: [{ id: 'c1', name: 'made_up', arguments: '{}' }],
  };
  expect(walk(compiled, [made, 'Hello']).cells).toMatchObject({ plain: 'Hello' });
  expect(walk(compiled, [made, made]).error?.code).toBe('empty-answer');
});
