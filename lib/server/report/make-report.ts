import { createCostFold, type CostFacts } from '@/lib/report/cost-fold';
import { createReportFold, type RowFacts } from '@/lib/report/report-fold';
import { reportPlan } from '@/lib/report/report-plan';
import type { Database } from '@/lib/store/database';
import { readRowCosts } from '@/lib/store/row-costs';
import { readRowPage, type StoredRow } from '@/lib/store/rows';
import { readRunText, type RunRecord } from '@/lib/store/runs';
import { compileKnownRecipe } from '../known-recipes';
import { found } from '../paging';

/** What a report of a dataset holds. */
export type Report = { readonly rows: RowFacts; readonly costs: CostFacts };

/** Small: between two pages other requests get their turn. */
const pageRows = 200;

/** Reads all rows of a run and folds them; `onRows` is told how many have been read. Aborting makes it reject. */
export async function makeReport(
  db: Database,
  run: RunRecord,
  { onRows, signal }: { onRows: (rows: number) => void; signal: AbortSignal },
): Promise<Report> {
  const yaml = found(await readRunText(db, run.id), `run ${run.id}`);
  const rows = createReportFold(reportPlan(compileKnownRecipe(yaml)));
  const costs = createCostFold();
  let read = 0;
  for (let fromIndex = 0; ;) {
    const page = await readRowPage(db, { runId: run.id, fromIndex, limit: pageRows });
    const last = page.at(-1);
    if (last === undefined) break;
    for (const row of page) rows.add(reportRow(row));
    const toIndex = last.index + 1;
    const range = { runId: run.id, scope: run.journalScope, fromIndex, toIndex };
    for (const entry of await readRowCosts(db, range)) costs.add(entry);
    read += page.length;
    onRows(read);
    fromIndex = toIndex;
    await new Promise((resolve) => setImmediate(resolve));
    signal.throwIfAborted();
  }
  return { rows: rows.facts(), costs: costs.facts() };
}

function reportRow({ index, status, cells, reason }: StoredRow) {
  // Only commitBatch writes cells: always an array. Numbers beyond 2^53 tell a report nothing.
  return { index, status, cells: JSON.parse(cells) as unknown[], code: reason?.code ?? null };
}
