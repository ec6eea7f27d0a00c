import { z } from 'zod';
import type { ClientTask } from './workload';

const taskSchema = z.object({
  name: z.string(),
  rows: z.int(),
  latencyMs: z.number(),
  concurrency: z.int(),
  remoteParams: z.string().optional(),
  baseUrl: z.url(),
});

/** The task that stands as JSON in the first argument. */
export function readTask(): ClientTask {
  return taskSchema.parse(JSON.parse(process.argv[2] ?? ''));
}
