import { marksVersion } from '@/lib/store/row-marks';
import type { RunRecord } from '@/lib/store/runs';
import type { Server } from '../server';
import type { Selection, SelectionRequest } from './selections';

/** The rows that fit a choice, as they are now. */
export async function selectionOf(
  server: Server,
  run: RunRecord,
  request: SelectionRequest,
): Promise<Selection> {
  const marks = await marksVersion(server.context.db, run.id);
  return server.selections.of(run, request, `${rowsVersion(run)}/${marks}`);
}

/** Tells whether rows may have changed since. */
export function rowsVersion({ progress, status }: RunRecord): string {
  const { accepted, rejected, failed, spare, updatedAt } = progress;
  return [accepted, rejected, failed, spare, updatedAt, status].join('/');
}
