import { z } from 'zod';
import type { Value } from '@/lib/util/value';
import { languageCodes } from './languages';

const text = z.string().min(1);
const length = z.int().min(0);
const share = z.number().min(0.5).max(0.99);

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
    min_words: length.optional().meta({
      description:
        'The least words that a text may have. In scripts without blanks between words a character counts as one.',
      examples: [5],
    }),
    max_words: length
      .optional()
      .meta({ description: 'The most words that a text may have.', examples: [120] }),
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
    json_schema: z
      .custom<Value>()
      .optional()
      .meta({
        description:
          'A JSON Schema that the value must fit: as it is, or the JSON that its text holds. Without references, patterns and formats.',
        examples: [{ type: 'object', required: ['answer'], properties: { answer: { type: 'string' } } }],
      }),
    language: z
      .enum(languageCodes)
      .optional()
      .meta({
        description:
          'The language that a text must be in. Told by its script and its little words: of short or mixed texts that could be in it, none is rejected.',
        examples: ['en'],
      }),
    not_like: z
      .array(text)
      .min(1)
      .optional()
      .meta({
        description:
          'Examples that a text must not be too like, with values in braces: `{example[0].question}`. What counts as too like is said by `not_like_share`.',
        examples: [['Where is my card?']],
      }),
    not_like_share: share.optional().meta({
      description:
        'From which likeness on a text is too like an example, measured as for `max_similarity`. Left out, 0.7.',
      examples: [0.7],
    }),
    unique: z
      .boolean()
      .optional()
      .meta({
        description: 'No accepted row may have the same value here, or the same values in `columns`.',
        examples: [true],
      }),
    max_similarity: share.optional().meta({
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
