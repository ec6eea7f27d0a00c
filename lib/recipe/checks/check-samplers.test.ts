import { describe, expect, test } from 'vitest';
import { applyEdit } from '../edit/apply-edit';
import { applyFix } from '../edit/apply-fix';
import { readRecipe } from '../read-recipe';
import { dataSpec, sourceKey } from '../sources/source-spec';

const list = 'strategy_params.sampled_attributes';

function recipe(attribute: string, more = ''): string {
  return `strategy_params:
  sampled_attributes:
    - id: shelf
      name: Shelf
      description: Where it lies
      possible_values:
        - {id: garden, name: Garden, description: Outside}
        - {id: kitchen, name: Kitchen, description: Inside}
    - id: it
      name: It
      description: What is drawn
${attribute.replace(/^/gm, '      ')}
${more}
inference_config: {engine: ECHO, model: {model_name: echo}}
`;
}

/** The problems of an attribute with this sampler, without the path that they all begin with. */
function problems(sampler: string): string[] {
  return readRecipe(recipe(`sampler: ${sampler}`)).diagnostics.map(({ message }) =>
    message.replace(`${list}.it.`, ''),
  );
}

test.each([
  '{type: integer, min: 1, max: 6}',
  '{type: INTEGER, distribution: NORMAL, mean: 5, deviation: 2}',
  '{type: float, min: 0, max: 1, decimals: 2}',
  '{type: boolean}',
  '{type: datetime, start: 2026-01-01, end: 2026-12-31, step: 1w, format: "%d.%m.%Y"}',
  '{type: uuid}',
  '{type: pattern, pattern: "[A-Z]{2}-\\\\d{4}"}',
  '{type: person, locale: de_AT, sex: female}',
  '{type: email}',
  '{type: phone, locale: fr}',
  '{type: address}',
  '{type: faker, method: company.name}',
  '{type: file, path: cities.csv, column: city}',
])('R80 %s is in order', (sampler) => {
  expect(problems(sampler)).toEqual([]);
});

describe('R81 what is wrong with a sampler is told with field, value and way out', () => {
  test.each([
    ['{type: integer, min: 7, max: 6}', 'sampler.max: must be at least min, 7, but is 6'],
    ['{type: integer, min: 0.5, max: 6}', 'sampler.min: must be a whole number for INTEGER, but is 0.5'],
    ['{type: integer, max: 6}', 'sampler.min: is missing: a uniform number needs both ends'],
    [
      '{type: integer, min: 1, max: 6, mean: 3}',
      'sampler.mean: goes with distribution NORMAL. Write that too, or take this out',
    ],
    [
      '{type: float, min: 0, max: 1, distribution: normal, mean: 90, deviation: 1}',
      'sampler.mean: 90 lies so far from min and max that nothing is left of the distribution. Move it, or widen them',
    ],
    [
      '{type: float, min: 0.41, max: 0.49, decimals: 1}',
      'sampler.max: leaves no number with 1 decimals between min, 0.41, and 0.49',
    ],
    ['{type: boolean, rate: 1.5}', 'sampler.rate: must be between 0 and 1, but is 1.5'],
    [
      '{type: datetime, start: 2026-02-30, end: 2026-03-01}',
      'sampler.start: "2026-02-30" is no day or time. Write it as 2026-01-31 or 2026-01-31T08:30:00',
    ],
    [
      '{type: datetime, start: 2026-03-01, end: 2026-01-01}',
      'sampler.end: must not be before start, 2026-03-01, but is 2026-01-01',
    ],
    [
      '{type: datetime, start: 2026-01-01, end: 2026-03-01, step: 5 years}',
      'sampler.step: "5 years" is not how far times lie apart. Write a number above 0 and s, m, h, d or w, such as 15m',
    ],
    [
      '{type: datetime, start: 2026-01-01, end: 2026-03-01, format: "%Q"}',
      'sampler.format: %Q is not known. Known are %Y %y %m %d %H %I %M %S %p %B %b %A %a %j and %%',
    ],
    [
      '{type: pattern, pattern: "[A-Z]+"}',
      'sampler.pattern: No text can be drawn by this: *, + and {n,} have no end: write how often at most, such as {1,8}',
    ],
    [
      '{type: pattern, pattern: "^A$"}',
      'sampler.pattern: No text can be drawn by this: anchors such as ^, $ and \\b are not for drawing: the pattern is the whole text, so leave them out',
    ],
    [
      '{type: pattern, pattern: "(?:a{900}){900}"}',
      'sampler.pattern: No text can be drawn by this: the text could be 810000 characters long; at most 1000 are drawn. Repeat less often',
    ],
    ['{type: person, min_age: 50, max_age: 40}', 'sampler.max_age: must be at least min_age, 50, but is 40'],
    ['{type: uuid, min: 1}', 'sampler.min: is no key of the sampler UUID. It takes no other key'],
    ['{type: boolean, locale: de}', 'sampler.locale: is no key of the sampler BOOLEAN. It takes rate'],
    ['{type: faker}', 'sampler.method: is missing: the sampler FAKER needs it'],
    [
      '{type: faker, method: helpers.fake}',
      'sampler.method: faker can\'t be asked for "helpers.fake" here. Write module.method; modules are airline',
    ],
    [
      '{type: faker, method: phone.fax}',
      'sampler.method: faker can\'t be asked for "phone.fax" here. Of phone there are imei, number',
    ],
    [
      '{type: faker, method: person.prefix, locale: ru}',
      'sampler.method: faker has no person.prefix for the locale ru. Take another locale or method',
    ],
    [
      '{type: email, locale: xx}',
      'sampler.locale: There are no names and places of "xx". Known are af_ZA, ar',
    ],
    ['{type: file, path: a.pdf, column: x}', 'sampler.path: "a.pdf" is of format pdf.'],
    ['{min: 1}', 'sampler.type: is missing'],
    ['{type: dice}', 'sampler.type: "dice" is not one of INTEGER, FLOAT, BOOLEAN'],
  ])('%s', (sampler, message) => {
    const found = problems(sampler);
    expect(found.filter((one) => one.startsWith(message))).toHaveLength(1);
    expect(found).toHaveLength(1);
  });

  test('a file has the columns that are named', () => {
    const facts = {
      canReadPaths: true,
      columnsOf: (key: string) =>
        key === sourceKey(dataSpec({ path: 'cities.csv' })) ? ['city', 'people'] : undefined,
    };
    const text = recipe('sampler: {type: file, path: cities.csv, column: citty, weight_column: people}');
    const { diagnostics } = readRecipe(text, facts);
    expect(diagnostics).toMatchObject([
      {
        code: 'missing-column',
        message: expect.stringContaining('has no column "citty". It has city, people') as string,
      },
    ]);
    expect(diagnostics[0]?.fixes[0]?.title).toBe('Replace it with city');
  });
});

test('R80 an attribute has possible values or a sampler, not both and not neither', () => {
  const codes = (attribute: string) => readRecipe(recipe(attribute)).diagnostics.map(({ code }) => code);
  const values = 'possible_values: [{id: a, name: A, description: A}]';
  expect(codes('')).toEqual(['missing-field']);
  expect(codes('possible_values: ~')).toEqual(['missing-field']);
  expect(codes('possible_values: ~\nsampler: {type: uuid}')).toEqual([]);
  expect(codes(`${values}\nsampler: {type: uuid}`)).toEqual(['values-or-sampler']);
  expect(codes('sampler: {type: uuid}\ndepends_on: {attribute: shelf, values: {garden: [a]}}')).toContain(
    'values-or-sampler',
  );
});

describe('R82 chances that depend on another attribute name what is there', () => {
  const values = 'possible_values: [{id: rake, name: R, description: R}, {id: pan, name: P, description: P}]';
  test.each([
    ['{attribute: shelf, weights: {garden: {rake: 1}}, values: {kitchen: [pan]}}', null],
    ['{attribute: shelff, values: {garden: [rake]}}', 'attribute: "shelff" is no sampled attribute'],
    ['{attribute: it, values: {rake: [rake]}}', 'attribute: it depends on itself'],
    [
      '{attribute: shelf, values: {gardn: [rake]}}',
      'values.gardn: "gardn" is no value of shelf. It has garden, kitchen',
    ],
    ['{attribute: shelf, values: {garden: [rak]}}', 'values.garden[0]: "rak" is no value of this attribute'],
    [
      '{attribute: shelf, weights: {garden: {rak: 1}}}',
      'weights.garden.rak: "rak" is no value of this attribute',
    ],
    ['{attribute: shelf, weights: {garden: {rake: 0}}}', 'weights.garden: All weights for garden are 0'],
    [
      '{attribute: shelf, weights: {garden: {rake: -1}}}',
      'weights.garden.rake: must be at least 0, but is -1',
    ],
    [
      '{attribute: shelf, weights: {garden: {rake: 1}}, values: {garden: [pan]}}',
      'values.garden: garden has weights too. Take one of the two out',
    ],
    ['{attribute: shelf}', 'weights: says nothing'],
  ])('%s', (depends, message) => {
    const { diagnostics } = readRecipe(recipe(`${values}\ndepends_on: ${depends}`));
    if (message === null) return expect(diagnostics).toEqual([]);
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0]?.message).toContain(`${list}.it.depends_on.${message}`);
  });

  test('a cycle is told with all that are on it', () => {
    const text = recipe(`${values}\ndepends_on: {attribute: shelf, values: {garden: [rake]}}`).replace(
      'description: Where it lies\n',
      'description: Where it lies\n      depends_on: {attribute: it, values: {rake: [garden]}}\n',
    );
    const messages = readRecipe(text).diagnostics.map(({ message }) => message);
    expect(messages).toHaveLength(2);
    expect(messages[0]).toContain('shelf depends on it depends on shelf: none of them can be drawn first');
  });

  test('an attribute without a list of values is none to depend on', () => {
    const text = recipe(`${values}\ndepends_on: {attribute: age, values: {'3': [rake]}}`).replace(
      '    - id: it\n',
      '    - {id: age, name: A, description: A, sampler: {type: integer, min: 1, max: 9}}\n    - id: it\n',
    );
    expect(readRecipe(text).diagnostics[0]?.message).toContain('age has no list of values');
  });
});

test('R83 a combination names attributes that are drawn from a list by themselves', () => {
  const more = '  combination_sampling: [{combination: {shelf: garden, it: rake}, sample_rate: 0.1}]';
  const message = (attribute: string) => readRecipe(recipe(attribute, more)).diagnostics[0]?.message;
  expect(message('sampler: {type: uuid}')).toContain(
    "it has a sampler and no list of values, so it can't be part",
  );
  const values = 'possible_values: [{id: rake, name: R, description: R}]';
  const dependent = recipe(`${values}\ndepends_on: {attribute: shelf, values: {garden: [rake]}}`, more);
  const [problem] = readRecipe(dependent).diagnostics;
  expect(problem?.message).toContain('it depends on shelf: its chances there and an exact share here');
  expect(problem?.message).toContain('Weigh its values under depends_on, for each value of shelf');
  // Of two attributes none can be left out, so only one way is a press away, and it mends the recipe.
  expect(problem?.fixes.map(({ title }) => title)).toEqual(['Take depends_on out of it']);
  const mended = problem?.fixes[0] === undefined ? '' : applyFix(dependent, problem.fixes[0]);
  expect(readRecipe(mended).diagnostics).toEqual([]);
});

describe('R84 placeholders take what a sampler gives', () => {
  const prompt = (field: string) => `  generated_attributes:
    - id: text
      instruction_messages: [{role: USER, content: "${field}"}]`;
  test.each([
    ['{type: person}', '{it} {it.first_name} {it[email]} {it.age:03d}', null],
    ['{type: person}', '{it.frist_name}', 'it has no .frist_name; did you mean "first_name"?'],
    ['{type: integer, min: 1, max: 6}', '{it:04d} {it}', null],
    ['{type: integer, min: 1, max: 6}', '{it.description}', 'it is a number and has no .description'],
    ['{type: float, min: 1, max: 6}', '{it:.2f}', null],
    ['{type: faker, method: airline.airport}', '{it.iataCode}', null],
  ])('%s in %s', (sampler, field, message) => {
    const { diagnostics } = readRecipe(recipe(`sampler: ${sampler}`, prompt(field)));
    if (message === null) expect(diagnostics).toEqual([]);
    else expect(diagnostics[0]?.message).toContain(message);
  });

  test('parts can be columns', () => {
    const output = (name: string) =>
      readRecipe(recipe('sampler: {type: person}', `  passthrough_attributes: [it, ${name}]`)).diagnostics;
    expect(output('it.email')).toEqual([]);
    expect(output('it.mail')).toMatchObject([{ code: 'unknown-passthrough' }]);
  });
});

test.each([
  'sampler: {type: integer, min: 7, max: 6}',
  'sampler: {type: integer, min: 1.5, max: 6}',
  'sampler: {type: uuid, min: 1}',
  'sampler:\n  type: boolean\n  # not for booleans\n  locale: de',
  'sampler: {type: integer, min: 1, max: 6, mean: 3}',
  'sampler: {type: email, locale: de-DE}',
  'sampler: {type: faker, method: names.firstName}',
  'possible_values: [{id: rake, name: R, description: R}]\nsampler: {type: uuid}',
  'possible_values: [{id: rake, name: R, description: R}]\ndepends_on: {attribute: shelv, values: {garden: [rake]}}',
  'possible_values: [{id: rake, name: R, description: R}]\ndepends_on: {attribute: shelf, values: {garde: [rake]}}',
  'possible_values: [{id: rake, name: R, description: R}]\ndepends_on: {attribute: shelf, weights: {garden: {rakee: 1}}}',
])('R24 fixes mend: %s', (attribute) => {
  const text = recipe(attribute);
  const { diagnostics } = readRecipe(text);
  expect(diagnostics).toHaveLength(1);
  expect(diagnostics[0]?.fixes.length).toBeGreaterThan(0);
  for (const fix of diagnostics[0]?.fixes ?? []) {
    expect(readRecipe(applyFix(text, fix)).diagnostics).toEqual([]);
  }
});

describe('R85 names reach depends_on', () => {
  const attribute = `possible_values: [{id: rake, name: R, description: R}, {id: pan, name: P, description: P}]
depends_on:
  attribute: shelf
  weights: {garden: {rake: 2, pan: 1}}
  values: {kitchen: [pan]}`;
  const at = (index: number) => ['strategy_params', 'sampled_attributes', index];
  test.each([
    [{ type: 'rename', path: at(0), id: 'room' }, 'attribute: room'],
    [{ type: 'rename-value', path: [...at(0), 'possible_values', 0], id: 'yard' }, 'weights: {yard: {rake'],
    [{ type: 'rename-value', path: [...at(1), 'possible_values', 1], id: 'wok' }, 'values: {kitchen: [wok]}'],
  ] as const)('%j', (edit, expected) => {
    const after = applyEdit(recipe(attribute), edit);
    expect(after).toContain(expected);
    expect(readRecipe(after).diagnostics).toEqual([]);
  });
});
