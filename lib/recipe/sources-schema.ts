import { z } from 'zod';
import type { Value } from '@/lib/util/value';

const text = z.string().min(1);

const numShots = z
  .int()
  .optional()
  .meta({
    description:
      'Above 1, each row gets this many records by chance, as a list under the id. Else the rows take one record after the other.',
    examples: [3],
  });

const shotsId = text.optional().meta({
  description: 'The name of the list where num_shots is above 1; a prompt shows a part by `{id[0].field}`.',
  examples: ['examples'],
});

const exampleSource = z
  .strictObject({
    examples: z
      .array(z.map(z.string(), z.custom<Value>()))
      .min(1)
      .meta({ description: 'The records. All have the same keys, and each key names a column.' }),
    id: shotsId,
    num_shots: numShots,
  })
  .meta({ description: 'Records that stand in the recipe itself.' });

const dataSource = z
  .strictObject({
    path: text.meta({
      description:
        'A file of JSONL, JSON, CSV, TSV, Parquet or XLSX: one that was uploaded, `hf:owner/name` of the Hugging Face hub, or, on the command line, a path; * and ** stand for any name.',
      examples: ['upload:1/questions.csv', 'data/*.jsonl', 'hf:tatsu-lab/alpaca'],
    }),
    hf_split: z
      .string()
      .optional()
      .meta({ description: 'The split of a dataset of the hub.', examples: ['train'] }),
    hf_revision: z
      .string()
      .optional()
      .meta({ description: 'A branch, tag or commit of a dataset of the hub.', examples: ['main'] }),
    attribute_map: z
      .map(z.string(), text)
      .default(() => new Map())
      .meta({
        description:
          'The columns that are taken, each with its new name. Left out, all are taken as they are.',
        examples: [{ instruction: 'question' }],
      }),
    id: shotsId,
    num_shots: numShots,
  })
  .meta({ description: 'Records of a file.' });

const segmentation = z
  .strictObject({
    id: text.meta({ description: 'The name of the column with the segment.', examples: ['passage'] }),
    segmentation_strategy: z
      .enum(['TOKENS'])
      .default('TOKENS')
      .meta({ description: 'The way of cutting. There is one.' }),
    tokenizer: text
      .default('openai-community/gpt2')
      .meta({ description: 'The tokens that are counted: those of GPT-2.' }),
    segment_length: z
      .int()
      .min(1)
      .default(2048)
      .meta({ description: 'The length of a segment in tokens.', examples: [512] }),
    segment_overlap: z
      .int()
      .min(0)
      .default(0)
      .meta({ description: 'How many tokens a segment shares with the one before.', examples: [50] }),
    keep_original_text: z
      .boolean()
      .default(false)
      .meta({ description: 'Give each row the whole document too, under the id of the source.' }),
  })
  .meta({ description: 'Cuts documents into segments of the same length.' });

const documentSource = z
  .strictObject({
    path: text.meta({
      description:
        'Documents of PDF, DOCX, TXT, MD or HTML: one that was uploaded or, on the command line, a path; * and ** stand for any name.',
      examples: ['upload:2/handbook.pdf', 'documents/**/*.md'],
    }),
    id: text.meta({ description: 'The name of the column with the text.', examples: ['document'] }),
    segmentation_params: segmentation.optional(),
    num_shots: numShots,
  })
  .meta({ description: 'Texts of documents, whole or in segments.' });

/** The lists of sources of a recipe. */
export const sourceFields = {
  input_examples: z
    .array(exampleSource)
    .default([])
    .meta({ description: 'Records that stand in the recipe itself.' }),
  input_data: z
    .array(dataSource)
    .default([])
    .meta({ description: 'Files of records: each row takes the next one.' }),
  input_documents: z
    .array(documentSource)
    .default([])
    .meta({ description: 'Documents: each row takes the next one, or the next segment.' }),
};

export type ExampleSource = z.infer<typeof exampleSource>;
export type DataSource = z.infer<typeof dataSource>;
export type DocumentSource = z.infer<typeof documentSource>;
