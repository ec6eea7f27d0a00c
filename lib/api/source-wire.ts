import { z } from 'zod';

/** A file that was given to a project; `path` is what a recipe names it by. */
export const uploaded = z.object({
  id: z.number(),
  path: z.string(),
  rows: z.number(),
  columns: z.array(z.string()),
});

/** As many records are given at once. */
export const mostRecords = 1000;

/** What a source is read by: the fields of `input_data` or `input_documents` that say what is read. */
export const readSourceBody = z.strictObject({
  source: z.strictObject({
    path: z.string().min(1),
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

/** Records of a source; documents have the columns `document` and, cut into segments, `segment`. */
export const sourceRecords = z.object({
  records: z.array(z.record(z.string(), z.unknown())),
  count: z.number(),
  columns: z.array(z.string()),
  sha256: z.string(),
});
