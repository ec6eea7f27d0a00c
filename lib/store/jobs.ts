import { z } from 'zod';
import { assertNever } from '@/lib/util/assert-never';
import type { Database } from './database';
import { emptySql, execute, query, queryOne, sql } from './sql';

/** How long a claim holds without a heartbeat, and how often the holder should give one. */
export const leaseMs = 10_000;
export const heartbeatMs = 2_000;

/** Work that this process holds. Everything written for it carries `id` and `fence`. */
export type ClaimedJob = {
  readonly id: number;
  readonly owner: string;
  /** Grows with each claim: an earlier holder's writes are recognised and refused. */
  readonly fence: number;
} & (
  | { readonly kind: 'run'; readonly runId: number }
  | { readonly kind: 'trial'; readonly trialId: number }
  | { readonly kind: 'draft'; readonly draftId: number }
);

export type ClaimRequest = {
  readonly owner: string;
  readonly nowMs: number;
  /** Only this run or trial: for a process that drives what it started itself. */
  readonly only?: { readonly runId: number } | { readonly trialId: number };
};

const jobRow = z
  .object({
    id: z.number(),
    kind: z.enum(['run', 'trial', 'draft']),
    run_id: z.number().nullable(),
    trial_id: z.number().nullable(),
    draft_id: z.number().nullable(),
    lease_owner: z.string(),
    fence: z.number(),
  })
  .transform(({ id, kind, run_id, trial_id, draft_id, lease_owner, fence }): ClaimedJob => {
    const held = { id, owner: lease_owner, fence };
    switch (kind) {
      case 'run':
        return { ...held, kind, runId: z.number().parse(run_id) };
      case 'trial':
        return { ...held, kind, trialId: z.number().parse(trial_id) };
      case 'draft':
        return { ...held, kind, draftId: z.number().parse(draft_id) };
      default:
        return assertNever(kind);
    }
  });

/**
 * Claims the next job that nobody holds: what a person waits for (trials, drafts) first, then the oldest. Null when
 * there is none. What has to be done follows from the states of runs, trials and drafts, so no crash can lose a job.
 */
export async function claimJob(db: Database, request: ClaimRequest): Promise<ClaimedJob | null> {
  const { owner, nowMs, only } = request;
  await addMissingJobs(db, nowMs);
  const which =
    only === undefined
      ? emptySql
      : 'runId' in only
        ? sql`AND run_id = ${only.runId}`
        : sql`AND trial_id = ${only.trialId}`;
  // A look first: polling must not take the write lock.
  const free = sql`(status = 'pending' OR (status = 'claimed' AND lease_expires_at < ${nowMs})) ${which}`;
  const candidate = sql`SELECT id FROM jobs WHERE ${free} ORDER BY kind = 'run', id LIMIT 1`;
  if ((await query(db, z.unknown(), candidate)).length === 0) return null;
  return queryOne(
    db,
    jobRow,
    sql`UPDATE jobs
        SET status = 'claimed', lease_owner = ${owner}, lease_expires_at = ${nowMs + leaseMs}, fence = fence + 1
        WHERE id = (${candidate})
        RETURNING id, kind, run_id, trial_id, draft_id, lease_owner, fence`,
  );
}

/** Prolongs the lease; false when somebody else holds the job now: then nothing more may be done for it. */
export async function keepJob(db: Database, job: ClaimedJob, nowMs: number): Promise<boolean> {
  const changed = await execute(
    db,
    sql`UPDATE jobs SET lease_expires_at = ${nowMs + leaseMs} WHERE ${isHeldBy(job)}`,
  );
  return changed === 1;
}

/** Gives unfinished work back, for anybody to go on with at once. */
export async function releaseJob(db: Database, job: ClaimedJob): Promise<void> {
  await execute(
    db,
    sql`UPDATE jobs SET status = 'pending', lease_owner = NULL, lease_expires_at = NULL WHERE ${isHeldBy(job)}`,
  );
}

/** Ends a job, after the state of its run, trial or draft was written. */
export async function endJob(db: Database, job: ClaimedJob): Promise<void> {
  await execute(
    db,
    sql`UPDATE jobs SET status = 'ended', lease_owner = NULL, lease_expires_at = NULL WHERE ${isHeldBy(job)}`,
  );
}

/** Who holds leases at present, whether or not they are still alive. */
export async function leaseOwners(db: Database): Promise<string[]> {
  const owners = await query(
    db,
    z.object({ lease_owner: z.string() }),
    sql`SELECT DISTINCT lease_owner FROM jobs WHERE status = 'claimed'`,
  );
  return owners.map((row) => row.lease_owner);
}

/** Takes all leases from a holder that is known to be dead, so that nobody has to wait for them to run out. */
export async function dropLeases(db: Database, owner: string): Promise<void> {
  await execute(
    db,
    sql`UPDATE jobs SET status = 'pending', lease_owner = NULL, lease_expires_at = NULL
        WHERE status = 'claimed' AND lease_owner = ${owner}`,
  );
}

/** Tells whether a job is still held under this fence. */
export async function holdsJob(db: Database, job: ClaimedJob): Promise<boolean> {
  return (await query(db, z.unknown(), sql`SELECT 1 AS held FROM jobs WHERE ${isHeldBy(job)}`)).length === 1;
}

/** The condition under which a write for a job counts; for statements of other modules of the store. */
export function isHeldBy(job: ClaimedJob) {
  return sql`jobs.id = ${job.id} AND jobs.fence = ${job.fence} AND jobs.status = 'claimed'`;
}

const unclaimedRuns = sql`
  SELECT 'run' AS kind, runs.id AS run_id, NULL AS trial_id, NULL AS draft_id
  FROM runs LEFT JOIN jobs ON jobs.run_id = runs.id
  WHERE runs.status IN ('pending', 'running', 'pausing', 'cancelling') AND runs.deleted_at IS NULL
    AND COALESCE(jobs.status, 'ended') = 'ended'`;
const unclaimedTrials = sql`
  SELECT 'trial' AS kind, NULL AS run_id, trials.id AS trial_id, NULL AS draft_id
  FROM trials LEFT JOIN jobs ON jobs.trial_id = trials.id
  WHERE trials.status IN ('pending', 'running') AND COALESCE(jobs.status, 'ended') = 'ended'`;

const unclaimedDrafts = sql`
  SELECT 'draft' AS kind, NULL AS run_id, NULL AS trial_id, drafts.id AS draft_id
  FROM drafts LEFT JOIN jobs ON jobs.draft_id = drafts.id
  WHERE drafts.status IN ('pending', 'running') AND COALESCE(jobs.status, 'ended') = 'ended'`;

/** Gives a job to each run, trial and draft that waits for one. */
async function addMissingJobs(db: Database, nowMs: number): Promise<void> {
  const missing = sql`${unclaimedRuns} UNION ALL ${unclaimedTrials} UNION ALL ${unclaimedDrafts}`;
  if ((await query(db, z.unknown(), sql`${missing} LIMIT 1`)).length === 0) return;
  await execute(
    db,
    sql`INSERT INTO jobs (kind, run_id, trial_id, draft_id, status, created_at)
        SELECT kind, run_id, trial_id, draft_id, 'pending', ${nowMs} FROM (${missing}) WHERE TRUE
        ON CONFLICT (run_id) DO UPDATE SET status = 'pending' WHERE jobs.status = 'ended'
        ON CONFLICT (trial_id) DO UPDATE SET status = 'pending' WHERE jobs.status = 'ended'
        ON CONFLICT (draft_id) DO UPDATE SET status = 'pending' WHERE jobs.status = 'ended'`,
  );
}
