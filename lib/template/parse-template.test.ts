import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseTemplate, type TemplateProblem } from '@/lib/template/parse-template';
import { references } from '@/lib/template/template';

function problems(text: string): TemplateProblem[] {
  const parsed = parseTemplate(text);
  return parsed.ok ? [] : parsed.problems;
}

/** The text with every fix in place. */
function fixed(text: string): string {
  return problems(text).reduceRight(
    (result, { start, end, fix }) =>
      fix === undefined ? result : result.slice(0, start) + fix + result.slice(end),
    text,
  );
}

function placeholders(text: string): string[] {
  const parsed = parseTemplate(text);
  return parsed.ok ? references(parsed.template).map(({ name }) => name) : ['not a template'];
}

test('T1 a placeholder knows its place, and the place of its name', () => {
  const text = 'Use { tone.description !r:>8} now';
  const parsed = parseTemplate(text);
  const [reference] = parsed.ok ? references(parsed.template) : [];
  expect(reference?.field).toMatchObject({
    text: ' tone.description !r:>8',
    name: 'tone',
    path: [{ type: 'attribute', name: 'description' }],
    conversion: 'r',
    spec: '>8',
  });
  expect(reference && text.slice(reference.field.start, reference.field.end)).toBe(
    '{ tone.description !r:>8}',
  );
  expect(reference && text.slice(reference.start, reference.end)).toBe('tone');
});

test('T7 a placeholder in a format is a reference at its own place', () => {
  const text = 'a {x!r:{fill}>{ n.k }} b';
  const parsed = parseTemplate(text);
  const used = parsed.ok ? references(parsed.template) : [];
  expect(
    used.map(({ name, start, end, field }) => [
      name,
      text.slice(start, end),
      text.slice(field.start, field.end),
    ]),
  ).toEqual([
    ['x', 'x', '{x!r:{fill}>{ n.k }}'],
    ['fill', 'fill', '{fill}'],
    ['n', 'n', '{ n.k }'],
  ]);
});

test('T3 a name may hold blanks, so only the recipe can tell that code was meant literally', () => {
  expect(placeholders('{ return 1; }')).toEqual(['return 1;']);
});

test('T2 doubled braces are literal, also around a placeholder', () => {
  const parsed = parseTemplate('{{literal}} {{{name}}}');
  expect(parsed.ok && parsed.template.parts.map(({ text }) => text)).toEqual(['{literal} {', 'name', '}']);
});

test.each([
  ['{ name }', ['name']],
  ['{\n few[0].q }', ['few']],
  ['{my id} {a-b} {é}', ['my id', 'a-b', 'é']],
  ['${name}', ['name']],
  ['{a}{a}', ['a', 'a']],
  ['no braces', []],
  ['', []],
])('T3 %j names %j', (text, names) => {
  expect(placeholders(text)).toEqual(names);
});

test.each<[string, string, string]>([
  ['{"a": 1}', 'unescaped-braces', '{{"a": 1}}'],
  ['{"zkey": "{name}"}', 'unescaped-braces', '{{"zkey": "{name}"}}'],
  [
    'x {\n "a": {"b": [{ name }, {}]}\n} y',
    'unescaped-braces',
    'x {{\n "a": {{"b": [{ name }, {{}}]}}\n}} y',
  ],
  ['{"a": "{{x}}"}', 'unescaped-braces', '{{"a": "{{x}}"}}'],
  ['{key: {name}}', 'unescaped-braces', '{{key: {name}}}'],
  ['{}', 'empty-field', '{{}}'],
  ['{ }', 'empty-field', '{{ }}'],
  ['{:>5}', 'empty-field', '{{:>5}}'],
  ['{[0]}', 'empty-field', '{{[0]}}'],
  ['{0}', 'positional-field', '{{0}}'],
  ['{0.name}', 'positional-field', '{{0.name}}'],
  ['a { b', 'lone-brace', 'a {{ b'],
  ['a } b', 'lone-brace', 'a }} b'],
  ['{"a": 1', 'lone-brace', '{{"a": 1'],
  ['{name', 'lone-brace', '{{name'],
  ['{name!', 'lone-brace', '{{name!'],
  ['{ {name} }', 'lone-brace', '{{ {name} }}'],
])('T4 %j is %s, mended to %j', (text, code, mended) => {
  expect(problems(text)[0]?.code).toBe(code);
  expect(fixed(text)).toBe(mended);
  expect(placeholders(fixed(text))).not.toContain('not a template');
});

test.each([
  ['{name!x}', 'unknown-conversion', '!x'],
  ['{name!rr}', 'unknown-conversion', 's, r or a'],
  ['{name!}', 'unknown-conversion', 's, r or a'],
  ['{x:{y:{z}}}', 'nested-spec', 'holds another'],
  ['{x:{}}', 'nested-spec', '{width}'],
  ['{x:5.}', 'bad-spec', '5.'],
  ['{x:q}', 'bad-spec', '"q"'],
  ['{x:,_}', 'bad-spec', 'both'],
  ['{x:10001}', 'bad-spec', '10000'],
  ['{x:.10001f}', 'bad-spec', '10000'],
  ['{x.}', 'bad-field', 'point'],
  ['{x[]}', 'bad-field', 'brackets'],
  ['{x[0}', 'bad-field', ']'],
  ['{x[0]y}', 'bad-field', 'after'],
])('T5 %j is %s and the message says %j', (text, code, named) => {
  const [problem] = problems(text);
  expect(problem).toMatchObject({ code, start: 0, end: text.length });
  expect(problem?.message).toContain(named);
});

test('T5 all problems of a text are found', () => {
  expect(problems('{} a {0} b } c {x!z} {ok}').map(({ code, start }) => [code, start])).toEqual([
    ['empty-field', 0],
    ['positional-field', 5],
    ['lone-brace', 11],
    ['unknown-conversion', 15],
  ]);
});

test('T4 the fix makes any JSON literal', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const json = JSON.stringify(value).replace(/(?<=[{}])(?=[{}])/g, ' ');
      fc.pre(!hasBracesInTexts(value));
      const parsed = parseTemplate(fixed(json));
      expect(parsed.ok && parsed.template.parts.map(({ text }) => text).join('')).toBe(json);
    }),
    { seed: 7, numRuns: 500 },
  );
});

function hasBracesInTexts(value: unknown): boolean {
  return JSON.stringify(value, (_, item: unknown) => item)
    .replace(/"(?:[^"\\]|\\.)*"/g, (text) => (/[{}]/.test(text) ? '@' : ''))
    .includes('@');
}

test('T5 a hostile text is refused quickly', () => {
  for (const text of [
    '{'.repeat(100_001),
    '{ '.repeat(100_000),
    '{"'.repeat(100_000),
    '}'.repeat(99_999),
    '{['.repeat(50_000),
  ]) {
    expect(problems(text).length).toBeGreaterThan(0);
  }
});
