import { z } from 'zod';

const text = z.string().min(1);

/** What a sampler can draw. */
export const samplerTypes = [
  'integer',
  'float',
  'boolean',
  'datetime',
  'uuid',
  'pattern',
  'person',
  'email',
  'phone',
  'address',
  'faker',
  'file',
] as const;

export type SamplerType = (typeof samplerTypes)[number];

/** One mapping for all types: which keys go with which type is in `samplerKeys`. */
export const sampler = z
  .strictObject({
    type: z.enum(samplerTypes).meta({
      description:
        'What is drawn: INTEGER, FLOAT, BOOLEAN, DATETIME, UUID, PATTERN (text of a given form), PERSON, EMAIL, PHONE, ADDRESS, FAKER (the rest of faker), FILE (a value of a file’s column).',
      examples: ['INTEGER'],
    }),
    min: z
      .number()
      .optional()
      .meta({ description: 'For integer and float: the least value.', examples: [18] }),
    max: z
      .number()
      .optional()
      .meta({ description: 'For integer and float: the greatest value.', examples: [90] }),
    distribution: z
      .enum(['uniform', 'normal'])
      .optional()
      .meta({
        description:
          'For integer and float: UNIFORM (all values as often, the default) or NORMAL (around `mean`, cut at min and max).',
        examples: ['NORMAL'],
      }),
    mean: z
      .number()
      .optional()
      .meta({ description: 'For NORMAL: the middle before min and max cut it.', examples: [40] }),
    deviation: z
      .number()
      .gt(0)
      .optional()
      .meta({
        description: 'For NORMAL: the standard deviation. Two thirds lie within one of the mean.',
        examples: [12],
      }),
    decimals: z
      .int()
      .min(0)
      .max(10)
      .optional()
      .meta({
        description: 'For float: digits after the point. Left out, as many as there are.',
        examples: [2],
      }),
    rate: z
      .number()
      .min(0)
      .max(1)
      .optional()
      .meta({ description: 'For boolean: the share of rows with true; 0.5 if left out.', examples: [0.1] }),
    start: text.optional().meta({
      description: 'For datetime: the first day, or day and time, as `2026-01-31` or `2026-01-31T08:30:00`.',
      examples: ['2026-01-01'],
    }),
    end: text
      .optional()
      .meta({ description: 'For datetime: the last one that can be drawn.', examples: ['2026-12-31'] }),
    step: text.optional().meta({
      description:
        'For datetime: how far values lie apart, counted from start: `15m`, `2h`, `1d`, `1w` (s, m, h, d, w). Left out: a day between days, else a second.',
      examples: ['1d'],
    }),
    format: text.optional().meta({
      description:
        'For datetime: how it is written, in the codes of Python’s strftime. Left out: as start is written.',
      examples: ['%d %B %Y'],
    }),
    pattern: text.optional().meta({
      description:
        'For pattern: the form of the text as a regular expression without anchors and lookaround; repetitions need an end.',
      examples: ['INV-[0-9]{6}'],
    }),
    locale: text.optional().meta({
      description:
        'For person, email, phone, address and faker: a language or a language of a country; `en` if left out.',
      examples: ['de'],
    }),
    sex: z
      .enum(['female', 'male'])
      .optional()
      .meta({ description: 'For person: only people of this sex.', examples: ['FEMALE'] }),
    min_age: z
      .int()
      .min(0)
      .max(120)
      .optional()
      .meta({ description: 'For person: the least age; 18 if left out.', examples: [30] }),
    max_age: z
      .int()
      .min(0)
      .max(120)
      .optional()
      .meta({ description: 'For person: the greatest age; 90 if left out.', examples: [65] }),
    method: text
      .optional()
      .meta({ description: 'For faker: what to ask it for.', examples: ['commerce.productName'] }),
    path: text.optional().meta({
      description:
        'For file: a file of JSONL, JSON, CSV, TSV, Parquet or XLSX, named as in `input_data`. Each row gets a value by chance.',
      examples: ['upload:1/cities.csv'],
    }),
    hf_split: z
      .string()
      .optional()
      .meta({ description: 'For file: the split of a dataset of the hub.', examples: ['train'] }),
    hf_revision: z
      .string()
      .optional()
      .meta({ description: 'For file: a branch, tag or commit of a dataset of the hub.' }),
    column: text
      .optional()
      .meta({ description: 'For file: the column with the values.', examples: ['city'] }),
    weight_column: text.optional().meta({
      description: 'For file: a column of numbers; a value is drawn in proportion to its own.',
      examples: ['population'],
    }),
  })
  .meta({ description: 'Draws a value for each row without a list of possible values.' });

/** Chances that depend on another attribute. */
export const dependsOn = z
  .strictObject({
    attribute: text.meta({ description: 'The id of another sampled attribute.', examples: ['department'] }),
    weights: z
      .map(z.string(), z.map(z.string(), z.number().min(0)))
      .optional()
      .meta({
        description:
          'For values of the other attribute: the weights of the values here. Those that aren’t named are not drawn.',
        examples: [{ garden: { rake: 3, hose: 1 } }],
      }),
    values: z
      .map(z.string(), z.array(text).min(1))
      .optional()
      .meta({
        description:
          'For values of the other attribute: the values that can be drawn here, in proportion to their sample_rate.',
        examples: [{ kitchen: ['pan', 'pot'] }],
      }),
  })
  .meta({
    description:
      'Makes the chances depend on what another sampled attribute has drawn. Where it says nothing, the sample_rates count.',
  });

export type Sampler = z.infer<typeof sampler>;
export type DependsOn = z.infer<typeof dependsOn>;
