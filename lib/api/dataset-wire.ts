import { mostRowsAtOnce } from '@/lib/dataset/most-rows';
import { filterMeasures, filterOps } from '@/lib/dataset/row-filter';
import { z } from 'zod';
import { splits } from '@/lib/dataset/split';
import { count, cursor, greatestNumber, id, listOf, ownName, queryInt, rowIndex, time } from './common';
import { runStatus } from './run-wire';

const rowStatus = z.enum(['accepted', 'rejected', 'failed', 'spare']);
const rowStatusFilter = z.enum(['accepted', 'rejected', 'failed', 'spare', 'all']);

/** What a column holds, in the rows that were looked at. */
const columnFacts = {
  type: z.enum(['text', 'number', 'boolean', 'list', 'mapping', 'empty']),
  /** Rows with a value here. */
  count,
  distinct: count.optional(),
  /** Of numbers, of the characters of texts, of the items of lists. */
  min: z.number().optional(),
  max: z.number().optional(),
  mean: z.number().optional(),
  /** The least one that half of all don't pass. */
  median: z.number().optional(),
  /** The most frequent values, for columns that repeat theirs. */
  top: z.array(z.object({ value: z.unknown(), count })).optional(),
  histogram: z.array(z.object({ from: z.number(), to: z.number(), count })).optional(),
};

const column = z.object({
  name: z.string(),
  kind: z.enum(['sampled', 'source', 'generated', 'conversation', 'transformed']),
  output: z.boolean(),
  // `text` for every column until it is known better.
  ...columnFacts,
  count: count.optional(),
});
export type WireColumn = z.infer<typeof column>;

/** `rows` and `splits` count accepted rows; `counts` has one figure for each status. */
export const dataset = z.object({
  id,
  run_id: id,
  name: z.string(),
  rows: count,
  /** Of a dataset that is a part of another. */
  split: z.enum(splits).optional(),
  columns: z.array(column),
  splits: z.object({ train: count, validation: count, test: count }),
  counts: z.object({ accepted: count, rejected: count, failed: count, spare: count }),
  /** How many rows the statistics of the columns are of; `exact` is false when these are only the first ones. */
  statistics: z.object({ rows: count, exact: z.boolean() }).optional(),
  run_status: runStatus,
  recipe_id: id.nullable(),
  recipe_version: z.int().positive().nullable(),
  created_at: time,
});
export type WireDataset = z.infer<typeof dataset>;
export const datasetList = listOf(dataset);

export const updateDatasetBody = z.strictObject({ name: ownName });

const filterValue = z.union([z.string(), z.number(), z.boolean(), z.null()]);

/** Conditions on columns, all of which a row has to meet: the JSON of `filter`. */
export const rowFilters = z
  .array(
    z.strictObject({
      column: z.string(),
      /** `empty` takes no value, or false for what isn't. */
      op: z.enum(filterOps),
      value: z.union([filterValue, z.array(filterValue).max(1000)]).optional(),
      /** `length` compares the characters of a text or the items of a list, `characters` those of all it says. */
      of: z.enum(filterMeasures).optional(),
    }),
  )
  .max(20);

const split = z.enum(splits);

export const rowsQuery = z.strictObject({
  limit: queryInt(1, 500).default(50),
  cursor: cursor.optional(),
  from_index: queryInt(0, greatestNumber).optional(),
  /** The first row of the page by its place among those that fit. */
  offset: queryInt(0, greatestNumber).optional(),
  /** Begins the page with this row, or the next one in row order that fits. */
  at_row: queryInt(0, greatestNumber).optional(),
  status: rowStatusFilter.default('accepted'),
  search: z.string().min(1).max(200).optional(),
  /** JSON: a list of conditions. */
  filter: z.string().max(20_000).optional(),
  /** A column, or `-column` for the other way round. */
  sort: z.string().max(300).optional(),
  split: split.optional(),
  /** Also how long the answers of each row took. */
  times: z.enum(['true', 'false']).default('false'),
});
export type RowsQuery = z.input<typeof rowsQuery>;

const rowReason = z.object({
  attribute_id: z.string().optional(),
  code: z.string(),
  message: z.string(),
  attempts: count,
});

/** A row of the grid; `values` has every column that has a value. */
export const row = z.object({
  index: count,
  status: rowStatus,
  reason: rowReason.optional(),
  values: z.record(z.string(), z.unknown()),
  rating: z.literal([-1, 0, 1]).optional(),
  edited: z.array(z.string()).optional(),
  /** With `times`: how long models took for its answers, added up; reused ones took none. */
  took_ms: z.number().optional(),
});
export type WireRow = z.infer<typeof row>;

export const rowList = z.object({
  data: z.array(row),
  /** The place of the first row among those that fit, for choices of rows. */
  offset: count.optional(),
  next_cursor: z.string().nullable(),
  total: z.object({ value: count, exact: z.boolean() }),
});

/** The tools that an assistant calls. */
const toolCalls = z.array(z.object({ id: z.string(), name: z.string(), arguments: z.string() }));

/** What is known of a call that was answered. */
const answeredCall = {
  model: z.string().optional(),
  messages: z
    .array(
      z.object({
        role: z.string(),
        content: z.string(),
        tool_calls: toolCalls.optional(),
        /** Of what a tool gave: the call that it answers. */
        tool_call_id: z.string().optional(),
      }),
    )
    .optional(),
  answer: z.string().optional(),
  /** Of an answer that uses tools. */
  tool_calls: toolCalls.optional(),
  finish_reason: z.string().optional(),
  prompt_tokens: z.number().optional(),
  completion_tokens: z.number().optional(),
  cost_usd: z.number().optional(),
  latency_ms: z.number().optional(),
  attempts: z.array(z.object({ code: z.string(), message: z.string(), waited_ms: z.number() })).optional(),
  reused: z.boolean().optional(),
  at: time.optional(),
};

/** One of several calls of a value. */
const lineageCall = z.object({
  /** Which one: `plan`, `turn:1` … */
  step: z.string(),
  ...answeredCall,
});

/**
 * Where one value came from. One that took several calls has each in `calls`; tokens, cost and time are those of all of
 * them then.
 */
export const lineageEntry = z.object({
  attribute_id: z.string(),
  kind: z.enum(['sampled', 'source', 'generated', 'conversation', 'transformed']),
  ...answeredCall,
  calls: z.array(lineageCall).optional(),
});
export type LineageCall = z.infer<typeof lineageCall>;
export type LineageEntry = z.infer<typeof lineageEntry>;

/** A change by hand, the newest last. */
const rowChange = z.object({
  at: time,
  values: z.record(z.string(), z.object({ before: z.unknown(), after: z.unknown() })),
  rating: z.number().optional(),
  status: rowStatus.optional(),
  /** True where a model was asked anew, and not a person changed it. */
  regenerated: z.boolean().optional(),
});

/**
 * `generated` has the values as they came, where they differ; `changes` is there for a row that was changed; `breaks`
 * names the first rule that a row which isn't rejected breaks as it stands now, where one row is enough to see it.
 */
export const rowWithLineage = row.extend({
  lineage: z.array(lineageEntry),
  generated: z.record(z.string(), z.unknown()).optional(),
  changes: z.array(rowChange).optional(),
  breaks: z.object({ rule: z.string(), column: z.string(), message: z.string() }).optional(),
});
export type WireRowWithLineage = z.infer<typeof rowWithLineage>;

/** `PATCH /datasets/{id}/rows/{index}`. */
export const updateRowBody = z.strictObject({
  values: z.record(z.string(), z.unknown()).optional(),
  rating: z.literal([-1, 0, 1]).optional(),
  status: z.enum(['accepted', 'rejected']).optional(),
});
export type UpdateRowBody = z.infer<typeof updateRowBody>;
export const updateRowQuery = z.strictObject({ undo: z.literal('true').optional() });

/** `POST /datasets/{id}/rows/{index}:regenerate`; `dry_run` tells what it would ask and cost. */
export const regenerateBody = z.strictObject({
  attribute_id: z.string().min(1),
  dry_run: z.boolean().default(false),
});
export type RegenerateBody = z.input<typeof regenerateBody>;

/** A regeneration: the attributes that are asked anew, and the cost, of the old answers until the new are there. */
export const regeneration = z.object({
  /** Null for a dry run. */
  id: count.nullable(),
  status: z.enum(['planned', 'pending', 'running', 'completed', 'failed', 'cancelled']),
  attribute_ids: z.array(z.string()),
  cost_usd: z.number(),
  error: z.object({ code: z.string(), message: z.string() }).optional(),
});

/** Which rows a statistic is about. */
export const statisticsQuery = rowsQuery.pick({ search: true, filter: true, status: true });
export type StatisticsQuery = z.input<typeof statisticsQuery>;

const columnStatistics = z.object({ name: z.string(), ...columnFacts });
export type ColumnStatistics = z.infer<typeof columnStatistics>;

/** `exact` is false when only the first `rows` of them were looked at. */
export const datasetStatistics = z.object({
  rows: count,
  exact: z.boolean(),
  columns: z.array(columnStatistics),
});
export type DatasetStatistics = z.infer<typeof datasetStatistics>;

/** `POST /datasets/{id}/rows:change`: the same change for many rows, named one by one or as those that fit. */
export const changeRowsBody = z.strictObject({
  indices: z.array(rowIndex).min(1).max(mostRowsAtOnce).optional(),
  /** The rows that fit, but for some. */
  of: z
    .strictObject({
      status: rowStatusFilter.default('accepted'),
      search: z.string().max(200).optional(),
      filter: z.string().max(20_000).optional(),
      except: z.array(rowIndex).max(mostRowsAtOnce).default([]),
      /** Only the rows from this index on, and those below that one: many rows are changed slice by slice. */
      from_index: rowIndex.optional(),
      to_index: rowIndex.optional(),
    })
    .optional(),
  rating: z.literal([-1, 0, 1]).optional(),
  status: z.enum(['accepted', 'rejected']).optional(),
  /** Takes the last change of each row back instead. */
  undo: z.literal(true).optional(),
});
export type ChangeRowsBody = z.input<typeof changeRowsBody>;
/** `indices` are the rows that were changed: sent again with `undo`, they take it back. */
export const rowsChanged = z.object({ changed: count, indices: z.array(count) });

const share = z
  .string()
  .regex(/^(?:0|0?\.\d{1,6})$/, 'must be a number from 0 to 0.9')
  .transform(Number)
  .pipe(z.number().max(0.9));

/** Which rows a file is made of, and how they are divided. */
const rowsOfFile = z.strictObject({
  status: rowStatusFilter.default('accepted'),
  search: z.string().max(200).optional(),
  filter: z.string().max(20_000).optional(),
  sort: z.string().max(300).optional(),
  /** Splits by chance instead of in row order; without it the run's seed, when another of these options is there. */
  split_seed: queryInt(0, Number.MAX_SAFE_INTEGER).optional(),
  validation_share: share.optional(),
  test_share: share.optional(),
  /** Each value of this column is divided by the shares. */
  stratify: z.string().max(300).optional(),
  /** Rows whose texts in this column are near-duplicates stay in one split. */
  keep_together: z.string().max(300).optional(),
});

/** What each row took. */
export const metricsQuery = rowsOfFile;

/** A file for each split, with all that belongs to them. */
export const bundleQuery = rowsOfFile.extend({
  format: z.string().default('jsonl'),
  columns: z.string().optional(),
  /** Sampled values by the id that the row holds, or by their name. */
  label: z.enum(['id', 'name']).default('id'),
  /** CSV: what stands between two cells. */
  separator: z.enum(['comma', 'semicolon', 'tab']).default('comma'),
  /** CSV: the name of a first column with the row's index. */
  index_column: z.string().min(1).max(100).optional(),
  /** CSV: texts that a spreadsheet would run as a formula begin with an apostrophe. */
  spreadsheet_safe: z.enum(['true', 'false']).default('false'),
  /** Conversations: their system message, instead of any that is there. */
  system: z.string().max(20_000).optional(),
  /** Conversations made of two columns. */
  user: z.string().max(300).optional(),
  assistant: z.string().max(300).optional(),
  /** With them: a column of what the user's words are about. Alpaca has a place for it, elsewhere it follows them. */
  input: z.string().max(300).optional(),
});

export const downloadQuery = bundleQuery.extend({
  limit: queryInt(1, 1_000_000_000).optional(),
  split: split.optional(),
  /** Proof of a one-hour address: expiry and signature. */
  token: z.string().optional(),
});

/** Where a bundle goes on the Hugging Face hub. */
export const pushBody = z.strictObject({
  repo: z
    .string()
    .max(200)
    .regex(
      /^[A-Za-z0-9][\w.-]*\/[A-Za-z0-9][\w.-]*$/,
      'must be an owner and a name, such as "maria/stories"',
    ),
  /** Of a repository that is made by this; one that is there keeps who may see it. */
  private: z.boolean().default(true),
  /** A key of the hub that may write, for this push alone; it isn't kept. Without one the server's own is used. */
  token: z.string().min(1).max(1000).optional(),
});
export type PushBody = z.input<typeof pushBody>;

/** What was put there. */
export const push = z.object({
  /** The page of the dataset. */
  url: z.url(),
  commit: z.string(),
  files: z.array(z.object({ path: z.string(), bytes: count })),
});
export type WirePush = z.infer<typeof push>;

export type BundleQuery = z.input<typeof bundleQuery>;
export type DownloadQuery = z.input<typeof downloadQuery>;
export type MetricsQuery = z.input<typeof metricsQuery>;
export const downloadAddress = z.object({ url: z.url() });
