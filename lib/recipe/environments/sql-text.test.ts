import { expect, test } from 'vitest';
import { splitSql } from './sql-text';

test.each<[string, [string, string[]][]]>([
  ['SELECT 1', [['SELECT 1', []]]],
  ['SELECT :a, @b, $c, :a;', [['SELECT :a, @b, $c, :a', ['a', 'b', 'c']]]],
  [
    'SELECT \':a;\' -- :b;\n; /* :c; */ SELECT ":d" ;;',
    [
      ["SELECT ':a;' -- :b;", []],
      ['/* :c; */ SELECT ":d"', []],
    ],
  ],
  [
    "UPDATE t SET a = 'it''s; :x'; SELECT a FROM t",
    [
      ["UPDATE t SET a = 'it''s; :x'", []],
      ['SELECT a FROM t', []],
    ],
  ],
  [
    'CREATE TRIGGER x AFTER INSERT ON t BEGIN UPDATE t SET a = CASE WHEN 1 THEN 2 END; SELECT 1; END; SELECT 2',
    [
      ['CREATE TRIGGER x AFTER INSERT ON t BEGIN UPDATE t SET a = CASE WHEN 1 THEN 2 END; SELECT 1; END', []],
      ['SELECT 2', []],
    ],
  ],
  ['  -- nothing\n', []],
  ["SELECT 'open", [["SELECT 'open", []]]],
])('%j', (text, statements) => {
  expect(splitSql(text).map(({ text: one, parameters }) => [one, parameters])).toEqual(statements);
});
