import type { DatasetStatistics, StatisticsQuery } from '@/lib/api/dataset-wire';
import { mostCountedRows } from '@/lib/dataset/most-rows';
import { type Part, rangeOfStatus } from '@/lib/dataset/part';
import { foldValues, type CountedValue } from '@/lib/dataset/fold-values';
import { countValues } from '@/lib/store/find-rows';
import { marksVersion } from '@/lib/store/row-marks';
import { lastRowIndex } from '@/lib/store/rows';
import type { RunRecord } from '@/lib/store/runs';
import type { Server } from '../server';
import { readRowChoice } from './row-choice';
import { partChoice } from './known-rows';
import { rowsVersion } from './rows-version';

const sliceRows = 2000;
const mostKept = 50;

const kept = new WeakMap<Server, Map<string, DatasetStatistics>>();

/** What the columns of a run hold, in the rows that fit, of a part or of all; other requests come in between. */
export async function columnStatistics(
  server: Server,
  run: RunRecord,
  query: StatisticsQuery & { readonly part?: Part | undefined },
  signal: AbortSignal,
): Promise<DatasetStatistics> {
  const { db } = server.context;
  const choice = { ...readRowChoice(query, run.columns), sort: undefined };
  const { status, range } = rangeOfStatus(query.part, query.status ?? 'accepted');
  const parts = await partChoice(server, run, choice, query.part);
  const version = [rowsVersion(run), await marksVersion(db, run.id), parts.version].join('/');
  const known = kept.get(server) ?? new Map<string, DatasetStatistics>();
  kept.set(server, known);
  const key = JSON.stringify([run.id, version, choice, status ?? null, range ?? null]);
  const before = known.get(key);
  if (before !== undefined) return before;

  const lists = await parts.lists();
  const start = range?.fromIndex ?? 0;
  const end = Math.min(((await lastRowIndex(db, run.id)) ?? -1) + 1, range?.toIndex ?? Infinity);
  const looked = Math.min(end, start + mostCountedRows);
  const pieces = run.columns.map((): (readonly CountedValue[])[] => []);
  for (let fromIndex = start; fromIndex < looked && !signal.aborted; fromIndex += sliceRows) {
    for (const [position, column] of run.columns.entries()) {
      pieces[position]?.push(
        await countValues(db, {
          runId: run.id,
          columns: run.columns,
          status,
          choice: parts.choice,
          lists,
          fromIndex,
          toIndex: Math.min(looked, fromIndex + sliceRows),
          column: column.name,
          by: column.kind === 'sampled' ? 'value' : 'measure',
        }),
      );
      await new Promise(setImmediate);
    }
  }
  const columns = run.columns.map(({ name, kind }, position) => ({
    name,
    ...foldValues(pieces[position] ?? [], kind === 'sampled' ? 'value' : 'measure'),
  }));
  const rows = columns.reduce((most, { count }) => Math.max(most, count), 0);
  const statistics = { rows, exact: looked >= end, columns };
  if (signal.aborted) return statistics;
  known.set(key, statistics);
  const [oldest] = known.keys();
  if (known.size > mostKept && oldest !== undefined) known.delete(oldest);
  return statistics;
}
