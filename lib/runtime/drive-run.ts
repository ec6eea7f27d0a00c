import type { ClaimedJob } from '@/lib/store/jobs';
import type { Context } from './context';

/** How the driving of a job ended. `released`: it was given back, and anybody may go on with it. */
export type DriveEnd = 'ended' | 'released' | 'lost';

/** Drives a claimed run to its end, or until `signal` stops it hard; then all that is committed stays. */
export async function driveRun(context: Context, job: ClaimedJob, signal: AbortSignal): Promise<DriveEnd> {
  throw new Error(`not yet ${context.config.host} ${job.id} ${String(signal.aborted)}`);
}
