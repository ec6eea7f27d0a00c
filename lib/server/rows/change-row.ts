import type { z } from 'zod';
import type { updateRowBody } from '@/lib/api/dataset-wire';
import { ConditionError } from '@/lib/condition/condition';
import { encodeJson, decodeJson, splitJsonArray } from '@/lib/dataset/json';
import type { CompiledRecipe } from '@/lib/plan/compile';
import { finishRow } from '@/lib/plan/row';
import { storedValues } from '@/lib/plan/stored-row';
import { isDriven } from '@/lib/run/run-status';
import { readRowChanges, stateBefore, writeRow, type RowChange, type RowWrite } from '@/lib/store/row-marks';
import { readRow, retellCauses, type RowWithAnswers } from '@/lib/store/rows';
import { readRun, readRunText, type RunRecord } from '@/lib/store/runs';
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
  // What changes nothing is no change that could be taken back.
  if (isEmptyChange(body)) return;
  if (await changeOneOfMany(server, run, index, body)) await retellCauses(server.context.db, run.id);
}

function isEmptyChange({ values = {}, rating, status }: UpdateRowBody): boolean {
  return Object.keys(values).length === 0 && rating === undefined && status === undefined;
}

/** The same for one of many rows: true when the causes of the run have to be told anew after all of them. */
export function changeOneOfMany(
  server: Server,
  run: RunRecord,
  index: number,
  body: UpdateRowBody,
): Promise<boolean> {
  return writeAnew(server, run, index, async (row) => {
    const values = body.values === undefined ? {} : checkedValues(run, row, body.values);
    const change: RowChange = { before: stateBefore(row), values, rating: body.rating, status: body.status };
    const edited = [...new Set([...row.edited, ...Object.keys(values)])];
    const after = Object.fromEntries(Object.entries(values).map(([name, each]) => [name, each.after]));
    const cells =
      Object.keys(values).length === 0 ? row.marked : await cellsWith(server, run, row, { after, edited });
    const mark = { cells, edited, rating: body.rating ?? row.rating };
    if (body.status !== undefined) checkStatusChange(run, row);
    if (body.status === undefined || body.status === row.status) return { note: { change }, mark };
    const reason = body.status === 'rejected' ? JSON.stringify(byHand) : null;
    return { note: { change }, mark, status: { status: body.status, reason } };
  });
}

const byHand = { code: 'by-hand', message: 'Rejected by hand', attempts: 0 };

/** Takes the last change of a row back. Throws `conflict` when there is none. */
export async function undoRowChange(server: Server, run: RunRecord, index: number): Promise<void> {
  if (await undoOneOfMany(server, run, index)) await retellCauses(server.context.db, run.id);
}

/** The same for one of many rows: true when the causes of the run have to be told anew after all of them. */
export function undoOneOfMany(server: Server, run: RunRecord, index: number): Promise<boolean> {
  const { db } = server.context;
  return writeAnew(server, run, index, async (row) => {
    const last = (await readRowChanges(db, run.id, index)).at(-1);
    if (last === undefined) throw noChange(index);
    const { before, status } = last.change;
    const write = { note: { undone: last.id }, mark: before, generated: before.generated };
    if (status === undefined || before.status === row.status) return write;
    checkNotDriven(run);
    return { ...write, status: { status: before.status, reason: before.reason } };
  });
}

/** So often a change is made anew where somebody else changed the row meanwhile. */
const mostTries = 8;

/**
 * Writes what `make` makes of a row, from the row as it stands at that moment: what others change meanwhile is seen,
 * and nothing of it lost. True when the row's status changed.
 */
async function writeAnew(
  server: Server,
  run: RunRecord,
  index: number,
  make: (row: RowWithAnswers) => Promise<Pick<RowWrite, 'note' | 'mark' | 'status' | 'generated'>>,
): Promise<boolean> {
  const { db } = server.context;
  for (let tries = 0; tries < mostTries; tries += 1) {
    const row = found(await readRow(db, run.id, index), `row ${index}`);
    const write = await make(row);
    const place = { runId: run.id, index, version: row.version, nowMs: server.now() };
    if (await writeRow(db, { ...place, ...write })) return write.status !== undefined;
    // The run may have been taken up since it was read.
    if (write.status !== undefined) checkNotDriven(found(await readRun(db, run.id), `run ${run.id}`));
  }
  throw new AppError('conflict', `Row ${index} is being changed by others just now. Try once more.`);
}

function checkStatusChange(run: RunRecord, row: RowWithAnswers): void {
  checkNotDriven(run);
  if (row.status === 'failed') throw failedRow(row.index);
}

/** That a row can't be accepted or rejected, for it failed. */
export function failedRow(index: number): AppError {
  return new AppError('wrong-state', `Row ${index} failed: it has no answer that could be accepted.`);
}

/** That nothing of a row can be taken back. */
export function noChange(index: number): AppError {
  return new AppError('conflict', `Row ${index} has no change to take back.`);
}

/** A driver counts rows by itself and would go on from its own figures: throws `wrong-state` while there is one. */
export function checkNotDriven({ id, status }: RunRecord): void {
  if (!isDriven(status)) return;
  throw new AppError(
    'wrong-state',
    `Run ${id} is ${status}. Rows can be accepted and rejected by hand when it is paused or has ended.`,
  );
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
    await compileKnownRecipe(yaml, { dataDir: server.context.config.dataDir, sources: run.sources }),
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
  { columns, seed }: RunRecord,
  index: number,
  texts: readonly string[],
): readonly string[] | null {
  const values = storedValues(compiled, { seed, index, columns, texts });
  try {
    return finishRow(compiled, seed, index, values).map(encodeJson);
  } catch (error) {
    // A failed row lacks what its transforms need.
    if (error instanceof TemplateError || error instanceof ConditionError) return null;
    throw error;
  }
}
