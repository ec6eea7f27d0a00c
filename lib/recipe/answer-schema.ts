import { z } from 'zod';
import type { Value } from '@/lib/util/value';

/** The condition of an attribute; docs/spec/recipe.md says what a skipped value does. */
export const when = z
  .string()
  .min(1)
  .optional()
  .meta({
    description:
      'An expression over the row, such as `language == "German" && size(question) > 20`. Where it is false, the value is skipped: it is null, and nothing is asked for it.',
    examples: ['difficulty == "hard"'],
  });

const maxRepairs = z
  .int()
  .min(0)
  .max(10)
  .default(2)
  .meta({
    description: 'How often an answer that does not fit is asked for again, with what was wrong.',
    examples: [3],
  });

const responseFormat = z
  .strictObject({
    schema: z.map(z.string(), z.custom<Value>()).meta({
      description:
        'A JSON Schema of type object. Each property becomes a column `id.property`, and a prompt names it by `{id.property}`.',
      examples: [
        {
          type: 'object',
          properties: { title: { type: 'string' }, stars: { type: 'integer' } },
          required: ['title', 'stars'],
        },
      ],
    }),
    max_repairs: maxRepairs,
  })
  .meta({ description: 'The answer is JSON of this shape, and its properties are columns.' });

const judge = z
  .strictObject({
    rubric: z
      .string()
      .min(1)
      .meta({
        description: 'What is judged, and what makes a low and a high score, with values in braces.',
        examples: [
          'How correct and complete is the answer? 1: wrong. 3: partly right. 5: right and complete.',
        ],
      }),
    min_score: z
      .int()
      .default(1)
      .meta({ description: 'The lowest score.', examples: [0] }),
    max_score: z
      .int()
      .default(5)
      .meta({ description: 'The highest score.', examples: [10] }),
    max_repairs: maxRepairs,
  })
  .meta({
    description:
      'The model judges what the messages hold: a whole number as column `id.score`, and why as `id.reasons`.',
  });

/** The keys that say in which parts an answer comes; at most one of them. */
export const answerKeys = {
  response_format: responseFormat.optional(),
  sections: z
    .array(z.string().min(1))
    .min(1)
    .optional()
    .meta({
      description:
        'The answer comes in parts, each behind its key in square brackets. Each becomes a column `id.key`, and a prompt names it by `{id.key}`. Asked again up to 10 times while one is missing.',
      examples: [['Question', 'Answer']],
    }),
  judge: judge.optional(),
} as const;
