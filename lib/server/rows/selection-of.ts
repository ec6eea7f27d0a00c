import { type Part, rangeOfStatus } from '@/lib/dataset/part';
import type { RowChoice } from '@/lib/dataset/row-filter';
import type { RowStatus } from '@/lib/dataset/row-status';
import { marksVersion } from '@/lib/store/row-marks';
import type { RunRecord } from '@/lib/store/runs';
import type { Server } from '../server';
import { partChoice } from './known-rows';
import { rowsVersion } from './rows-version';
import type { Selection } from './selections';

type Asked = {
  readonly choice: RowChoice;
  readonly status: RowStatus | 'all';
  /** Only rows of this part. */
  readonly part?: Part | undefined;
};

/** The rows that fit a choice, as they are now. */
export async function selectionOf(
  server: Server,
  run: RunRecord,
  { choice: asked, part, status: statusAsked }: Asked,
): Promise<Selection> {
  const { status, range } = rangeOfStatus(part, statusAsked);
  const { version, ...parts } = await partChoice(server, run, asked, part);
  const marks = await marksVersion(server.context.db, run.id);
  const of = [status ?? null, range ?? null, part?.split ?? null, asked];
  const key = JSON.stringify([run.id, rowsVersion(run), marks, version, ...of]);
  return server.selections.of(run, { status, range, ...parts }, key);
}
