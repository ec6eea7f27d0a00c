import { z } from 'zod';

const text = z.string().min(1);
const length = z.int().min(0);

const qualityRule = z
  .strictObject({
    id: text.optional().meta({
      description:
        'The name of the rule on the pages and in the rows that it rejects. Left out, it is made of what is asked and of the column.',
      examples: ['short-and-plain'],
    }),
    column: text.optional().meta({
      description:
        'The column that is looked at: any attribute of the recipe, also one that is not given out.',
      examples: ['user_query'],
    }),
    columns: z
      .array(text)
      .min(1)
      .optional()
      .meta({
        description: 'For `unique`: the columns whose values may not come together again.',
        examples: [['question', 'answer']],
      }),
    required: z
      .boolean()
      .optional()
      .meta({ description: 'The value must not be empty.', examples: [true] }),
    min_length: length.optional().meta({
      description: 'The least characters that a text may have; of a conversation the contents count.',
      examples: [8],
    }),
    max_length: length
      .optional()
      .meta({ description: 'The most characters that a text may have.', examples: [300] }),
    pattern: text.optional().meta({
      description: 'A Python regular expression that must be found somewhere in the text.',
      examples: ['[.?!]$'],
    }),
    not_pattern: text.optional().meta({
      description: 'A Python regular expression that must not be found anywhere in the text.',
      examples: ['(?i)as an AI'],
    }),
    must_not_contain: z
      .array(text)
      .min(1)
      .optional()
      .meta({
        description:
          'Texts that must not occur as whole words, with values in braces: `{label}`. Upper and lower case count the same, and so do blanks, `_` and `-`.',
        examples: [['{label}']],
      }),
    one_of: z
      .array(z.string())
      .min(1)
      .optional()
      .meta({ description: 'The texts that are allowed.', examples: [['positive', 'negative']] }),
    min: z
      .number()
      .optional()
      .meta({
        description: 'The least number that may stand here; text that is no number breaks the rule.',
        examples: [4],
      }),
    max: z
      .number()
      .optional()
      .meta({ description: 'The largest number that may stand here.', examples: [5] }),
    valid_json: z
      .boolean()
      .optional()
      .meta({ description: 'The text must be JSON.', examples: [true] }),
    unique: z
      .boolean()
      .optional()
      .meta({
        description: 'No accepted row may have the same value here, or the same values in `columns`.',
        examples: [true],
      }),
    max_similarity: z
      .number()
      .min(0.5)
      .max(0.99)
      .optional()
      .meta({
        description:
          'How alike the text may be to that of another accepted row: the share of pieces of five characters that both have, case, punctuation and spacing aside. A row that is more alike is a near-duplicate.',
        examples: [0.8],
      }),
  })
  .meta({ description: 'What a row needs to be accepted. All that is asked for must hold.' });

/** Which rows are accepted. Later kinds of rules get a list of their own beside this one, or keys in its items. */
export const quality = z.strictObject({
  rules: z.array(qualityRule).default([]).meta({
    description:
      'The rules in order. A row that breaks one is rejected, kept with the reason, and replaced by another.',
  }),
});

export type QualityRule = z.infer<typeof qualityRule>;
