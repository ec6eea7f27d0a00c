import { expect, test } from 'vitest';
import { readRecipe } from '../read-recipe';
import { applyFix } from '../edit/apply-fix';
import { changed } from '../testing/sample-recipe';

function withCombinations(lines: string): string {
  return changed('  generated_attributes:\n', `  combination_sampling:\n${lines}  generated_attributes:\n`);
}

function messages(text: string): string[] {
  return readRecipe(text).diagnostics.map(({ severity, message }) => `${severity}: ${message}`);
}

function mended(text: string): string {
  const fix = readRecipe(text).diagnostics.flatMap(({ fixes }) => fixes)[0];
  if (fix === undefined) throw new Error('no fix');
  const after = applyFix(text, fix);
  expect(readRecipe(after).recipe).not.toBeNull();
  return after;
}

const list = 'strategy_params.combination_sampling';

test('R16 attributes and values must exist', () => {
  const text = withCombinations(
    '    - {combination: {tone: calm, topik: sea}, sample_rate: 0.1}\n    - {combination: {tone: lowd, topic: sea}, sample_rate: 0.1}\n',
  );
  expect(messages(text)).toEqual([
    `error: ${list}[0].combination.topik: "topik" is no sampled attribute. Known here: tone, topic`,
    `error: ${list}[1].combination.tone: "lowd" is not the id of a value of tone. Known here: calm, loud`,
  ]);
});

test('R16 a misspelled value is mended', () => {
  const text = withCombinations('    - {combination: {tone: lowd, topic: sea}, sample_rate: 0.1}\n');
  expect(mended(text)).toContain('{tone: loud, topic: sea}');
});

test('R16 two attributes at least, and a rate that is told first', () => {
  expect(messages(withCombinations('    - {sample_rate: 1.5, combination: {tone: calm}}\n'))).toEqual([
    `error: ${list}[0].sample_rate: must be between 0 and 1, but is 1.5`,
    `error: ${list}[0].combination: must have at least two keys. The share of a single value is its sample_rate`,
  ]);
});

test('R16 a pair that can not be read is told once, and keys are counted without sampled attributes too', () => {
  expect(
    messages(withCombinations('    - {sample_rate: 0.5, combination: {tone: "", topic: sea}}\n')),
  ).toEqual([`error: ${list}[0].combination.tone: must not be empty`]);
  const alone = `strategy_params:
  input_examples: [{examples: [{x: 1}]}]
  combination_sampling: [{combination: {tone: calm}, sample_rate: 0.5}]
inference_config: {engine: ECHO, model: {model_name: echo}}
`;
  expect(messages(alone)).toContain(
    `error: ${list}[0].combination: must have at least two keys. The share of a single value is its sample_rate`,
  );
});

test('R16 rates over 1 are refused with the sum and can be scaled', () => {
  const text = withCombinations(
    '    - {combination: {tone: calm, topic: sea}, sample_rate: 0.6}\n    - {combination: {tone: loud, topic: sky}, sample_rate: 0.5}\n',
  );
  expect(messages(text)).toEqual([
    `error: ${list}: Rates of combinations add up to 1.10. They must not pass 1`,
  ]);
  expect(mended(text)).toContain('sample_rate: 0.545455');
});

const all = (rates: number[]) =>
  withCombinations(
    [
      ['calm', 'sea'],
      ['calm', 'sky'],
      ['loud', 'sea'],
      ['loud', 'sky'],
    ]
      .map(
        ([tone, topic], index) =>
          `    - {combination: {tone: ${tone ?? ''}, topic: ${topic ?? ''}}, sample_rate: ${rates[index] ?? 0}}\n`,
      )
      .join(''),
  );

test('R16 combinations that leave no other row must add up to 1', () => {
  expect(messages(all([0.2, 0.2, 0.2, 0.2]))).toEqual([
    `error: ${list}: The combinations leave no other row, but their rates add up to 0.80. They must add up to 1`,
  ]);
  expect(mended(all([0.2, 0.2, 0.2, 0.2]))).toContain('sample_rate: 0.25');
  expect(messages(all([0.25, 0.25, 0.25, 0.2495]))).toEqual([]);
  expect(readRecipe(all([0, 0, 0, 0])).recipe).toBeNull();
});

test('R16 a value that is never drawn leaves no other row either', () => {
  const text = changed('description: clouds}', 'description: clouds, sample_rate: 0}');
  const lines =
    '    - {combination: {tone: calm, topic: sea}, sample_rate: 0.3}\n    - {combination: {tone: loud, topic: sea}, sample_rate: 0.3}\n';
  const withLines = text.replace(
    '  generated_attributes:\n',
    `  combination_sampling:\n${lines}  generated_attributes:\n`,
  );
  expect(readRecipe(withLines).diagnostics.map(({ code }) => code)).toEqual(['combinations-cover-all']);
});

test('R16 one that is only possible together with another is refused', () => {
  const text = changed(
    '  generated_attributes:\n',
    `    - id: size
      name: Size
      description: How long
      possible_values: [{id: short, name: short, description: short}]
  combination_sampling:
    - {combination: {tone: calm, topic: sea}, sample_rate: 0.2}
    - {combination: {topic: sea, size: short}, sample_rate: 0}
  generated_attributes:
`,
  );
  expect(messages(text)).toEqual([
    `error: ${list}[0].combination: can only come together with another combination of the list. Name more attributes in it`,
  ]);
});
