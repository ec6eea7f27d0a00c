import { z } from 'zod';
import {
  count,
  greatestNumber,
  id,
  listOf,
  ordinal,
  ownName,
  pageQuery,
  queryInt,
  seed,
  time,
  usd,
} from './common';

export const runStatus = z.enum([
  'pending',
  'running',
  'pausing',
  'paused',
  'cancelling',
  'completed',
  'failed',
  'cancelled',
]);

const pauseReason = z.enum(['user', 'budget', 'shutdown', 'disk']);

const budget = z.strictObject({
  usd: z.number().positive().optional(),
  tokens: z.int().positive().optional(),
  calls: z.int().positive().optional(),
});
export type WireBudget = z.infer<typeof budget>;

const rowCount = z.int().min(1).max(10_000_000);
const runOptions = {
  num_samples: rowCount.optional(),
  seed: seed.optional(),
  name: ownName.optional(),
  /** A model's name, or `ENGINE/name`, instead of the recipe's. */
  model: z.string().min(1).max(300).optional(),
  budget: budget.optional(),
  max_rows: rowCount.optional(),
  reuse: z.boolean().optional(),
  reuse_from: id.optional(),
};

/** `POST /runs` and `POST /runs:estimate`: a stored recipe or a bare text. */
export const startRunBody = z.union([
  z.strictObject({ recipe_id: id, recipe_version: ordinal.optional(), ...runOptions }),
  z.strictObject({ yaml: z.string(), ...runOptions }),
]);
export type StartRunBody = z.infer<typeof startRunBody>;

/** `PATCH /runs/{id}`; a `null` inside `budget` can't be given: leave the limit out to lift it. */
export const updateRunBody = z.strictObject({
  budget: budget.optional(),
  num_samples: rowCount.optional(),
  max_rows: rowCount.optional(),
});
export type UpdateRunBody = z.infer<typeof updateRunBody>;

/** `POST /runs/{id}:resume`; a key is used for this run alone, kept sealed, and never given out. */
export const resumeRunBody = z.strictObject({ api_key: z.string().trim().min(1).max(1000).optional() });
export type ResumeRunBody = z.infer<typeof resumeRunBody>;

/** `POST /runs/{id}:retry`. */
export const retryRunBody = z.strictObject({
  codes: z.array(z.string()).min(1).max(50).optional(),
  /** From now on the run's answers may be this long, in place of what its recipe says. */
  max_new_tokens: z.int().min(1).max(1_000_000).optional(),
});
export type RetryRunBody = z.infer<typeof retryRunBody>;

/** The funnel and the meters of a run: planned = generated + in flight + waiting + failed. */
export const progress = z.object({
  planned: count,
  generated: count,
  accepted: count,
  rejected: count,
  spare: count,
  failed: count,
  in_flight_rows: count,
  waiting_rows: count,
  reused_rows: count,
  calls: count,
  reused_calls: count,
  retried_calls: count,
  prompt_tokens: z.number(),
  completion_tokens: z.number(),
  cost_usd: z.number(),
  reserved_usd: z.number(),
  saved_usd: z.number(),
  rows_per_second: z.number(),
  calls_per_second: z.number(),
  concurrency: z.number(),
  limited_by: z.string().nullable(),
  /** Of several models the one whose limit that is. */
  limited_model: z.string().nullable(),
  eta_seconds: z.number().nullable(),
  failures: z.array(z.object({ code: z.string(), message: z.string(), count, example_row: count })),
  rejections: z.array(z.object({ rule: z.string(), count, example_row: count })),
  /**
   * What became of the newest rows, at most 200, since the run was last taken up; and which drawn values lose their rows
   * far more often than others.
   */
  recent: z.object({
    rows: count,
    causes: z.array(z.object({ status: z.enum(['failed', 'rejected']), code: z.string(), count })),
    starving: z
      .array(z.object({ attribute_id: z.string(), value: z.string(), tried: count, accepted: count }))
      .default([]),
  }),
  updated_at: time,
});
export type WireProgress = z.infer<typeof progress>;

const endpointFacts = {
  engine: z.string(),
  label: z.string(),
  base_url: z.string(),
  model: z.string(),
  max_concurrency: z.number(),
  requests_per_minute: z.number().nullable(),
  /** Null: the price is not known, and no cost is counted. */
  price: z.object({ input_usd_per_million: z.number(), output_usd_per_million: z.number() }).nullable(),
};

/** Where calls of a run go, with the limits and the price under which it was last taken up. */
const endpoint = z.object({ ...endpointFacts, timeout_ms: z.number(), max_new_tokens: z.number() });
export type WireEndpoint = z.infer<typeof endpoint>;

/** How a run stands, and why it doesn't move. */
export const runStanding = {
  status: runStatus,
  waiting: z.object({ reason: z.string(), until: time }).optional(),
  pause_reason: pauseReason.optional(),
};

export const run = z.object({
  id,
  name: z.string(),
  ...runStanding,
  wanted: z.enum(['running', 'paused', 'cancelled']),
  /** Null for a run that the command line started from a file. */
  recipe_id: id.nullable(),
  recipe_version: z.int().positive().nullable(),
  dataset_id: id,
  seed,
  num_samples: count,
  max_rows: count,
  budget,
  model: z.string().nullable(),
  progress,
  /** Where its calls go, with the limits and the price under which it was last taken up; null until then. */
  endpoint: endpoint.nullable(),
  /** The same of models that attributes have for themselves. */
  other_endpoints: z.array(endpoint),
  /** That it was taken up again after its driver had gone. */
  went_on: z.object({ at: time, row: count, stopped_seconds: z.number() }).optional(),
  error: z.object({ code: z.string(), message: z.string() }).optional(),
  created_at: time,
  started_at: time.nullable(),
  ended_at: time.nullable(),
});
export type WireRun = z.infer<typeof run>;
export const runList = listOf(run);

/** The course of a run. Points lie `interval_ms` or further apart; totals are those at that time. */
export const runHistory = z.object({
  interval_ms: z.number(),
  points: z.array(
    z.object({
      at: time,
      generated: count,
      accepted: count,
      rejected: count,
      failed: count,
      prompt_tokens: z.number(),
      completion_tokens: z.number(),
      cost_usd: z.number(),
      rows_per_second: z.number(),
      calls_per_second: z.number(),
      concurrency: z.number(),
      limited_by: z.string().nullable(),
    }),
  ),
  marks: z.array(
    z.discriminatedUnion('type', [
      z.object({ type: z.literal('start'), at: time }),
      z.object({ type: z.literal('go-on'), at: time, row: count, stopped_seconds: z.number() }),
      z.object({ type: z.literal('pause'), at: time, reason: pauseReason }),
      z.object({ type: z.literal('end'), at: time, status: z.enum(['completed', 'failed', 'cancelled']) }),
    ]),
  ),
});
export type WireRunHistory = z.infer<typeof runHistory>;

export const runsQuery = pageQuery.extend({
  /** One status or several, separated by commas. */
  status: z.string().optional(),
  recipe_id: queryInt(1, greatestNumber).optional(),
  /** A part of the name, or an id. */
  search: z.string().trim().min(1).max(200).optional(),
});
export type RunsQuery = z.input<typeof runsQuery>;

/** What the journal of the recipe holds for the rows of a run, counted by row and attribute. */
const reuseFacts = z.object({
  stored: count,
  fitting: count,
  /** What doesn't fit, by what has changed since. */
  seed: count,
  model: count,
  settings: count,
  prompt: count,
  /** Answers of attributes that are no longer written by a model. */
  gone: count,
  /** Where the answers may come from. */
  run_ids: z.array(id),
  has_trials: z.boolean(),
});
export type WireReuse = z.infer<typeof reuseFacts>;

export const runEstimate = z.object({
  calls: count,
  reused_calls: count,
  prompt_tokens: z.number(),
  completion_tokens: z.number(),
  cost_usd: usd.nullable(),
  low_usd: usd.nullable(),
  high_usd: usd.nullable(),
  basis: z.string(),
  /** Rows that rules are likely to reject, made besides and counted in the figures; reckoned from known rows. */
  expected_rejects: count,
  known_rows: count,
  known_rejects: count,
  /** Absent when there is nothing, or too much to look through. */
  reuse: reuseFacts.optional(),
  /** null: nothing is known to reckon from. */
  seconds: z.number().nullable().optional(),
  limited_by: z
    .enum(['requests-per-minute', 'input-tokens-per-minute', 'output-tokens-per-minute', 'concurrency'])
    .nullable()
    .optional(),
  /** The number of the limit that sets the speed. */
  limit: z.number().nullable().optional(),
  /** Of several models the one that sets the speed. */
  limited_model: z.string().nullable(),
  /** Each model of the recipe, its own first, with what it is asked for, where it answers and at which limits. */
  models: z.array(
    z.object({
      ...endpointFacts,
      attribute_ids: z.array(z.string()),
      calls: count,
      prompt_tokens: z.number(),
      completion_tokens: z.number(),
      cost_usd: usd.nullable(),
    }),
  ),
});
export type RunEstimate = z.infer<typeof runEstimate>;

/** A row that failed, with the last error of its last try. */
const rowFailure = z.object({
  index: count,
  attribute_id: z.string().nullable(),
  code: z.string(),
  message: z.string(),
  attempts: count,
});
export const rowFailureList = listOf(rowFailure);
