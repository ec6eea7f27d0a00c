import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isMap, isScalar, isSeq } from 'yaml';
import { readRecipe } from '../read-recipe';
import { recipeTemplates } from '../templates';
import { nodeOrNull, readDocument, type RecipeDocument } from './document';
import { rereadDocument } from './reread';

const text = `# Rows
seed: 7
strategy_params:
  sampled_attributes:
    - id: tone
      # how it sounds
      possible_values:
      - id: polite
        description: "in *whole*
          sentences"

      - {id: terse, description: 'a few words'}
      - id: long
        description: >
          tells much

          and more
        # the last
    # before topic
    - id: topic
      possible_values:
        - &a x
        - id: y
  generated_attributes:
  - id: answer
    instruction_messages:
      - role: USER
        content: |
          Write in a {tone} tone

          - about {topic}
      - role: ASSISTANT
        content: plain
          text
output: [a, b]
list:
- - one
  - two
-
- three`;
const plain = text.replace('&a ', '');

/** What is read from the tree: kinds, values, places, dashes. */
function facts(value: unknown): unknown {
  const node = nodeOrNull(value);
  const range = node?.range?.slice(0, 2);
  if (isScalar(node)) return [node.type, node.value, node.source, node.comment?.trim() === '', range];
  if (isMap(node))
    return ['map', node.flow, range, node.items.map((pair) => [facts(pair.key), facts(pair.value)])];
  if (isSeq(node)) {
    const token = node.srcToken;
    const dashes =
      token?.type === 'block-seq'
        ? token.items.map(({ start }) => start.find(({ type }) => type === 'seq-item-ind')?.offset)
        : null;
    return ['list', node.flow, range, dashes, node.items.map(facts)];
  }
  return node;
}

function factsOf({ root, syntaxErrors, text: of }: RecipeDocument) {
  return { text: of, syntaxErrors, root: syntaxErrors.length > 0 ? null : facts(root) };
}

const pieces = [
  'x',
  ' ',
  '\n',
  '\n  ',
  '\n      ',
  '- ',
  '-',
  ': ',
  ':',
  '#',
  ' # c',
  "'",
  '"',
  '|',
  '>',
  '[',
  ']',
];
const more = [
  '{',
  '}',
  '&b',
  '*b',
  '!t ',
  '? ',
  '---',
  '---\n',
  '%',
  '\t',
  '<<: ',
  '\r\n',
  '\n        - id: z',
  ', ',
];

const change = fc.record({
  at: fc.nat(),
  length: fc.oneof(fc.constant(0), fc.constant(1), fc.nat(12)),
  insert: fc.oneof(fc.constant(''), fc.constantFrom(...pieces, ...more), fc.string({ maxLength: 5 })),
});

test.each([
  ['a recipe of many shapes', plain],
  ['one with an anchor', text],
  ['a flat list', '- a\n- b: 1\n  c: 2\n- d\n'],
])(
  'what is read anew inside %s is what a whole reading finds',
  (_, from) => {
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 6 }), (changes) => {
        let document = readDocument(from);
        for (const { at, length, insert } of changes) {
          const old = document.text;
          const start = at % (old.length + 1);
          const next = old.slice(0, start) + insert + old.slice(start + length);
          document = rereadDocument(document, next);
          expect(factsOf(document)).toEqual(factsOf(readDocument(next)));
        }
      }),
      { seed: 5, numRuns: 300 },
    );
  },
  60_000,
);

const words = ['0.5', 'x', 'terse', '-1', '1e-7', 'null', "it's", 'a b', '7_000', '...', '.5', 'é'];

test.each([
  ['a recipe of many shapes', plain],
  ['a flat list', '- a\n- b: 1\n  c: 2\n- d\n'],
  ['lines in brackets', 'a: {b: 1, c: [x, y], d: "z"}\n? [k, l]\n: m\ne: f # g\n'],
])('words that change all over %s are read as a whole reading does', (_, from) => {
  const places = [...from.matchAll(/[\w.+-]+/g)];
  const anyWord = fc.constantFrom(...words);
  fc.assert(
    fc.property(fc.array(fc.option(anyWord), { maxLength: places.length }), fc.nat(99), (chosen, at) => {
      const next = places.reduceRight((text, place, index) => {
        const word = chosen[(index + at) % places.length] ?? place[0];
        return text.slice(0, place.index) + word + text.slice(place.index + place[0].length);
      }, from);
      const document = rereadDocument(readDocument(from), next);
      expect(factsOf(document)).toEqual(factsOf(readDocument(next)));
      expect(factsOf(rereadDocument(document, from))).toEqual(factsOf(readDocument(from)));
    }),
    { seed: 5, numRuns: 300 },
  );
});

test.each([
  [
    'weights all over the text',
    (text: string) => text.replace(/0\.\d+/g, (rate) => (Number(rate) / 2).toFixed(5)),
  ],
  ['a key at the end of the text', (text: string) => text + 'x'],
  ['a key before the last break', (text: string) => text.replace(/\n$/, 'x\n'), '\n'],
])('%s leave the other nodes and what was read in them', (_, changed, end = '') => {
  const yaml = recipeTemplates.find(({ id }) => id === 'banking77-intents')?.yaml ?? '';
  const recipe = yaml.replace(/^( +)(- id: )/gm, '$1- sample_rate: 0.01\n$1  id: ').trimEnd() + end;
  const first = readRecipe(recipe);
  const path = ['strategy_params', 'sampled_attributes', 1, 'possible_values', 3, 'description'];
  const before = first.document.at(path)?.node;
  expect(before).toBeDefined();
  const next = changed(recipe);
  const second = readRecipe(next, undefined, first.document);
  expect(second.document.at(path)?.node).toBe(before);
  const whole = readRecipe(next);
  expect(second.draft).toEqual(whole.draft);
  expect(second.diagnostics).toEqual(whole.diagnostics);
  expect(second.outline).toEqual(whole.outline);
  expect(factsOf(second.document)).toEqual(factsOf(whole.document));
});

test('a value that is wrong is told of at each reading', () => {
  const recipe = (weight: string, end: string) => `strategy_params:
  sampled_attributes:
    - id: tone
      possible_values:
        - { id: a, sample_rate: ${weight} }
        - { id: b }
  generated_attributes:
    - id: answer
      instruction_messages: [{ role: USER, content: ${end} }]`;
  let document = readDocument(recipe('0.5', 'x'));
  for (const [weight, end] of [
    ['2', 'x'],
    ['2', 'xy'],
    ['many', 'xy'],
    ['0.25', 'x'],
  ] as const) {
    const text = recipe(weight, end);
    const read = readRecipe(text, undefined, document);
    const whole = readRecipe(text);
    expect({ draft: read.draft, diagnostics: read.diagnostics }).toEqual({
      draft: whole.draft,
      diagnostics: whole.diagnostics,
    });
    document = read.document;
  }
});

test('a change of one value leaves the nodes of all others as they are', () => {
  const recipe = recipeTemplates.find(({ id }) => id === 'banking77-intents')?.yaml ?? '';
  const values = ['strategy_params', 'sampled_attributes', 1, 'possible_values'];
  const document = readDocument(recipe);
  const before = [3, 70].map((index) => document.at([...values, index])?.node);
  const next = recipe.replace('Which cash machines take the card', 'Which machines do');
  const reread = rereadDocument(document, next);
  expect(reread.at([...values, 70])?.node).toBe(before[1]);
  expect(reread.at([...values, 3])?.node).not.toBe(before[0]);
  expect(readRecipe(next, undefined, readDocument(recipe)).diagnostics).toEqual(readRecipe(next).diagnostics);
});
