import { once } from 'node:events';
import { commitBatch } from '../commit-batch';
import { openDatabase } from '../database';
import { keepJob } from '../jobs';
import { readRun } from '../runs';
import { claimRun, sampleBatch } from './sample-run';

// A process of its own that claims a run and commits batches to it, for tests of several processes at once:
// write-rows DATA_DIR RUN_ID OWNER NOW_MS FIRST COUNT [wait]; with `wait` it stands still after the first batch
// until it hears something on its standard input.
const [dataDir = '', runId, owner = '', nowMs, first, count, wait] = process.argv.slice(2);
const db = await openDatabase({ dataDir });
const run = await readRun(db, Number(runId));
if (!run) throw new Error('there is no such run');
const job = await claimRun(db, run, owner, Number(nowMs));
let written = 0;
for (let index = Number(first); index < Number(first) + Number(count); index += 5) {
  const batch = sampleBatch([0, 1, 2, 3, 4].map((offset) => index + offset));
  if (!(await commitBatch(db, job, { ...batch, progress: { ...batch.progress, accepted: index } }))) break;
  await keepJob(db, job, Number(nowMs));
  written += batch.rows.length;
  // Whoever listens may end this process at any of these.
  process.stdout.write(`${written}\n`);
  if (wait === 'wait' && written === batch.rows.length) await once(process.stdin, 'data');
}
process.stdin.destroy();
await db.close();
