import { expect, test } from 'vitest';
import { previewRows } from '@/lib/plan/preview';
import { noSourceFacts } from '@/lib/recipe/sources/source-facts';
import { tableOf } from '@/lib/sources/source-table';
import { isRunnable, readOpenedText, readText } from './read-text';

const recipe = `
strategy_params:
  sampled_attributes:
    - id: tone
      name: Tone
      description: How it sounds
      possible_values:
        - { id: calm, name: Calm, description: at ease }
        - { id: loud, name: Loud, description: in a hurry }
  generated_attributes:
    - id: text
      instruction_messages:
        - role: USER
          content: "Write {tone} words"
inference_config:
  engine: ECHO
  model: { model_name: echo }
`;

test('a valid text is whole and may be run', () => {
  const read = readText(null, recipe);
  expect(read.health).toBe('whole');
  expect(isRunnable(read)).toBe(true);
});

test('a broken text keeps the plan of the last good one, but may not be run', () => {
  const good = readText(null, recipe);
  const broken = readText(good, `${recipe}\n  broken: [`);
  expect(broken.health).toBe('stale');
  expect(broken.compiled).toBe(good.compiled);
  expect(isRunnable(broken)).toBe(false);
});

test('a placeholder that names nothing is shown as it stands; the rest of the prompt is new', () => {
  const good = readText(null, recipe);
  const read = readText(good, recipe.replace('"Write {tone} words"', '"Say {tone}, {tnoe} twice"'));
  expect(read.health).toBe('patched');
  expect(read.unknownFields).toEqual(['{tnoe}']);
  expect(promptOf(read)).toMatch(/^Say (Calm|Loud), \{tnoe\} twice$/);
});

test('a text that was never good has nothing to show', () => {
  expect(readText(null, 'strategy: [').health).toBe('empty');
  expect(readText(readText(null, 'strategy: ['), recipe).health).toBe('whole');
});

test('a broken text that an editor opens with keeps the plan of the newest good one before it', () => {
  const broken = `${recipe}num_samples: many\n`;
  const older = recipe.replace('Write {tone} words', 'Say {tone} words');
  const opened = readOpenedText(broken, [undefined, broken, recipe, older]);
  expect(opened).toMatchObject({ health: 'stale', text: broken });
  expect(opened.diagnostics).not.toEqual([]);
  expect(isRunnable(opened)).toBe(false);
  expect(promptOf(opened)).toMatch(/^Write (Calm|Loud) words$/);
  expect(readOpenedText(broken, [broken, 'num_samples: [']).health).toBe('empty');
  expect(promptOf(readOpenedText(older, [recipe]))).toMatch(/^Say/);
});

test('the plan of the last good text takes the records that have come since', () => {
  const fromFile = recipe
    .replace('strategy_params:', 'strategy_params:\n  input_data: [{ path: "upload:1/a.csv" }]')
    .replace('{tone} words', '{tone} words of {city}');
  const good = readText(null, fromFile);
  const records = tableOf(['city'], [new Map([['city', 'Oslo']])]);
  const come = { facts: { ...noSourceFacts }, tables: () => records };
  expect(promptOf(readText(good, `${fromFile}\n  broken: [`, come))).toMatch(/of Oslo$/);
});

function promptOf({ compiled }: ReturnType<typeof readText>) {
  if (compiled === null) return null;
  const [row] = previewRows(compiled, { seed: 1, start: 0, rows: 1 });
  return row?.prompts[0]?.messages[0]?.segments
    .map((segment) => (segment.type === 'pending' ? '' : segment.text))
    .join('');
}
