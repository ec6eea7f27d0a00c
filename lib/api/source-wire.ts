import { z } from 'zod';
import { listOf } from './common';

/** What is read as one source: records of data files, or texts of documents. */
const sourceKind = z.enum(['data', 'documents']);

/** Files that were given to a project as one source; `path` is what a recipe names them by. */
export const uploaded = z.object({
  id: z.number(),
  path: z.string(),
  kind: sourceKind,
  rows: z.number(),
  columns: z.array(z.string()),
  /** Records that can't be read. */
  bad_records: z.number(),
});
export type WireUploaded = z.infer<typeof uploaded>;

/** An upload in the list. `rows` is null for one of which that was never noted. */
export const upload = uploaded.extend({
  rows: z.number().nullable(),
  name: z.string(),
  files: z.number(),
  bytes: z.number(),
  created_at: z.string(),
  /** The recipes that name it. */
  used_by: z.array(z.object({ recipe_id: z.number(), name: z.string() })),
});
export type WireUpload = z.infer<typeof upload>;
export const uploadList = listOf(upload);

/** As many records are given at once. */
export const mostRecords = 1000;

/** What a source is read by: the fields of `input_data` or `input_documents` that say what is read. */
export const readSourceBody = z.strictObject({
  source: z.strictObject({
    path: z.string().min(1),
    /** Needed where the path doesn't tell: `upload:3/*`. */
    kind: sourceKind.optional(),
    hf_split: z.string().optional(),
    hf_revision: z.string().optional(),
    segmentation_params: z
      .strictObject({
        segment_length: z.int().min(1).default(2048),
        segment_overlap: z.int().min(0).default(0),
      })
      .optional(),
  }),
  indices: z.array(z.int().min(0)).max(mostRecords),
  /** The columns that are wanted; left out, all. */
  columns: z.array(z.string()).optional(),
});
export type ReadSourceBody = z.input<typeof readSourceBody>;

/**
 * Records of a source; documents have the columns `document` and, cut into segments, `segment`. In the place of a record
 * that can't be read stands null, and `bad` says why.
 */
export const sourceRecords = z.object({
  records: z.array(z.record(z.string(), z.unknown()).nullable()),
  bad: z.array(z.object({ index: z.number(), reason: z.string() })),
  count: z.number(),
  columns: z.array(z.string()),
  /** How many records of all can't be read, and what is wrong with the first; null where all can. */
  bad_records: z.object({ count: z.number(), first: z.string() }).nullable(),
  sha256: z.string(),
});

const statements = z.string().max(1_000_000);

/** A database in memory as a recipe makes it, and what its tools do in it. */
export const checkDatabaseBody = z.strictObject({
  schema_sql: statements,
  seed_sql: statements.optional(),
  tools: z
    .array(
      z.strictObject({
        id: z.string(),
        sql: statements,
        read_only: z.boolean().default(true),
        /** The last statement has to give rows. */
        needs_rows: z.boolean().default(false),
      }),
    )
    .max(200)
    .default([]),
});
export type CheckDatabaseBody = z.input<typeof checkDatabaseBody>;

/** What SQLite says, in its own words: to a key of the set-up, or to a tool. */
export const databaseProblems = z.object({
  problems: z.array(
    z.object({
      place: z.union([
        z.object({ type: z.literal('set-up'), key: z.enum(['db_path', 'schema_sql', 'seed_sql']) }),
        z.object({ type: z.literal('tool'), tool_id: z.string() }),
      ]),
      text: z.string(),
    }),
  ),
});
export type WireDatabaseProblems = z.output<typeof databaseProblems>;
