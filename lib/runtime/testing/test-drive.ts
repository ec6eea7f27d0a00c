import { onTestFinished } from 'vitest';
import { startMockEndpoint, type MockEndpoint } from '@/bench/mock-endpoint';
import type { MockOptions } from '@/bench/mock-options';
import { claimJob, type ClaimedJob } from '@/lib/store/jobs';
import type { Context } from '../context';
import type { Drive } from '../drive-run';
import { createModelLimiters } from '../jobs/model-limiters';
import { watchWishes } from '../jobs/watch-wishes';
import { steadyClock } from '../system-clock';

/** A model endpoint that is gone when the test is over. */
export async function mock(options: Partial<MockOptions> = {}): Promise<MockEndpoint> {
  const endpoint = await startMockEndpoint(options);
  onTestFinished(() => endpoint.close());
  return endpoint;
}

/** What a worker drives jobs with, until the test is over. */
export function driveWith(context: Context, changes: Partial<Drive> = {}): Drive {
  const wishes = watchWishes(context.db, context.log);
  onTestFinished(() => wishes.stop());
  return {
    context,
    wishes,
    signal: new AbortController().signal,
    limiters: createModelLimiters(steadyClock),
    ...changes,
  };
}

/** Claims the next job; throws when there is none. */
export async function claim(context: Context, owner = 'me'): Promise<ClaimedJob> {
  const job = await claimJob(context.db, { owner, nowMs: Date.now() });
  if (job === null) throw new Error('there is nothing to claim');
  return job;
}
