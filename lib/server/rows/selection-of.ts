import { marksVersion } from '@/lib/store/row-marks';
import type { RunRecord } from '@/lib/store/runs';
import type { Server } from '../server';
import { partChoice } from './known-rows';
import { rowsVersion } from './rows-version';
import type { Selection, SelectionRequest } from './selections';

/** The rows that fit a choice, as they are now. */
export async function selectionOf(
  server: Server,
  run: RunRecord,
  { status, range, choice: asked }: Omit<SelectionRequest, 'lists'>,
): Promise<Selection> {
  const { version, ...parts } = await partChoice(server, run, asked);
  const marks = await marksVersion(server.context.db, run.id);
  const of = [status ?? null, range ?? null, asked];
  const key = JSON.stringify([run.id, rowsVersion(run), marks, version, ...of]);
  return server.selections.of(run, { status, range, ...parts }, key);
}
