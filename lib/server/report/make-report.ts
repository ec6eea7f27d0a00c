import { type Part, rangeOfStatus } from '@/lib/dataset/part';
import { createCostFold, type CostFacts } from '@/lib/report/cost-fold';
import { likeness } from '@/lib/quality/min-hash';
import {
  createDuplicateFinder,
  type DuplicateCluster,
  type DuplicateFacts,
} from '@/lib/report/near-duplicates';
import { createReportFold, type ReportRow, type RowFacts } from '@/lib/report/report-fold';
import { reportPlan } from '@/lib/report/report-plan';
import type { Database } from '@/lib/store/database';
import { readRowCosts } from '@/lib/store/row-costs';
import { readRow, readRowPage, type StoredRow } from '@/lib/store/rows';
import { readRunText, type RunRecord } from '@/lib/store/runs';
import { compileKnownRecipe } from '../known-recipes';
import { found } from '../paging';

/** Whose rows a report is of: those of a run, or of a part of them. */
export type ReportSubject = { readonly run: RunRecord; readonly part: Part | undefined };

/** A cluster of near-duplicates with two of its texts, and how alike these are. */
export type ExampleCluster = DuplicateCluster & {
  readonly likeness: number;
  readonly examples: readonly { readonly row: number; readonly text: string }[];
};

/** Near-duplicates in the first column that a model wrote. */
export type Duplicates = Omit<DuplicateFacts, 'clusters'> & {
  readonly column: string;
  readonly clusters: readonly ExampleCluster[];
};

/** What a report of a dataset holds. */
export type Report = {
  readonly rows: RowFacts;
  readonly costs: CostFacts;
  readonly duplicates: Duplicates | null;
};

/** For so long at a time other requests wait. */
const sliceMs = 8;

const mostPageRows = 400;

/** So many characters of an example are shown. */
const exampleLength = 300;

/**
 * Reads all rows of a run, or of a part of them, and folds them; `onRows` is told how many have been read. Aborting makes
 * it reject.
 */
export async function makeReport(
  { db, dataDir }: { db: Database; dataDir: string },
  { run, part }: ReportSubject,
  { onRows, signal }: { onRows: (rows: number) => void; signal: AbortSignal },
): Promise<Report> {
  const yaml = found(await readRunText(db, run.id), `run ${run.id}`);
  const compiled = await compileKnownRecipe(yaml, { dataDir, sources: run.sources });
  const rows = createReportFold(reportPlan(compiled));
  const costs = createCostFold();
  const duplicates = createDuplicateFinder();
  const column = run.columns.findIndex(({ kind }) => kind === 'generated');
  const turn = createTurns(signal);
  let read = 0;
  let limit = 100;
  const { status, range } = rangeOfStatus(part, 'all');
  const end = range?.toIndex ?? Infinity;
  for (let fromIndex = range?.fromIndex ?? 0; fromIndex < end;) {
    const begunMs = performance.now();
    const rowsFrom = await readRowPage(db, { runId: run.id, fromIndex, status, limit });
    const page = rowsFrom.filter(({ index }) => index < end);
    const last = page.at(-1);
    if (last === undefined) break;
    const toIndex = last.index + 1;
    const span = { runId: run.id, scope: run.journalScope, status, fromIndex, toIndex };
    for (const entry of await readRowCosts(db, span)) costs.add(entry);
    // A page is read in one piece: long rows make it shorter.
    const isSlow = performance.now() - begunMs > sliceMs;
    limit = Math.min(mostPageRows, Math.max(4, Math.round(isSlow ? limit / 2 : limit * 1.25)));
    for (const stored of page) {
      await turn();
      const row = reportRow(stored);
      rows.add(row);
      const text = row.status === 'accepted' ? row.cells[column] : undefined;
      if (typeof text === 'string') duplicates.add(row.index, text);
    }
    read += page.length;
    onRows(read);
    fromIndex = toIndex;
  }
  return {
    rows: rows.facts(),
    costs: costs.facts(),
    duplicates: column < 0 ? null : await withExamples(db, run, column, duplicates.facts()),
  };
}

/** Lets others have their turn whenever a slice of time is over. */
function createTurns(signal: AbortSignal): () => Promise<void> | undefined {
  let sliceEndsMs = performance.now() + sliceMs;
  return () => {
    if (performance.now() < sliceEndsMs) return undefined;
    return new Promise((resolve, reject) => {
      setImmediate(() => {
        sliceEndsMs = performance.now() + sliceMs;
        if (signal.aborted) reject(new Error('the report is not wanted any more'));
        else resolve();
      });
    });
  };
}

async function withExamples(
  db: Database,
  run: RunRecord,
  column: number,
  { clusters, ...facts }: DuplicateFacts,
): Promise<Duplicates> {
  const textOf = async (row: number) => {
    const stored = await readRow(db, run.id, row);
    const text = stored === null ? undefined : reportRow(stored).cells[column];
    return { row, text: typeof text === 'string' ? text : '' };
  };
  const shown: ExampleCluster[] = [];
  for (const cluster of clusters) {
    const [first, second] = await Promise.all(cluster.rows.slice(0, 2).map(textOf));
    if (first === undefined || second === undefined) continue;
    shown.push({
      ...cluster,
      likeness: likeness(first.text, second.text),
      examples: [first, second].map(({ row, text }) => ({ row, text: text.slice(0, exampleLength) })),
    });
  }
  return { ...facts, column: run.columns[column]?.name ?? '', clusters: shown };
}

function reportRow({ index, status, cells, reason }: StoredRow): ReportRow {
  // Only commitBatch writes cells: always an array. Numbers beyond 2^53 tell a report nothing.
  return { index, status, cells: JSON.parse(cells) as unknown[], code: reason?.code ?? null };
}
