import { z } from 'zod';
import type { RunProgress } from '@/lib/run/progress';

const count = z.number();

/** How a run's progress stands in its column. */
export const runProgressSchema = z.object({
  planned: count,
  generated: count,
  accepted: count,
  rejected: count,
  spare: count,
  failed: count,
  inFlightRows: count,
  waitingRows: count,
  reusedRows: count,
  calls: count,
  reusedCalls: count,
  retriedCalls: count,
  promptTokens: count,
  completionTokens: count,
  costUsd: count,
  reservedUsd: count,
  savedUsd: count,
  rowsPerSecond: count,
  callsPerSecond: count,
  concurrency: count,
  limitedBy: z
    .enum([
      'concurrency',
      'requests-per-minute',
      'rate-limited',
      'endpoint',
      'rows',
      'retries',
      'storage',
      'budget',
    ])
    .nullable(),
  etaSeconds: count.nullable(),
  failures: z.array(z.object({ code: z.string(), message: z.string(), count, exampleRow: count })),
  rejections: z.array(z.object({ rule: z.string(), count, exampleRow: count })),
  updatedAt: count,
}) satisfies z.ZodType<RunProgress>;
