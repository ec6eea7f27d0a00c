import { expect, test } from 'vitest';
import type { Diagnostic, DiagnosticCode } from '@/lib/recipe/diagnostic';
import { problemsToShow } from './shown-problems';

test('the word under the cursor is not called wrong while it is written', () => {
  const problem = problemAt(5, 10, 17);
  expect(problemsToShow([problem], [], { cursor: { line: 5, column: 16 } })).toEqual([]);
  expect(problemsToShow([problem], [], { cursor: { line: 5, column: 30 } })).toEqual([problem]);
  expect(problemsToShow([problem], [], { cursor: { line: 6, column: 12 } })).toEqual([problem]);
});

test('a problem that is on screen stays while one types in it', () => {
  const before = problemAt(5, 10, 17);
  const after = problemAt(6, 10, 18);
  expect(problemsToShow([after], [before], { cursor: { line: 6, column: 12 } })).toEqual([after]);
});

test('half a line of YAML waits wherever the parser stumbles', () => {
  const problem = problemAt(9, 1, 4, 'yaml-syntax');
  expect(problemsToShow([problem], [], { cursor: { line: 5, column: 3 } })).toEqual([]);
});

test('a field of a form is not called wrong while it is typed in, others are', () => {
  const problem = { ...problemAt(5, 10, 17), path: ['strategy_params', 'when', 0] };
  expect(problemsToShow([problem], [], { field: ['strategy_params', 'when'] })).toEqual([]);
  expect(problemsToShow([problem], [], { field: ['strategy_params', 'id'] })).toEqual([problem]);
  expect(problemsToShow([problem], [problem], { field: ['strategy_params', 'when'] })).toEqual([problem]);
});

function problemAt(
  line: number,
  from: number,
  to: number,
  code: DiagnosticCode = 'unknown-placeholder',
): Diagnostic {
  return {
    severity: 'error',
    code,
    message: 'wrong',
    path: ['strategy_params'],
    range: { start: { line, column: from }, end: { line, column: to } },
    fixes: [],
  };
}
