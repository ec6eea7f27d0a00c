import { cpSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import Connection from 'better-sqlite3';
import { expect, test } from 'vitest';
import { emptyProgress } from '@/lib/run/progress';
import { findCompletions } from './completions';
import { databasePath, openDatabase } from './database';
import { claimJob } from './jobs';
import { migrateDatabase } from './migrate';
import { listProviders } from './providers';
import { readRecipe } from './recipes';
import { finishedRows, readRowPage } from './rows';
import { beginRun } from './run-state';
import { readRun } from './runs';
import { migrationsDir, temporaryDirectory } from './testing/temporary-database';

const migrations = readdirSync(migrationsDir)
  .filter((name) => /^\d/.test(name))
  .sort();

/** A database as the version that ended with a migration left it: a recipe, a run in its middle, a provider. */
async function earlierDatabase(upTo: number): Promise<string> {
  const dataDir = temporaryDirectory();
  const folder = join(temporaryDirectory(), 'migrations');
  mkdirSync(folder);
  for (const name of migrations.slice(0, upTo)) {
    cpSync(join(migrationsDir, name), join(folder, name), { recursive: true });
  }
  await migrateDatabase(dataDir, folder);
  const connection = new Connection(databasePath(dataDir));
  const columns = JSON.stringify([
    { name: 'topic', kind: 'sampled', output: true },
    { name: 'answer', kind: 'generated', output: true },
  ]);
  const progress = JSON.stringify({
    ...emptyProgress,
    planned: 2,
    generated: 2,
    accepted: 2,
    calls: 3,
    costUsd: 0.25,
  });
  const answers = [0, 1, 2].map((row) => [
    `key-${row}`,
    row,
    'answer',
    'answer',
    0,
    `answer ${row}`,
    'stop',
    5,
    7,
    0.125,
    99.5,
    'hash',
    '[]',
    'echo',
    1234,
  ]);
  const rows = [0, 1].map((row) => [
    row,
    'accepted',
    JSON.stringify([`topic ${row}`, `answer ${row}`]),
    null,
    JSON.stringify([['answer', `key-${row}`, 0]]),
  ]);
  connection.exec(`
    INSERT INTO recipes (id, project_id, name, seed, latest_version, draft_yaml, created_at, updated_at)
      VALUES (1, 1, 'Old recipe', 42, 1, 'draft: true', 1000, 2000);
    INSERT INTO recipe_versions (recipe_id, version, yaml, text_hash, created_at) VALUES (1, 1, 'num_samples: 3', 'h', 1000);
    INSERT INTO providers (name, engine, base_url, sealed_key, created_at) VALUES ('Own', 'REMOTE', 'http://own/v1', 'sealed', 1);
    INSERT INTO runs (id, project_id, recipe_id, recipe_version, name, yaml, text_hash, seed, target_rows, max_rows, budget,
      journal_scope, columns, wanted, status, progress, created_at, started_at)
      VALUES (1, 1, 1, 1, 'Old run', 'num_samples: 3', 'h', 42, 3, 23, '{}', 'recipe:1', '${columns}', 'running', 'running',
        '${progress}', 1000, 1100);
    INSERT INTO jobs (id, kind, run_id, status, lease_owner, lease_expires_at, fence, created_at)
      VALUES (1, 'run', 1, 'claimed', 'gone', 1, 4, 1000);
  `);
  connection
    .prepare(
      'INSERT INTO batches (job_id, fence, run_id, completions, rows, progress) VALUES (1, 4, 1, ?, ?, ?)',
    )
    .run(JSON.stringify(answers), JSON.stringify(rows), progress);
  connection.close();
  return dataDir;
}

test.each(migrations.slice(0, -1).map((name, at) => [name, at + 1] as const))(
  'E157 a database as %s left it keeps its recipe, rows and answers, and its run goes on',
  async (_, upTo) => {
    const dataDir = await earlierDatabase(upTo);
    expect(await migrateDatabase(dataDir, migrationsDir)).toEqual(migrations.slice(upTo));
    const db = await openDatabase({ dataDir });
    try {
      expect(await readRecipe(db, 1)).toMatchObject({ name: 'Old recipe', seed: 42 });
      expect(await listProviders(db)).toMatchObject([{ name: 'Own', sealedKey: 'sealed' }]);
      expect(await readRun(db, 1)).toMatchObject({
        name: 'Old run',
        progress: { accepted: 2, calls: 3, costUsd: 0.25 },
      });
      const rows = await readRowPage(db, { runId: 1, fromIndex: 0, limit: 9 });
      expect(rows.map(({ cells }) => cells)).toEqual(['["topic 0","answer 0"]', '["topic 1","answer 1"]']);
      const found = await findCompletions(db, 'recipe:1', ['key-0', 'key-1', 'key-2']);
      expect([...found.values()].map(({ text, costUsd }) => [text, costUsd])).toEqual([
        ['answer 0', 0.125],
        ['answer 1', 0.125],
        ['answer 2', 0.125],
      ]);
      const job = await claimJob(db, { owner: 'new', nowMs: 5000 });
      expect(job).toMatchObject({ kind: 'run', runId: 1, fence: 5 });
      if (job?.kind !== 'run') return;
      expect(await beginRun(db, job, 5000)).toMatchObject({ status: 'running', targetRows: 3 });
      expect((await finishedRows(db, 1)).counts).toMatchObject({ accepted: 2 });
    } finally {
      await db.close();
    }
  },
);
