import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Column } from '@/lib/dataset/column';
import { decodeJson, encodeJson, encodeRow, splitJsonArray } from '@/lib/dataset/json';
import { Float, isDict, type Value } from '@/lib/util/value';

const { values } = fc.letrec<{ values: Value }>((tie) => ({
  values: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(null, true, false),
    fc.maxSafeInteger().map((integer) => integer + 0),
    fc.bigInt().filter((integer) => !Number.isSafeInteger(Number(integer))),
    fc
      .double({ noNaN: true, noDefaultInfinity: true })
      .map((float) => (Number.isInteger(float) ? new Float(float) : float)),
    fc.string({ unit: 'binary' }),
    fc.array(tie('values')),
    fc.array(fc.tuple(fc.string(), tie('values'))).map((entries) => new Map(entries)),
  ),
}));

describe('encodeJson', () => {
  test('keys keep their order, also those that look like integers or like a prototype', () => {
    const dict = new Map<string, Value>([
      ['b', 1],
      ['10', 2],
      ['2', 3],
      ['__proto__', 4],
      ['constructor', null],
    ]);
    expect(encodeJson(dict)).toBe('{"b":1,"10":2,"2":3,"__proto__":4,"constructor":null}');
  });

  test.each<[Value | undefined, string]>([
    [new Float(5), '5.0'],
    [new Float(-0), '-0.0'],
    [new Float(1e20), '100000000000000000000.0'],
    [new Float(1e22), '1e+22'],
    [0.1, '0.1'],
    [5, '5'],
    [2n ** 64n, '18446744073709551616'],
    [2 ** 64, '18446744073709551616'],
    [undefined, 'null'],
    [NaN, 'null'],
    [Infinity, 'null'],
    [new Float(-Infinity), 'null'],
    ['é 漢字 😀', '"é 漢字 😀"'],
    ['\ud800', '"\\ud800"'],
    ['\u2028\n"\\', '"\u2028\\n\\"\\\\"'],
    [[], '[]'],
    [new Map(), '{}'],
    [[undefined as unknown as Value, true], '[null,true]'],
  ])('%o is written as %s', (value, text) => {
    expect(encodeJson(value)).toBe(text);
  });

  test('agrees with JSON.stringify where both can', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(encodeJson(fromPlain(value)))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
      { seed: 3, numRuns: 500 },
    );
  });
});

describe('decodeJson', () => {
  test.each<[string, Value]>([
    ['5', 5],
    ['5.0', new Float(5)],
    ['5.5', 5.5],
    ['1e3', new Float(1000)],
    ['-0', 0],
    ['-0.0', new Float(-0)],
    ['1e400', Infinity],
    ['-1e400', -Infinity],
    ['9007199254740991', 9007199254740991],
    ['9007199254740993', 9007199254740993n],
    ['-123456789012345678901234567890', -123456789012345678901234567890n],
    ['"\\ud800"', '\ud800'],
    ['"\\ud83d\\ude00"', '😀'],
    ['"a\\u0000\\/b"', 'a\0/b'],
    [' [ 1 , true ,null ] ', [1, true, null]],
    ['{}', new Map()],
    ['[]', []],
  ])('%s is read exactly', (text, value) => {
    expect(decodeJson(text)).toEqual(value);
  });

  test('keys keep their order; of two equal keys the last value wins at the place of the first', () => {
    const dict = decodeJson('{"b": 1, "1": 2, "a": 3, "b": 4, "__proto__": {"x": 1}}');
    expect(isDict(dict) && Array.from(dict)).toEqual([
      ['b', 4],
      ['1', 2],
      ['a', 3],
      ['__proto__', new Map([['x', 1]])],
    ]);
  });

  test.each([
    ['', 'line 1, column 1'],
    ['{"a": 1,}', 'line 1, column 9'],
    ['[1,\n 2,, 3]', 'line 2, column 4'],
    ['[1 2]', 'line 1, column 4'],
    ['{"a" 1}', 'line 1, column 6'],
    ['{a: 1}', 'line 1, column 2'],
    ['01', 'line 1, column 2'],
    ['1.', 'line 1, column 2'],
    ['+1', 'line 1, column 1'],
    ['NaN', 'line 1, column 1'],
    ['nul', 'line 1, column 1'],
    ["'a'", 'line 1, column 1'],
    ['"abc', 'line 1, column 1'],
    ['"a\\"', 'line 1, column 1'],
    ['["a\\x"]', 'line 1, column 2'],
    ['"a\nb"', 'line 1, column 1'],
    ['[1] x', 'line 1, column 5'],
    ['[1', 'line 1, column 3'],
  ])('%j is refused at %s', (text, place) => {
    expect(() => decodeJson(text)).toThrow(place);
    expect(() => decodeJson(text)).toThrow(expect.objectContaining({ code: 'json-invalid' }));
  });

  test('nesting is bounded, with an error that says so', () => {
    const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
    expect(encodeJson(decodeJson(nested(500)))).toBe(nested(500));
    for (const text of [nested(501), nested(100_000), '{"a":'.repeat(100_000)]) {
      expect(() => decodeJson(text)).toThrow('nested 500 deep at most');
    }
    let value: Value = [];
    for (let depth = 0; depth < 1000; depth++) value = [value];
    expect(() => encodeJson(value)).toThrow('nested 500 deep at most');
  });

  test('an integer of a million digits is refused instead of taking minutes', () => {
    expect(() => decodeJson('1'.repeat(1_000_000))).toThrow('too many digits');
  });

  test('a long text with many escapes is read', () => {
    const text = '\n"\\'.repeat(300_000);
    expect(decodeJson(JSON.stringify(text))).toBe(text);
  });

  test('accepts and refuses what JSON.parse does, and reads the same values', () => {
    const text = fc.oneof(
      fc.json(),
      fc
        .array(
          fc.constantFrom(
            '{',
            '}',
            '[',
            ']',
            ',',
            ':',
            '"',
            '\\',
            'a',
            '1',
            '-',
            '.',
            'e',
            'true',
            ' ',
            '\n',
            '\\u00e9',
          ),
        )
        .map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(text, (json) => {
        let expected: unknown;
        try {
          expected = JSON.parse(json);
        } catch {
          expect(() => decodeJson(json)).toThrow(expect.objectContaining({ code: 'json-invalid' }));
          return;
        }
        expect(JSON.parse(encodeJson(decodeJson(json)))).toEqual(JSON.parse(JSON.stringify(expected)));
      }),
      { seed: 4, numRuns: 3000 },
    );
  });

  test('gives back what encodeJson wrote', () => {
    fc.assert(
      fc.property(values, (value) => {
        expect(decodeJson(encodeJson(value))).toEqual(value);
      }),
      { seed: 5, numRuns: 500 },
    );
  });
});

describe('splitJsonArray', () => {
  test.each([
    ['[]', []],
    [' [ ] ', []],
    ['[1]', ['1']],
    ['["a,b","]",[1,[2,3]],{"k":[4,"}"]},null]', ['"a,b"', '"]"', '[1,[2,3]]', '{"k":[4,"}"]}', 'null']],
    ['["\\\\","\\"",", "]', ['"\\\\"', '"\\""', '", "']],
    ['[ 1.0 ,\n 2 ]', ['1.0', '2']],
  ])('%s', (text, elements) => {
    expect(splitJsonArray(text)).toEqual(elements);
  });

  test('gives the texts that were joined', () => {
    fc.assert(
      fc.property(fc.array(values), (cells) => {
        const texts = cells.map(encodeJson);
        expect(splitJsonArray(`[${texts.join(',')}]`)).toEqual(texts);
      }),
      { seed: 6, numRuns: 300 },
    );
  });

  test.each(['', '{}', '[1', '["a]', '[1] 2', '1', '[[1]'])('%j is refused', (text) => {
    expect(() => splitJsonArray(text)).toThrow('not a JSON array');
  });
});

describe('encodeRow', () => {
  const columns: Column[] = [
    { name: 'topic', kind: 'sampled', output: true },
    { name: 'raw', kind: 'generated', output: false },
    { name: '1', kind: 'generated', output: true },
  ];

  test('takes the output columns in their order', () => {
    expect(encodeRow(columns, ['"a"', '"b"', '1.0'])).toBe('{"topic":"a","1":1.0}');
  });

  test('takes the columns that are asked for', () => {
    expect(encodeRow(columns, ['"a"', '"b"', '1.0'], ({ kind }) => kind === 'generated')).toBe(
      '{"raw":"b","1":1.0}',
    );
  });

  test('a cell that is not there is null', () => {
    expect(encodeRow(columns, ['"a"'])).toBe('{"topic":"a","1":null}');
  });
});

function fromPlain(value: unknown): Value {
  if (Array.isArray(value)) return value.map(fromPlain);
  if (typeof value === 'object' && value !== null) {
    return new Map(Object.entries(value).map(([key, item]) => [key, fromPlain(item)]));
  }
  return value as Value;
}
