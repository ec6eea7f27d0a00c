import { z } from 'zod';
import type { RunProgress } from '@/lib/run/progress';

const count = z.number();

/** What keeps a run from being faster, as it stands in a column. */
export const limitedBySchema = z
  .enum([
    'concurrency',
    'requests-per-minute',
    'input-tokens-per-minute',
    'output-tokens-per-minute',
    'rate-limited',
    'endpoint',
    'rows',
    'retries',
    'storage',
    'budget',
  ])
  .nullable();

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
  limitedBy: limitedBySchema,
  limitedModel: z.string().nullable().default(null),
  etaSeconds: count.nullable(),
  failures: z.array(z.object({ code: z.string(), message: z.string(), count, exampleRow: count })),
  rejections: z.array(z.object({ rule: z.string(), count, exampleRow: count })),
  // Not there in what an earlier version stored.
  recent: z
    .object({
      rows: count,
      causes: z.array(z.object({ status: z.enum(['failed', 'rejected']), code: z.string(), count })),
      starving: z
        .array(z.object({ attributeId: z.string(), value: z.string(), tried: count, accepted: count }))
        .default([]),
    })
    .default({ rows: 0, causes: [], starving: [] }),
  updatedAt: count,
}) satisfies z.ZodType<RunProgress>;
