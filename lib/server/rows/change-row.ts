import type { z } from 'zod';
import type { updateRowBody } from '@/lib/api/dataset-wire';
import { encodeJson, decodeJson, splitJsonArray } from '@/lib/dataset/json';
import type { CompiledRecipe, RowValues } from '@/lib/plan/compile';
import { planRow } from '@/lib/plan/plan-row';
import { finishRow } from '@/lib/plan/row';
import {
  deleteRowChange,
  insertRowChange,
  readRowChanges,
  readRowMark,
  recountRows,
  writeGenerated,
  writeRowMark,
  writeRowStatus,
  type RowChange,
} from '@/lib/store/row-marks';
import { readRow, type RowWithAnswers } from '@/lib/store/rows';
import { readRunText, type RunRecord } from '@/lib/store/runs';
import { TemplateError } from '@/lib/template/template-error';
import { AppError } from '@/lib/util/app-error';
import { compileKnownRecipe } from '../known-recipes';
import { found } from '../paging';
import type { Server } from '../server';

export type UpdateRowBody = z.output<typeof updateRowBody>;

/**
 * Changes a row by hand: values, a rating, whether it is accepted. What was generated stays beside it; transforms
 * that use a changed value follow. Throws `bad-request` for unknown columns, `wrong-state` for a status while
 * the run goes on.
 */
export async function changeRow(
  server: Server,
  run: RunRecord,
  index: number,
  body: UpdateRowBody,
): Promise<void> {
  if (await changeUncounted(server, run, index, body)) await recountRows(server.context.db, run.id);
}

/** The same without counting rows anew, for many at once: true when they have to be counted. */
export async function changeUncounted(
  server: Server,
  run: RunRecord,
  index: number,
  body: UpdateRowBody,
): Promise<boolean> {
  const { db } = server.context;
  const row = found(await readRow(db, run.id, index), `row ${index}`);
  if (body.status !== undefined) checkStatusChange(run, row);
  const mark = await readRowMark(db, run.id, index);
  const reason = row.reason === null ? null : JSON.stringify(row.reason);
  const values = body.values === undefined ? {} : checkedValues(run, row, body.values);
  const change: RowChange = {
    before: { ...mark, status: row.status, reason },
    values,
    rating: body.rating,
    status: body.status,
  };
  await insertRowChange(db, { runId: run.id, index, change, nowMs: server.now() });
  const edited = [...new Set([...mark.edited, ...Object.keys(values)])];
  const after = Object.fromEntries(Object.entries(values).map(([name, each]) => [name, each.after]));
  const cells =
    Object.keys(values).length === 0 ? mark.cells : await cellsWith(server, run, row, { after, edited });
  await writeRowMark(db, run.id, index, { cells, edited, rating: body.rating ?? mark.rating });
  if (body.status === undefined || body.status === row.status) return false;
  const byHand = { code: 'by-hand', message: 'Rejected by hand', attempts: 0 };
  await writeRowStatus(db, run.id, index, {
    status: body.status,
    reason: body.status === 'rejected' ? JSON.stringify(byHand) : null,
  });
  return true;
}

/** Takes the last change of a row back. Throws `conflict` when there is none. */
export async function undoRowChange(server: Server, run: RunRecord, index: number): Promise<void> {
  if (await undoUncounted(server, run, index)) await recountRows(server.context.db, run.id);
}

/** The same without counting rows anew: true when they have to be counted. */
export async function undoUncounted(server: Server, run: RunRecord, index: number): Promise<boolean> {
  const { db } = server.context;
  found(await readRow(db, run.id, index), `row ${index}`);
  const last = (await readRowChanges(db, run.id, index)).at(-1);
  if (last === undefined) throw new AppError('conflict', `Row ${index} has no change to take back.`);
  const { before } = last.change;
  await writeRowMark(db, run.id, index, before);
  if (before.generated !== undefined) await writeGenerated(db, run.id, index, before.generated);
  if (last.change.status !== undefined) {
    await writeRowStatus(db, run.id, index, { status: before.status, reason: before.reason });
  }
  await deleteRowChange(db, last.id);
  return last.change.status !== undefined;
}

/** A driver counts rows by itself and would go on from its own figures. */
function checkStatusChange({ id, status }: RunRecord, row: RowWithAnswers): void {
  if (['pending', 'running', 'pausing', 'cancelling'].includes(status)) {
    throw new AppError(
      'wrong-state',
      `Run ${id} is ${status}. Rows can be accepted and rejected by hand when it is paused or has ended.`,
    );
  }
  if (row.status === 'failed') {
    throw new AppError('wrong-state', `Row ${row.index} failed: it has no answer that could be accepted.`);
  }
}

function checkedValues(run: RunRecord, row: RowWithAnswers, wanted: Readonly<Record<string, unknown>>) {
  const texts = splitJsonArray(row.cells);
  return Object.fromEntries(
    Object.entries(wanted).map(([name, value]) => {
      const position = run.columns.findIndex((column) => column.name === name);
      if (position === -1) {
        const known = run.columns.map((column) => column.name).join(', ');
        throw new AppError('bad-request', `values: there is no column "${name}"; there are ${known}.`);
      }
      const after = encodeJson(decodeJson(JSON.stringify(value ?? null)));
      return [name, { before: texts[position] ?? 'null', after }];
    }),
  );
}

type Changed = { after: Readonly<Record<string, string>>; edited: readonly string[] };

/** The cells of a row with changed ones in place, and transforms made anew unless they were changed themselves. */
async function cellsWith(
  server: Server,
  run: RunRecord,
  row: RowWithAnswers,
  { after, edited }: Changed,
): Promise<string> {
  const texts = splitJsonArray(row.cells).map(
    (text, position) => after[run.columns[position]?.name ?? ''] ?? text,
  );
  const yaml = found(await readRunText(server.context.db, run.id), `run ${run.id}`);
  const made = transformsOf(
    compileKnownRecipe(yaml, { dataDir: server.context.config.dataDir, sources: run.sources }),
    run,
    row.index,
    texts,
  );
  const cells = run.columns.map(({ name, kind }, position) => {
    const isMade = kind === 'transformed' && !edited.includes(name);
    return (isMade ? made?.[position] : undefined) ?? texts[position] ?? 'null';
  });
  return `[${cells.join(',')}]`;
}

/** The cells of all columns as the transforms make them from these texts; null when one can't be made. */
function transformsOf(
  compiled: CompiledRecipe,
  run: RunRecord,
  index: number,
  texts: readonly string[],
): readonly string[] | null {
  const values: RowValues = planRow(compiled, run.seed, index);
  for (const [position, { name, kind }] of run.columns.entries()) {
    const text = texts[position];
    if (text === undefined || kind === 'transformed') continue;
    const value = decodeJson(text);
    const planned = values.get(name);
    const sampled = compiled.recipe.strategy_params.sampled_attributes.find(({ id }) => id === name);
    if (sampled === undefined) values.set(name, value);
    else if (typeof value === 'string') {
      const possible = sampled.possible_values.find(({ id }) => id === value);
      if (possible === undefined) values.set(name, value);
      else if (typeof planned === 'object' && planned !== null && 'kind' in planned) {
        values.set(name, { ...planned, ...possible });
      }
    }
  }
  try {
    return finishRow(compiled, run.seed, index, values).map(encodeJson);
  } catch (error) {
    // A failed row lacks what its transforms need.
    if (error instanceof TemplateError) return null;
    throw error;
  }
}
