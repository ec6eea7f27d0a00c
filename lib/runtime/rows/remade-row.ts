import type { Column } from '@/lib/dataset/column';
import { decodeJson, encodeJson, splitJsonArray } from '@/lib/dataset/json';
import type { RowOutcome } from '@/lib/engine/batch';
import type { CompiledRecipe } from '@/lib/plan/compile';
import type { RegeneratedRow } from '@/lib/store/regenerations';
import type { RowMark } from '@/lib/store/row-marks';
import type { RowWithAnswers } from '@/lib/store/rows';
import type { Value } from '@/lib/util/value';

/** A row as it stands: what was generated, and what a person made of it. */
export type StandingRow = { readonly row: RowWithAnswers; readonly mark: RowMark };

/** The cells that a person changed, by column. */
export function editsOf(
  columns: readonly Column[],
  { cells, edited }: Pick<RowWithAnswers, 'cells' | 'edited'>,
): ReadonlyMap<string, Value> {
  const texts = splitJsonArray(cells);
  return new Map(
    columns.flatMap(({ name }, position) =>
      edited.includes(name) ? [[name, decodeJson(texts[position] ?? 'null')] as const] : [],
    ),
  );
}

/**
 * The row that is stored after it was made again: new answers and transforms take the place of the old ones,
 * edits of other cells stay, and a verdict that a person gave stays too.
 */
export function remadeRow(
  compiled: CompiledRecipe,
  { row, mark }: StandingRow,
  attributeId: string,
  outcome: RowOutcome,
): RegeneratedRow {
  const asked = askedColumns(compiled, row, outcome);
  const edited = mark.edited.filter((name) => !asked.has(name));
  const shownBefore = splitJsonArray(row.cells);
  const generatedBefore = splitJsonArray(row.generated);
  const made = outcome.cells.map(encodeJson);
  const generated = compiled.columns.map(({ name, kind }, position) => {
    const isNew = kind === 'transformed' || asked.has(name);
    return (isNew ? made[position] : generatedBefore[position]) ?? made[position] ?? 'null';
  });
  const shown = compiled.columns.map(({ name }, position) =>
    edited.includes(name) ? (shownBefore[position] ?? 'null') : (made[position] ?? 'null'),
  );
  const values = Object.fromEntries(
    compiled.columns.flatMap(({ name }, position) => {
      const before = shownBefore[position] ?? 'null';
      const after = shown[position] ?? 'null';
      return before === after ? [] : [[name, { before, after }]];
    }),
  );
  const { status, reason } = verdict(row, outcome);
  return {
    row: {
      status,
      cells: `[${generated.join(',')}]`,
      reason: reason === null ? null : JSON.stringify(reason),
      answers: answersText(outcome.answers),
    },
    mark: { cells: edited.length === 0 ? null : `[${shown.join(',')}]`, edited, rating: mark.rating },
    change: {
      before: {
        ...mark,
        status: row.status,
        reason: row.reason === null ? null : JSON.stringify(row.reason),
        generated: { cells: row.generated, answers: answersText(row.answers) },
      },
      values,
      regenerated: attributeId,
      ...(status !== row.status && { status }),
    },
  };
}

/** The columns of attributes that have another answer now. */
function askedColumns(
  { steps }: CompiledRecipe,
  { answers }: RowWithAnswers,
  outcome: RowOutcome,
): ReadonlySet<string> {
  const before = new Set(answers.map(({ key }) => key));
  const asked = new Set(
    outcome.answers.flatMap((answer) => (before.has(answer.key) ? [] : [answer.attributeId])),
  );
  const columns = steps.flatMap(({ attributeId, postprocessing }) =>
    asked.has(attributeId) ? [attributeId, ...(postprocessing === null ? [] : [postprocessing.id])] : [],
  );
  return new Set(columns);
}

function verdict(row: RowWithAnswers, outcome: RowOutcome): Pick<RowWithAnswers, 'status' | 'reason'> {
  if (row.reason?.code === 'by-hand') return { status: row.status, reason: row.reason };
  if (outcome.status === 'rejected') return { status: 'rejected', reason: outcome.reason ?? null };
  return { status: row.status === 'spare' ? 'spare' : 'accepted', reason: null };
}

function answersText(answers: RowWithAnswers['answers']): string {
  return JSON.stringify(answers.map(({ attributeId, key, reused }) => [attributeId, key, reused ? 1 : 0]));
}
