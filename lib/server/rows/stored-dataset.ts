import { readDataset } from '@/lib/store/datasets';
import { readRun } from '@/lib/store/runs';
import { found } from '../paging';
import type { Server } from '../server';

/** A dataset of a project with the run that makes it. Throws `not-found`. */
export async function storedDataset(server: Server, { project, id }: { project: number; id: number }) {
  const { db } = server.context;
  const dataset = found(await readDataset(db, project, id), `dataset ${id}`);
  return { dataset, run: found(await readRun(db, dataset.runId), `dataset ${id}`) };
}
