import { z } from 'zod';
import { count, seed } from './common';
import { lineageEntry } from './dataset-wire';
import { run } from './run-wire';

/** What `/runs/{id}/events` and `/events` send: the whole run, newest state only. */
export const runEvent = z.discriminatedUnion('event', [
  z.object({ event: z.literal('progress'), data: run }),
  z.object({ event: z.literal('end'), data: run }),
]);
export type WireRunEvent = z.infer<typeof runEvent>;

/** What `/recipes:try` sends; `end` is always the last. */
export const trialEvent = z.discriminatedUnion('event', [
  z.object({
    event: z.literal('delta'),
    /** `step` tells the calls of one attribute apart: `answer`, or `plan`, `turn:1` … of a conversation. */
    data: z.object({ row: count, attribute_id: z.string(), step: z.string(), text: z.string() }),
  }),
  z.object({
    event: z.literal('row'),
    data: z.object({
      index: count,
      values: z.record(z.string(), z.unknown()),
      lineage: z.array(lineageEntry),
    }),
  }),
  z.object({
    event: z.literal('failure'),
    data: z.object({
      row: count,
      attribute_id: z.string().nullable(),
      code: z.string(),
      message: z.string(),
    }),
  }),
  z.object({
    event: z.literal('end'),
    data: z.object({
      seed,
      status: z.enum(['completed', 'failed', 'cancelled']),
      cost_usd: z.number(),
      saved_usd: z.number(),
      calls: count,
      reused_calls: count,
      prompt_tokens: z.number(),
      completion_tokens: z.number(),
      error: z.object({ code: z.string(), message: z.string() }).optional(),
    }),
  }),
]);
export type WireTrialEvent = z.infer<typeof trialEvent>;
