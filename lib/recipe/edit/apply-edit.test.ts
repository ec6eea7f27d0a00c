import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readRecipe } from '../read-recipe';
import { recipeTemplates } from '../templates';
import { changed, sampleRecipe } from '../testing/sample-recipe';
import { readDocument, type Path } from '../yaml/document';
import { applyEdit, type RecipeEdit } from './apply-edit';
import { changePlainValue, isPlainList, isPlainMap, plainValueOf, type PlainValue } from './plain-value';

const set = (text: string, path: Path, value: PlainValue) => applyEdit(text, { type: 'set', path, value });

test('R27 a value is replaced where it stands', () => {
  expect(set(sampleRecipe, ['num_samples'], 50)).toBe(changed('num_samples: 3', 'num_samples: 50'));
  expect(set('a: 1\nb: "x" # why\n', ['b'], 'gpt-5-mini')).toBe('a: 1\nb: "gpt-5-mini" # why\n');
  expect(set('a: x # why\n', ['a'], "it's so")).toBe("a: it's so # why\n");
  expect(set('{"a": {"b": 1}}', ['a', 'b'], 2)).toBe('{"a": {"b": 2}}');
  expect(set('a: [1, 2] # why\nb: 1\n', ['a', 1], 3)).toBe('a: [1, 3] # why\nb: 1\n');
});

test('R27 a text keeps its quotes or its block', () => {
  expect(set("a: 'x'\n", ['a'], "it's")).toBe("a: 'it''s'\n");
  expect(set('a: |\n    one\n    two\n# end\n', ['a'], 'one\nthree\n')).toBe(
    'a: |\n    one\n    three\n# end\n',
  );
  expect(set('a: |\n  one\n', ['a'], 'one')).toBe('a: |-\n  one\n');
  expect(set('a: one # why\nb: 1\n', ['a'], 'one\ntwo')).toBe('a: |- # why\n  one\n  two\nb: 1\n');
  expect(set('- one\n- two\n', [0], 'a\nb\n')).toBe('- |\n  a\n  b\n- two\n');
});

test.each([
  ['num_samples: 3\nlist:\n  - a\n', ['seed'], 'num_samples: 3\nseed: 7\nlist:\n  - a\n'],
  ['list:\n  - a\n', ['seed'], 'list:\n  - a\nseed: 7\n'],
  ['a: 1', ['b', 'c'], 'a: 1\nb:\n  c: 7\n'],
  ['a:\nb: 1\n', ['a', 'c', 'd'], 'a:\n  c:\n    d: 7\nb: 1\n'],
  ['a:\nb: 1\n', ['a'], 'a: 7\nb: 1\n'],
  ['a:\n  x: 1 # one\n\n# two\nb: 2\n', ['a', 'y'], 'a:\n  x: 1 # one\n  y: 7\n\n# two\nb: 2\n'],
  ['{"a": 1}', ['b', 'c'], '{"a": 1, "b": {"c": 7}}'],
  ['{}', ['b'], '{"b": 7}'],
  ['', ['b', 'c'], 'b:\n  c: 7\n'],
  ['- id: a\n  name: b\n', [0, 'description'], '- id: a\n  name: b\n  description: 7\n'],
  ['- name: b\n', [0, 'id'], '- id: 7\n  name: b\n'],
  ['a: {id: x} # c\n', ['a', 'name'], 'a: {id: x, name: 7} # c\n'],
  [
    'strategy_params:\n  generated_attributes: []\n',
    ['num_samples'],
    'num_samples: 7\nstrategy_params:\n  generated_attributes: []\n',
  ],
] satisfies [string, Path, string][])('R27 what is missing is added: %j %j', (text, path, after) => {
  expect(set(text, path, 7)).toBe(after);
});

test('R27 a broken text, or a path through a scalar, comes back unchanged', () => {
  expect(set('a: [1\nb', ['a'], 1)).toBe('a: [1\nb');
  expect(set('a: 1\n', ['a', 'b'], 1)).toBe('a: 1\n');
  expect(applyEdit('a: 1\n', { type: 'remove', path: ['b'] })).toBe('a: 1\n');
  expect(applyEdit('a: 1\n', { type: 'move', path: ['a'], from: 0, to: 1 })).toBe('a: 1\n');
});

const list = `# head
items:
  # about a
  - id: a # tail
    n: 1
    # inside a

  # about b
  - id: b
    text: |
      hello

  - id: c
# end
`;

test('R27 an item goes with its comments, the others stay', () => {
  expect(applyEdit(list, { type: 'remove', path: ['items', 1] })).toBe(`# head
items:
  # about a
  - id: a # tail
    n: 1
    # inside a

  - id: c
# end
`);
  expect(applyEdit(list, { type: 'remove', path: ['items', 0] })).toBe(`# head
items:
  # about b
  - id: b
    text: |
      hello

  - id: c
# end
`);
  expect(applyEdit('a: 1\nb:\n  - x\nc: 2\n', { type: 'remove', path: ['b', 0] })).toBe('a: 1\nc: 2\n');
  expect(applyEdit('- id: a\n  name: b\n', { type: 'remove', path: [0, 'id'] })).toBe('- name: b\n');
});

test('R27 an item moves with its comments, and back', () => {
  const moved = applyEdit(list, { type: 'move', path: ['items'], from: 0, to: 2 });
  expect(moved).toBe(`# head
items:
  # about b
  - id: b
    text: |
      hello

  - id: c

  # about a
  - id: a # tail
    n: 1
    # inside a
# end
`);
  expect(applyEdit(moved, { type: 'move', path: ['items'], from: 2, to: 0 })).toBe(list);
});

test('R27 an item is put in with the distance that the list keeps', () => {
  expect(applyEdit(list, { type: 'insert', path: ['items'], value: { id: 'd' } })).toBe(
    list.replace('  - id: c\n', '  - id: c\n\n  - id: d\n'),
  );
  expect(applyEdit('a: []\nb: 1\n', { type: 'insert', path: ['a'], value: 'x' })).toBe('a:\n  - x\nb: 1\n');
  expect(applyEdit('a:\n- x\nb:\n', { type: 'insert', path: ['b'], value: 'y' })).toBe('a:\n- x\nb:\n- y\n');
  expect(applyEdit('[1, 2]', { type: 'insert', path: [], index: 0, value: 3 })).toBe('[3, 1, 2]');
});

test('R27 a copy has an id of its own, its processed text too', () => {
  const copy = applyEdit('- id: a # c\n  postprocessing_params:\n    id: b\n', {
    type: 'duplicate',
    path: [0],
    id: 'a_2',
  });
  expect(copy).toBe(
    '- id: a # c\n  postprocessing_params:\n    id: b\n- id: a_2 # c\n  postprocessing_params:\n    id: b_2\n',
  );
});

test('R27 an alias gives way to the changed value; the other places stay', () => {
  const text = 'a: &x\n  k: 1\n  l: 2\nb: *x\n';
  expect(set(text, ['b', 'k'], 5)).toBe('a: &x\n  k: 1\n  l: 2\nb:\n  k: 5\n  l: 2\n');
});

describe('R28 a new id reaches all that names it', () => {
  const text = `strategy_params:
  sampled_attributes:
    - id: tone # how
      name: Tone
      description: d
      possible_values:
        - {id: calm, name: Calm, description: quiet}
        - {id: loud, name: Loud, description: noisy}
    - {id: topic, name: Topic, description: d, possible_values: [{id: sea, name: S, description: s}]}
  combination_sampling:
    - combination: {tone: calm, topic: sea}
      sample_rate: 0.5
  generated_attributes:
    - id: question
      instruction_messages:
        - role: USER
          content: "A {tone} question, {tone.description}, not {{tone}} nor {tones}"
        - role: USER
          content: >-
            Folded {tone!r:>{tone}}
            and {topic}
      postprocessing_params: {id: clean}
  transformed_attributes:
    - id: chat
      transformation_strategy:
        type: CHAT
        chat_transform:
          messages:
            - {role: USER, content: "{question} {clean}"}
          metadata: {mood: "{tone}"}
  passthrough_attributes: [tone, tone.name, chat]
inference_config: {engine: ECHO, model: {model_name: echo}}
`;
  test('of a sampled attribute', () => {
    const edit: RecipeEdit = {
      type: 'rename',
      path: ['strategy_params', 'sampled_attributes', 0],
      id: 'mood',
    };
    const renamed = applyEdit(text, edit);
    expect(renamed).toBe(
      text
        .replace('id: tone #', 'id: mood #')
        .replace('{tone: calm', '{mood: calm')
        .replace('A {tone} question, {tone.description}', 'A {mood} question, {mood.description}')
        .replace('{tone!r:>{tone}}', '{mood!r:>{mood}}')
        .replace('mood: "{tone}"', 'mood: "{mood}"')
        .replace('[tone, tone.name, chat]', '[mood, mood.name, chat]'),
    );
    expect(applyEdit(renamed, { ...edit, id: 'tone' })).toBe(text);
  });
  test('of a generated attribute and of its processed text', () => {
    const path = ['strategy_params', 'generated_attributes', 0];
    expect(applyEdit(text, { type: 'rename', path, id: 'q' })).toBe(
      text.replace('id: question', 'id: q').replace('{question}', '{q}'),
    );
    expect(applyEdit(text, { type: 'rename', path: [...path, 'postprocessing_params'], id: 'neat' })).toBe(
      text.replace('{id: clean}', '{id: neat}').replace('{clean}', '{neat}'),
    );
  });
  test('of a possible value', () => {
    const path = ['strategy_params', 'sampled_attributes', 0, 'possible_values', 0];
    expect(applyEdit(text, { type: 'rename-value', path, id: 'still' })).toBe(
      text.replace('{id: calm', '{id: still').replace('{tone: calm', '{tone: still'),
    );
  });
  test('of the templates that come along, there and back', () => {
    for (const { yaml } of recipeTemplates) {
      const { draft } = readRecipe(yaml);
      for (const list of ['sampled_attributes', 'generated_attributes', 'transformed_attributes'] as const) {
        for (const [index, attribute] of (draft.strategy_params?.[list] ?? []).entries()) {
          const path = ['strategy_params', list, index];
          const renamed = applyEdit(yaml, { type: 'rename', path, id: 'other_name' });
          expect(readRecipe(renamed).diagnostics).toEqual(readRecipe(yaml).diagnostics);
          expect(applyEdit(renamed, { type: 'rename', path, id: attribute?.id ?? '' })).toBe(yaml);
        }
      }
    }
  });
});

const word = fc.stringMatching(/^[a-z]{1,5}$/);
const text = fc.oneof(
  word,
  fc.string({ maxLength: 12 }),
  fc.string({ maxLength: 8, unit: 'grapheme' }),
  fc.constantFrom(
    'yes',
    '012',
    '1e3',
    '~',
    '',
    ' x',
    'a: b',
    '- a',
    '{x}',
    '#1',
    "it's",
    'say "no"',
    '\\d',
    '${x}',
    'null',
    '<<',
  ),
  fc
    .array(fc.constantFrom('line', ' indented', '', '  ', '# no comment', '{a}', 'tab\tbed'), {
      maxLength: 5,
    })
    .map((lines) => lines.join('\n')),
);
const scalar: fc.Arbitrary<PlainValue> = fc.oneof(
  text,
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
  fc
    .double({ noNaN: true, noDefaultInfinity: true })
    .filter((n) => !Object.is(n, -0) && Math.abs(n) < 2 ** 53),
);
const { value: plainValue } = fc.letrec<{ value: PlainValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', maxDepth: 4 },
    scalar,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(
      fc.oneof(
        word,
        text.filter((key) => key !== '__proto__'),
      ),
      tie('value'),
      { maxKeys: 4 },
    ),
  ),
}));

/** What a text says, with what a YAML of ours can't tell apart made equal. */
function read(yaml: string): PlainValue {
  const document = readDocument(yaml);
  expect(document.syntaxErrors).toEqual([]);
  return plainValueOf(document, document.root);
}

type Place = { path: Path; value: PlainValue };

function placesIn(value: PlainValue, path: Path = []): Place[] {
  const inner = isPlainList(value)
    ? value.flatMap((item, index) => placesIn(item, [...path, index]))
    : isPlainMap(value)
      ? Object.entries(value).flatMap(([key, item]) => placesIn(item, [...path, key]))
      : [];
  return [{ path, value }, ...inner];
}

/** The texts that edits are tried on: written by ourselves, with comments, and as JSON. */
function writings(value: PlainValue): string[] {
  const own = set('', ['root'], value);
  const commented = own
    .split('\n')
    .map((line) => (/^ *[a-z]+: [a-z]+$/.test(line) ? `${line} # said` : line))
    .join('\n');
  return [
    own,
    `# head\n${commented}# end\n`,
    JSON.stringify({ root: value }, null, 2),
    own.replaceAll('\n', '\r\n'),
  ];
}

test('R27 whatever is written reads as the same value', () => {
  fc.assert(
    fc.property(plainValue, (value) => {
      expect(read(set('', ['root'], value))).toEqual({ root: value });
    }),
    { seed: 1, numRuns: 300 },
  );
});

test('R27 an edit changes just its value, in any writing, and no line elsewhere', () => {
  fc.assert(
    fc.property(plainValue, plainValue, fc.nat(), fc.nat(), (value, next, which, other) => {
      for (const yaml of writings(value)) {
        const before = read(yaml);
        const places = placesIn(before).filter(({ path }) => path.length > 0);
        const place = places[which % places.length];
        if (place === undefined) continue;
        const { path } = place;
        expect(read(set(yaml, path, next))).toEqual(changePlainValue(before, path, () => next));

        const lists = places.filter((one) => isPlainList(one.value) && one.value.length > 0);
        const list = lists[other % lists.length];
        if (list === undefined || !isPlainList(list.value)) continue;
        const at = which % list.value.length;
        const to = other % list.value.length;
        const items = list.value;
        expect(read(applyEdit(yaml, { type: 'insert', path: list.path, index: at, value: next }))).toEqual(
          changePlainValue(before, list.path, () => items.toSpliced(at, 0, next)),
        );
        const moved = applyEdit(yaml, { type: 'move', path: list.path, from: at, to });
        expect(read(moved)).toEqual(
          changePlainValue(before, list.path, () =>
            items.toSpliced(at, 1).toSpliced(to, 0, items[at] ?? null),
          ),
        );
        const back = applyEdit(moved, { type: 'move', path: list.path, from: to, to: at });
        // A list that begins on the line of another's dash is written anew.
        if (yaml.includes('- - ')) expect(read(back)).toEqual(before);
        else expect(back).toBe(yaml);
        if (items.length > 1) {
          expect(read(applyEdit(yaml, { type: 'remove', path: [...list.path, at] }))).toEqual(
            changePlainValue(before, list.path, () => items.toSpliced(at, 1)),
          );
        }
      }
    }),
    { seed: 2, numRuns: 120 },
  );
});

test('R27 a text that is typed sign by sign, blanks and line breaks too, is read back at each key', () => {
  const path = ['strategy_params', 'generated_attributes', 1, 'instruction_messages', 1, 'content'];
  const contentOf = (text: string) =>
    readRecipe(text).draft.strategy_params?.generated_attributes?.[1]?.instruction_messages?.[1]?.content;
  const typed = fc.string({ unit: fc.constantFrom('a', ' ', '\n', 'b\n', '# ', '- '), maxLength: 14 });
  fc.assert(
    fc.property(typed, (end) => {
      let text = sampleRecipe;
      const whole = `Question: ${end}`;
      for (let length = 'Question:'.length; length <= whole.length; length++) {
        const value = whole.slice(0, length);
        text = applyEdit(text, { type: 'set', path, value });
        expect(contentOf(text)).toBe(value);
      }
      expect(text.endsWith(sampleRecipe.slice(sampleRecipe.indexOf('inference_config')))).toBe(true);
    }),
  );
});

test.each<[string, string, (number | undefined)[], string]>([
  [
    'numbers are replaced',
    '- id: a\n  r: 0.5 # why\n- {id: b, r: 0.5}\n',
    [0.25, 0.75],
    '- id: a\n  r: 0.25 # why\n- {id: b, r: 0.75}\n',
  ],
  [
    'missing ones are added',
    '- id: a\n- {id: b}\n- id: c\n  n: x',
    [0.25, 0.5, 0.25],
    '- id: a\n  r: 0.25\n- {id: b, r: 0.5}\n- id: c\n  n: x\n  r: 0.25',
  ],
  [
    'they are taken out',
    '- id: a\n  r: 0.5\n  n: x\n- {id: b, r: 0.5}\n',
    [undefined, undefined],
    '- id: a\n  n: x\n- {id: b}\n',
  ],
  [
    'what is alike stays',
    '- {id: a, r: .5}\n- {id: b, r: 0.5}\n',
    [undefined, 0.5],
    '- {id: a}\n- {id: b, r: 0.5}\n',
  ],
  [
    'quoted ones and first keys are done one by one',
    '- r: 0.5\n  id: a\n- {id: b, r: "0.5"}\n',
    [undefined, 0.5],
    '- id: a\n- {id: b, r: 0.5}\n',
  ],
  ['in JSON', '{"v": [{"id": "a"}]}', [0.5], '{"v": [{"id": "a", "r": 0.5}]}'],
])('R27 numbers of all items at once: %s', (_, text, values, after) => {
  const isJson = text.startsWith('{');
  const whole = isJson ? text : `v:\n${text.replaceAll(/^/gm, '  ').replace(/ +$/, '')}`;
  const expected = isJson ? after : `v:\n${after.replaceAll(/^/gm, '  ').replace(/ +$/, '')}`;
  expect(applyEdit(whole, { type: 'set-each', path: ['v'], key: 'r', values })).toBe(expected);
});

test.each([
  ['a: 1\nb:\n  - x # why\n\n# end\n', 'a: 1\nb:\n  - x # why\n  - y\n  - id: z\n    n: 1\n\n# end\n'],
  ['b: [x]\n', 'b: [x, y, {id: z, n: 1}]\n'],
  ['a: 1\n', 'a: 1\nb:\n  - y\n  - id: z\n    n: 1\n'],
])('R27 several items are put behind the last: %j', (text, after) => {
  expect(applyEdit(text, { type: 'insert-all', path: ['b'], values: ['y', { id: 'z', n: 1 }] })).toBe(after);
});

test.each([
  ['b:\n  # first\n  - x\n  - y # why\n  - z\n', 'b:\n  - y # why\n'],
  ['b: [x, y, z]\n', 'b: [y]\n'],
])('R27 several items are taken out: %j', (text, after) => {
  expect(applyEdit(text, { type: 'remove-all', path: ['b'], indices: [0, 2, 0] })).toBe(after);
});

test('R27 all at once is the same as one by one', () => {
  const recipe = recipeTemplates.find(({ id }) => id === 'banking77-intents')?.yaml ?? '';
  const path = ['strategy_params', 'sampled_attributes', 1, 'possible_values'];
  const rates = fc.array(fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined }), {
    minLength: 5,
    maxLength: 5,
  });
  const draftOf = (text: string) =>
    readRecipe(text).draft.strategy_params?.sampled_attributes?.[1]?.possible_values;
  fc.assert(
    fc.property(rates, (values) => {
      const all = draftOf(applyEdit(recipe, { type: 'set-each', path, key: 'sample_rate', values }));
      expect(all?.slice(0, 5).map((value) => value?.sample_rate)).toEqual(values);
      expect(all?.slice(5)).toEqual(draftOf(recipe)?.slice(5));
    }),
    { numRuns: 20 },
  );
});
