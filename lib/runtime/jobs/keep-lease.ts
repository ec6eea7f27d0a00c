import { heartbeatMs, keepJob, leaseMs, type ClaimedJob } from '@/lib/store/jobs';
import type { Context } from '../context';

/**
 * Prolongs a job's lease until it is told to stop. Aborts `lost` when somebody else holds the job,
 * or when the database could not be reached for as long as the lease lasts: then somebody may.
 */
export function keepLease({ db, log }: Context, job: ClaimedJob, lost: AbortController): () => void {
  let keptAtMs = Date.now();
  let isWriting = false;
  const beat = async () => {
    if (isWriting) return;
    isWriting = true;
    const nowMs = Date.now();
    try {
      if (await keepJob(db, job, nowMs)) keptAtMs = nowMs;
      else lost.abort();
    } catch (error) {
      log.warn({ err: error, job: job.id }, 'the lease could not be prolonged');
      if (nowMs - keptAtMs > leaseMs) lost.abort();
    } finally {
      isWriting = false;
    }
  };
  const timer = setInterval(() => void beat(), heartbeatMs);
  return () => clearInterval(timer);
}
