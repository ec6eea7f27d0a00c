import type { IndexRange } from '@/lib/dataset/index-range';
import type { RowChoice } from '@/lib/dataset/row-filter';
import type { RowStatus } from '@/lib/dataset/row-status';
import { marksVersion } from '@/lib/store/row-marks';
import type { RunRecord } from '@/lib/store/runs';
import type { Server } from '../server';
import { partChoice } from './known-rows';
import { rowsVersion } from './rows-version';
import type { Selection } from './selections';

/** The rows that fit a choice, as they are now. */
export async function selectionOf(
  server: Server,
  run: RunRecord,
  {
    status,
    range,
    choice: asked,
  }: { status?: RowStatus | undefined; range?: IndexRange | undefined; choice: RowChoice },
): Promise<Selection> {
  const { version, ...parts } = await partChoice(server, run, asked);
  const marks = await marksVersion(server.context.db, run.id);
  const key = JSON.stringify([
    run.id,
    rowsVersion(run),
    marks,
    version,
    status ?? null,
    range ?? null,
    asked,
  ]);
  return server.selections.of(run, { status, range, ...parts }, key);
}
