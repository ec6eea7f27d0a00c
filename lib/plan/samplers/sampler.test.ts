import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { encodeJson } from '@/lib/dataset/json';
import { loadFaker } from '@/lib/random/faker/counted-faker';
import { readRecipe } from '@/lib/recipe/read-recipe';
import type { Recipe } from '@/lib/recipe/schema';
import { dataSpec, sourceKey } from '@/lib/recipe/sources/source-spec';
import { noTables, tableOf, type SourceTables } from '@/lib/sources/source-table';
import { isDict, type Value } from '@/lib/util/value';
import { compileRecipe } from '../compile';
import { isWaiting, planRow } from '../plan-row';
import { finishRow } from '../row';
import { cellOf } from '../row-value';

beforeAll(() => loadFaker(['en', 'de', 'ja', 'en_US']));

type Attribute = { id: string } & Record<string, unknown>;

function recipeOf(attributes: readonly Attribute[], more: Record<string, unknown> = {}): Recipe {
  const { recipe, diagnostics } = readRecipe(
    JSON.stringify({
      strategy_params: {
        sampled_attributes: attributes.map((one) => ({ name: one.id, description: one.id, ...one })),
        ...more,
      },
      inference_config: { engine: 'ECHO', model: { model_name: 'm' } },
    }),
  );
  if (recipe === null) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return recipe;
}

/** The values of an attribute in the first rows, as they stand in a file. */
function drawn(sampler: Record<string, unknown>, rows = 5, seed = 7, tables?: SourceTables): string[] {
  const compiled = compileRecipe(recipeOf([{ id: 'it', sampler }]), tables);
  return range(rows).map((row) => encodeJson(cellOf(planRow(compiled, seed, row).get('it'))));
}

/** A scalar as text. */
function textOf(value: Value | undefined): string {
  return typeof value === 'string' ? value : encodeJson(value);
}

function values(sampler: Record<string, unknown>, rows: number, seed = 7): Value[] {
  const compiled = compileRecipe(recipeOf([{ id: 'it', sampler }]));
  return range(rows).map((row) => cellOf(planRow(compiled, seed, row).get('it')) ?? null);
}

const range = (count: number) => Array.from({ length: count }, (_, index) => index);

describe('P20 what samplers draw for a seed never changes', () => {
  test.each([
    { type: 'integer', min: 1, max: 6 },
    { type: 'integer', min: 0, max: 100, distribution: 'normal', mean: 50, deviation: 15 },
    { type: 'float', min: -1, max: 1 },
    { type: 'float', min: 0, max: 10, decimals: 1 },
    { type: 'float', distribution: 'normal', mean: 0, deviation: 1 },
    { type: 'boolean', rate: 0.3 },
    { type: 'datetime', start: '2026-01-01', end: '2026-12-31' },
    { type: 'datetime', start: '2026-01-01T00:00:00Z', end: '2026-01-02', step: '15m' },
    { type: 'datetime', start: '2024-02-01', end: '2024-03-31', format: '%a %d %B %Y' },
    { type: 'uuid' },
    { type: 'pattern', pattern: '[A-Z]{2}-\\d{3,5}(?:/(?:new|old))?' },
    { type: 'person' },
    { type: 'person', locale: 'ja', sex: 'female', min_age: 30, max_age: 31 },
    { type: 'email' },
    { type: 'phone', locale: 'de' },
    { type: 'address', locale: 'en_US' },
    { type: 'faker', method: 'commerce.productName' },
    { type: 'faker', method: 'date.past', locale: 'de' },
    { type: 'faker', method: 'airline.airport' },
  ])('$type $method $distribution $locale', (sampler) => {
    expect(drawn(sampler, 3)).toMatchSnapshot();
  });
});

/** Fails when a count is further from what is expected than four standard deviations. */
function expectWithin(count: number, chance: number, rows: number): void {
  const deviation = Math.sqrt(rows * chance * (1 - chance));
  expect(Math.abs(count - rows * chance)).toBeLessThanOrEqual(4 * deviation + 1e-9);
}

describe('P21 numbers come as they are asked for', () => {
  test('each whole number as often as the others, both ends among them', () => {
    const rows = 12_000;
    const found = values({ type: 'integer', min: -2, max: 3 }, rows);
    for (const number of [-2, -1, 0, 1, 2, 3]) {
      expectWithin(found.filter((one) => one === number).length, 1 / 6, rows);
    }
  });

  test('numbers with decimals lie on their grid, both ends as often as the others', () => {
    const rows = 9000;
    const found = drawn({ type: 'float', min: 0.1, max: 0.3, decimals: 1 }, rows);
    for (const text of ['0.1', '0.2', '0.3']) {
      expectWithin(found.filter((one) => one === text).length, 1 / 3, rows);
    }
  });

  test('a float that is whole stays a float', () => {
    expect(new Set(drawn({ type: 'float', min: 1, max: 2, decimals: 0 }, 50))).toEqual(
      new Set(['1.0', '2.0']),
    );
  });

  test('a normal distribution has its shares, also where min and max cut it', () => {
    const rows = 10_000;
    const found = values(
      { type: 'float', distribution: 'normal', mean: 10, deviation: 2, min: 10, max: 14 },
      rows,
    ).map(Number);
    // Between 10 and 12 lies one deviation, between 10 and 14 two: 0.341345 and 0.477250 of the whole.
    expectWithin(found.filter((one) => one < 12).length, 0.341345 / 0.47725, rows);
    expect(Math.min(...found)).toBeGreaterThanOrEqual(10);
    expect(Math.max(...found)).toBeLessThanOrEqual(14);
  });

  test('booleans have their rate', () => {
    const rows = 10_000;
    expectWithin(
      values({ type: 'boolean', rate: 0.2 }, rows).filter((one) => one === true).length,
      0.2,
      rows,
    );
    expect(new Set(values({ type: 'boolean', rate: 0 }, 500))).toEqual(new Set([false]));
  });

  test('bounds hold for any bounds', () => {
    const bound = fc.double({ min: -1e9, max: 1e9, noNaN: true });
    fc.assert(
      fc.property(bound, bound, fc.boolean(), fc.integer({ min: 0, max: 2 ** 40 }), (a, b, isNormal, row) => {
        const [min, max] = [Math.min(a, b), Math.max(a, b)];
        const normal = { distribution: 'normal', mean: (min + max) / 2, deviation: (max - min) / 3 || 1 };
        const sampler = { type: 'float', min, max, ...(isNormal && normal) };
        const { recipe } = readRecipe(JSON.stringify(bare(sampler)));
        if (recipe === null) return;
        const value = planRow(compileRecipe(recipe), 3, row).get('it');
        const number = Number(encodeJson(cellOf(value)));
        expect(number).toBeGreaterThanOrEqual(min);
        expect(number).toBeLessThanOrEqual(max);
      }),
      { numRuns: 300, seed: 11 },
    );
  });
});

function bare(sampler: Record<string, unknown>) {
  return {
    strategy_params: { sampled_attributes: [{ id: 'it', name: 'it', description: 'it', sampler }] },
    inference_config: { engine: 'ECHO', model: { model_name: 'm' } },
  };
}

describe('P20 draws are counted', () => {
  const attributes: Attribute[] = [
    { id: 'number', sampler: { type: 'integer', min: 0, max: 1_000_000 } },
    { id: 'who', sampler: { type: 'person' } },
    { id: 'code', sampler: { type: 'pattern', pattern: '\\w{1,9}' } },
    { id: 'place', sampler: { type: 'address', locale: 'de' } },
  ];

  test('the same in any order, and whatever else the recipe has', () => {
    const alone = compileRecipe(recipeOf(attributes));
    const other: Attribute = { id: 'other', sampler: { type: 'person', locale: 'de' } };
    const beside = compileRecipe(recipeOf([other, ...attributes.toReversed()]));
    const row = (compiled: typeof alone, index: number) => {
      const planned = planRow(compiled, 5, index);
      return attributes.map(({ id }) => encodeJson(cellOf(planned.get(id))));
    };
    const forwards = range(60).map((index) => row(alone, index));
    const backwards = range(60)
      .toReversed()
      .map((index) => row(beside, index))
      .toReversed();
    expect(backwards).toEqual(forwards);
  });

  test('another seed draws others', () => {
    const sampler = { type: 'integer', min: 0, max: 1_000_000 };
    expect(drawn(sampler, 5, 1)).not.toEqual(drawn(sampler, 5, 2));
  });
});

describe('P22 parts of a person fit together', () => {
  test.each(['en', 'de', 'ja'])('in %s', (locale) => {
    for (const person of values({ type: 'person', locale, min_age: 20, max_age: 22 }, 40)) {
      if (!isDict(person)) throw new Error('not a person');
      const [name, first, last, sex, age, born, email] = [
        'name',
        'first_name',
        'last_name',
        'sex',
        'age',
        'birth_date',
        'email',
      ].map((part) => person.get(part));
      expect(name).toContain(first);
      expect(name).toContain(last);
      expect(['female', 'male']).toContain(sex);
      expect(age).toBeGreaterThanOrEqual(20);
      expect(age).toBeLessThanOrEqual(22);
      // Somebody of that age on 1 January 2026.
      const birthday = textOf(born).slice(5) === '01-01' ? 0 : 1;
      expect(2026 - Number(textOf(born).slice(0, 4)) - birthday).toBe(age);
      expect(textOf(email)).toMatch(/@example\.(com|net|org)$/);
    }
  });

  test('a postcode is one of its state where faker knows them', () => {
    const alaska = values({ type: 'address', locale: 'en_US' }, 800).filter(
      (one) => isDict(one) && one.get('state') === 'Alaska',
    );
    expect(alaska.length).toBeGreaterThan(3);
    for (const one of alaska) expect(isDict(one) && textOf(one.get('postcode'))).toMatch(/^99[5-9]/);
  });

  test('prompts reach the parts, and columns can be made of them', () => {
    const recipe = recipeOf([{ id: 'who', sampler: { type: 'person' } }], {
      transformed_attributes: [
        {
          id: 'line',
          transformation_strategy: { type: 'STRING', string_transform: '{who}|{who.age:04d}|{who[sex]}' },
        },
      ],
      passthrough_attributes: ['who', 'line', 'who.email'],
    });
    const compiled = compileRecipe(recipe);
    const planned = planRow(compiled, 1, 0);
    const cells = finishRow(compiled, 1, 0, planned);
    const who = planned.get('who');
    if (!(who instanceof Map)) throw new Error('not a person');
    expect(compiled.columns.map(({ name }) => name)).toEqual(['who', 'line', 'who.email']);
    const age = String(who.get('age')).padStart(4, '0');
    expect(cells[1]).toBe(`${String(who.get('name'))}|${age}|${String(who.get('sex'))}`);
    expect(cells[2]).toBe(who.get('email'));
  });
});

describe('P23 values of a file', () => {
  const records = [
    { city: 'Bern', people: '1' },
    { city: 'Basel', people: '3' },
    { city: 'Zug', people: '0' },
  ].map((one) => new Map<string, Value>(Object.entries(one)));
  const file = { type: 'file', path: 'upload:1/cities.csv', column: 'city' };
  const tables: SourceTables = (spec) =>
    sourceKey(spec) === sourceKey(dataSpec({ path: file.path }))
      ? tableOf(['city', 'people'], records)
      : null;

  test('come by their weights', () => {
    const rows = 8000;
    const found = drawn({ ...file, weight_column: 'people' }, rows, 7, tables);
    expectWithin(found.filter((one) => one === '"Basel"').length, 0.75, rows);
    expect(found).not.toContain('"Zug"');
  });

  test('come alike without weights', () => {
    const rows = 9000;
    const found = drawn(file, rows, 7, tables);
    for (const city of ['"Bern"', '"Basel"', '"Zug"']) {
      expectWithin(found.filter((one) => one === city).length, 1 / 3, rows);
    }
  });

  test('a weight that is no number is told with its record', () => {
    const odd: SourceTables = () => tableOf(['city', 'people'], [new Map([['people', 'many']])]);
    expect(() => drawn({ ...file, weight_column: 'people' }, 1, 7, odd)).toThrow(
      'it: record 1 of upload:1/cities.csv has "many" in people: a weight is a number of at least 0',
    );
  });

  test('a file that is not read yet makes a row wait', () => {
    const compiled = compileRecipe(recipeOf([{ id: 'it', sampler: file }]), noTables);
    expect(isWaiting(compiled, planRow(compiled, 1, 0))).toBe(true);
  });
});

test('P20 a locale that is not fetched yet makes a row wait', async () => {
  const compiled = compileRecipe(recipeOf([{ id: 'it', sampler: { type: 'person', locale: 'fr' } }]));
  expect(isWaiting(compiled, planRow(compiled, 1, 0))).toBe(true);
  await loadFaker(['fr']);
  expect(isWaiting(compiled, planRow(compiled, 1, 0))).toBe(false);
});

describe('P24 chances that depend on another attribute', () => {
  const listed = (id: string, ids: string[], more: object = {}): Attribute => ({
    id,
    possible_values: ids.map((value) => ({ id: value, name: value, description: value })),
    ...more,
  });
  const shelf = listed('shelf', ['garden', 'kitchen', 'other']);
  const thing = listed('thing', ['rake', 'hose', 'pan'], {
    depends_on: {
      attribute: 'shelf',
      weights: { garden: { rake: 3, hose: 1 } },
      values: { kitchen: ['pan'] },
    },
  });
  const colour = listed('colour', ['red', 'blue'], {
    depends_on: { attribute: 'thing', weights: { pan: { red: 1 } } },
  });

  test('come by the weights of the other one’s value, in chains, with a fallback', () => {
    const rows = 12_000;
    // What depends stands before what it depends on: order in the text doesn't count.
    const compiled = compileRecipe(recipeOf([colour, thing, shelf]));
    const counts = new Map<string, number>();
    for (const row of range(rows)) {
      const planned = planRow(compiled, 9, row);
      const key = ['shelf', 'thing', 'colour'].map((id) => textOf(cellOf(planned.get(id)))).join(' ');
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    const third = 1 / 3;
    const chances: Record<string, number> = {
      'garden rake red': third * 0.75 * 0.5,
      'garden rake blue': third * 0.75 * 0.5,
      'garden hose red': third * 0.25 * 0.5,
      'garden hose blue': third * 0.25 * 0.5,
      'kitchen pan red': third,
      'other rake red': (third * third) / 2,
      'other rake blue': (third * third) / 2,
      'other hose red': (third * third) / 2,
      'other hose blue': (third * third) / 2,
      'other pan red': third * third,
    };
    expect([...counts.keys()].sort()).toEqual(Object.keys(chances).sort());
    for (const [key, chance] of Object.entries(chances)) expectWithin(counts.get(key) ?? 0, chance, rows);
  });

  test('can depend on a boolean', () => {
    const member = { id: 'member', sampler: { type: 'boolean', rate: 0.5 } };
    const plan = listed('plan', ['free', 'paid'], {
      depends_on: { attribute: 'member', values: { true: ['paid'], false: ['free'] } },
    });
    const compiled = compileRecipe(recipeOf([plan, member]));
    for (const row of range(50)) {
      const planned = planRow(compiled, 2, row);
      expect(cellOf(planned.get('plan'))).toBe(planned.get('member') === true ? 'paid' : 'free');
    }
  });
});
