import { z } from 'zod';
import { count, id, listOf, queryInt, time } from './common';
import { runStatus } from './run-wire';

const rowStatus = z.enum(['accepted', 'rejected', 'failed', 'spare']);
const rowStatusFilter = z.enum(['accepted', 'rejected', 'failed', 'spare', 'all']);

const column = z.object({
  name: z.string(),
  kind: z.enum(['sampled', 'source', 'generated', 'conversation', 'transformed']),
  output: z.boolean(),
  /** `text` for every column until statistics know better. */
  type: z.string(),
});
export type WireColumn = z.infer<typeof column>;

/** `rows` and `splits` count accepted rows; `counts` has one figure for each status. */
export const dataset = z.object({
  id,
  run_id: id,
  name: z.string(),
  rows: count,
  columns: z.array(column),
  splits: z.object({ train: count, validation: count, test: count }),
  counts: z.object({ accepted: count, rejected: count, failed: count, spare: count }),
  run_status: runStatus,
  recipe_id: id.nullable(),
  recipe_version: z.int().positive().nullable(),
  created_at: time,
});
export type WireDataset = z.infer<typeof dataset>;
export const datasetList = listOf(dataset);

export const updateDatasetBody = z.strictObject({ name: z.string().trim().min(1).max(200) });

/** `filter`, `sort` and `split` are refused by name until they work: nothing is ignored silently. */
export const rowsQuery = z.strictObject({
  limit: queryInt(1, 500).default(50),
  cursor: z.string().max(200).optional(),
  from_index: queryInt(0, 2 ** 31).optional(),
  status: rowStatusFilter.default('accepted'),
  search: z.string().min(1).max(200).optional(),
  filter: z.string().optional(),
  sort: z.string().optional(),
  split: z.string().optional(),
});
export type RowsQuery = z.input<typeof rowsQuery>;

const rowReason = z.object({
  attribute_id: z.string().optional(),
  code: z.string(),
  message: z.string(),
  attempts: count,
});

/** A row of the grid; `values` has every column that has a value. */
const row = z.object({
  index: count,
  status: rowStatus,
  reason: rowReason.optional(),
  values: z.record(z.string(), z.unknown()),
  rating: z.union([z.literal(-1), z.literal(0), z.literal(1)]).optional(),
  edited: z.array(z.string()).optional(),
});
export type WireRow = z.infer<typeof row>;

export const rowList = z.object({
  data: z.array(row),
  next_cursor: z.string().nullable(),
  total: z.object({ value: count, exact: z.boolean() }),
});

/** Where one value came from. */
export const lineageEntry = z.object({
  attribute_id: z.string(),
  kind: z.enum(['sampled', 'source', 'generated', 'conversation', 'transformed']),
  model: z.string().optional(),
  messages: z.array(z.object({ role: z.string(), content: z.string() })).optional(),
  answer: z.string().optional(),
  finish_reason: z.string().optional(),
  prompt_tokens: z.number().optional(),
  completion_tokens: z.number().optional(),
  cost_usd: z.number().optional(),
  latency_ms: z.number().optional(),
  attempts: z.array(z.object({ code: z.string(), message: z.string(), waited_ms: z.number() })).optional(),
  reused: z.boolean().optional(),
  at: time.optional(),
});
export type LineageEntry = z.infer<typeof lineageEntry>;

export const rowWithLineage = row.extend({ lineage: z.array(lineageEntry) });
export type WireRowWithLineage = z.infer<typeof rowWithLineage>;

/** `filter` and `split` are refused by name until they work. */
export const downloadQuery = z.strictObject({
  format: z.string().default('jsonl'),
  columns: z.string().optional(),
  status: rowStatusFilter.default('accepted'),
  limit: queryInt(1, 1_000_000_000).optional(),
  split: z.string().optional(),
  filter: z.string().optional(),
  /** Proof of a one-hour address: expiry and signature. */
  token: z.string().optional(),
});
export type DownloadQuery = z.input<typeof downloadQuery>;
export const downloadAddress = z.object({ url: z.url() });
