import { z } from 'zod';
import type { Value } from '@/lib/util/value';
import { conversationFields } from './conversation-schema';
import { answerKeys, when } from './answer-schema';
import { environmentConfig } from './environment-schema';
import { attributeInference, inferenceConfig } from './inference-schema';
import { quality } from './quality-schema';
import { dependsOn, sampler } from './sampler-schema';
import { sourceFields } from './sources-schema';

const id = z.string().min(1);

const sampledAttributeValue = z.strictObject({
  id: id.meta({
    description: 'The text that rows of the dataset hold. Unique within the attribute.',
    examples: ['formal'],
  }),
  name: z
    .string()
    .min(1)
    .meta({
      description: 'The text that a prompt shows for `{attribute}`.',
      examples: ['Formal'],
    }),
  description: z
    .string()
    .min(1)
    .meta({
      description: 'What the value means; a prompt shows it for `{attribute.description}`.',
      examples: ['Polite and complete sentences'],
    }),
  sample_rate: z
    .number()
    .min(0)
    .max(1)
    .optional()
    .meta({
      description:
        'Share of the rows, 0 to 1. Values without a rate share what the others leave. If all have one and they add up to less than 1, they count as weights.',
      examples: [0.25],
    }),
});

const sampledAttribute = z
  .strictObject({
    id: id.meta({
      description: 'The name of the column, and of the placeholder in prompts: `{id}`.',
      examples: ['tone'],
    }),
    name: z
      .string()
      .min(1)
      .meta({ description: 'What a prompt shows for `{id.parent}`.', examples: ['Tone of voice'] }),
    description: z
      .string()
      .min(1)
      .meta({
        description: 'What the attribute is about; a prompt shows it for `{id.parent.description}`.',
        examples: ['How the customer sounds'],
      }),
    possible_values: z.array(sampledAttributeValue).min(1).optional().meta({
      description: 'The values to draw from. Each row gets one of them. This or a sampler is needed.',
    }),
    sampler: sampler.optional(),
    depends_on: dependsOn.optional(),
    when,
  })
  .meta({ description: 'A value drawn by chance for each row, the same for the same seed.' });

const attributeCombination = z
  .strictObject({
    combination: z.map(z.string(), z.string().min(1)).meta({
      description: 'Ids of at least two sampled attributes, each with the id of one of its values.',
      examples: [{ topic: 'history', difficulty: 'hard' }],
    }),
    sample_rate: z
      .number()
      .min(0)
      .max(1)
      .meta({
        description: 'The exact share of rows with this combination; 0 means never.',
        examples: [0.1],
      }),
  })
  .meta({ description: 'Values that come together in an exact share of the rows.' });

/** Who speaks in a message of a recipe. */
export const chatRoles = ['system', 'user', 'assistant', 'tool'] as const;

const role = z.enum(chatRoles).meta({ description: 'Who speaks.', examples: ['USER'] });

const instructionMessage = z.strictObject({
  role,
  content: z.string().meta({
    description:
      'The text, with values in braces: `{topic}`, `{topic.description}`. A brace that is meant as text is written twice.',
    examples: ['Write a question about {topic}.'],
  }),
});

const postprocessingParams = z
  .strictObject({
    id: id.meta({ description: 'The column of the processed text.', examples: ['question'] }),
    keep_original_text_attribute: z
      .boolean()
      .default(true)
      .meta({ description: 'Keep the answer as it came in its own column too.' }),
    regex: z
      .string()
      .optional()
      .meta({
        description:
          'A Python regular expression. The text becomes its first match (the whole of it, not a group); without a match it stays.',
        examples: ['(?s)Question:.*?\\?'],
      }),
    cut_prefix: z
      .string()
      .optional()
      .meta({
        description: 'Drops the text up to the first place of this, itself included.',
        examples: ['Question:'],
      }),
    cut_suffix: z
      .string()
      .optional()
      .meta({ description: 'Drops the text from the last place of this on.', examples: ['End'] }),
    strip_whitespace: z
      .boolean()
      .default(true)
      .meta({ description: 'Take off white space at both ends after cutting.' }),
    added_prefix: z.string().optional().meta({ description: 'Put before the text at the end.' }),
    added_suffix: z.string().optional().meta({ description: 'Put after the text at the end.' }),
  })
  .meta({
    description: 'Cuts an answer to shape: regex, cut_prefix, cut_suffix, strip, then prefix and suffix.',
  });

const generatedAttribute = z
  .strictObject({
    id: id.meta({ description: 'The name of the column and of the placeholder.', examples: ['question'] }),
    instruction_messages: z
      .array(instructionMessage)
      .min(1)
      .meta({ description: 'The prompt. Turns of USER and ASSISTANT before the last one are examples.' }),
    postprocessing_params: postprocessingParams.optional(),
    when,
    ...answerKeys,
    inference_config: attributeInference.optional(),
  })
  .meta({ description: 'What the model writes: a text, or an answer in named parts.' });

const chatTransform = z.strictObject({
  messages: z
    .array(
      z.strictObject({
        role,
        content: z
          .string()
          .min(1)
          .meta({ description: 'The text, with values in braces.', examples: ['{question}'] }),
      }),
    )
    .min(1)
    .meta({ description: 'The messages of the conversation.' }),
  metadata: z
    .map(z.string(), z.custom<Value>())
    .default(() => new Map())
    .meta({
      description:
        'What goes with the conversation: texts with values in braces; anything else stays as it is.',
    }),
  conversation_id: z
    .string()
    .optional()
    .meta({ description: 'The same id in every row, taken as written. Left out, each row gets its own.' }),
});

/** The shapes that a transformed attribute can make. */
export const transformTypes = ['STRING', 'LIST', 'DICT', 'CHAT'] as const;

const transformationStrategy = z.strictObject({
  type: z
    .enum(transformTypes)
    .meta({ description: 'What is made: one text, a list, a dictionary or a conversation.' }),
  string_transform: z
    .string()
    .optional()
    .meta({ description: 'For STRING: the text, with values in braces.', examples: ['{title}\n\n{story}'] }),
  list_transform: z
    .array(z.string())
    .optional()
    .meta({ description: 'For LIST: its texts, with values in braces.' }),
  dict_transform: z
    .map(z.string(), z.string())
    .optional()
    .meta({ description: 'For DICT: texts with values in braces; the keys stay as written.' }),
  chat_transform: chatTransform.optional().meta({ description: 'For CHAT: messages to train on.' }),
});

const transformedAttribute = z
  .strictObject({
    id: id.meta({ description: 'The name of the column.', examples: ['conversation'] }),
    transformation_strategy: transformationStrategy.meta({ description: 'What is made, and from what.' }),
    when,
  })
  .meta({ description: 'A value put together from others, without a model.' });

const strategyParams = z.strictObject({
  ...sourceFields,
  sampled_attributes: z
    .array(sampledAttribute)
    .default([])
    .meta({ description: 'Values drawn by chance for each row.' }),
  combination_sampling: z
    .array(attributeCombination)
    .default([])
    .meta({ description: 'Combinations of sampled values with a share of their own.' }),
  generated_attributes: z.array(generatedAttribute).default([]).meta({
    description: 'Texts that the model writes, in this order: a prompt may use what stands above it.',
  }),
  ...conversationFields,
  transformed_attributes: z
    .array(transformedAttribute)
    .default([])
    .meta({ description: 'Values put together from all others when the answers are there.' }),
  passthrough_attributes: z
    .array(z.string())
    .default([])
    .meta({
      description: 'The columns that are given out. Left out, all are.',
      examples: [['question', 'answer']],
    }),
});

/**
 * The recipe document: the one source of the type, of the editor's completion and hover, and of the reference.
 * Keys are those of the YAML. It has no transforms: scalars are read and spellings folded before.
 */
export const recipeSchema = z.strictObject({
  strategy: z
    .enum(['GENERAL'])
    .default('GENERAL')
    .meta({ description: 'The way of making data. There is one.' }),
  num_samples: z
    .int()
    .min(1)
    .default(1)
    .meta({ description: 'How many accepted rows to make.', examples: [20, 1000] }),
  output_path: z
    .string()
    .min(1)
    .optional()
    .meta({
      description: 'Where the command line writes the rows; ends with .jsonl.',
      examples: ['rows.jsonl'],
    }),
  seed: z
    .int()
    .min(0)
    .max(Number.MAX_SAFE_INTEGER)
    .optional()
    .meta({
      description:
        'The same recipe and seed plan the same rows everywhere. An integer from 0 to 9007199254740991.',
      examples: [7],
    }),
  strategy_params: strategyParams.prefault({}).meta({ description: 'What the rows are made of.' }),
  quality: quality
    .prefault({})
    .meta({ description: 'Which rows are accepted. Other tools that read this language leave it out.' }),
  environment_config: environmentConfig
    .optional()
    .meta({ description: 'Tools that the assistant of a conversation can call.' }),
  environment_config_path: z
    .string()
    .min(1)
    .optional()
    .meta({
      description: 'On the command line: a file with what environment_config says otherwise.',
      examples: ['tools.yaml'],
    }),
  inference_config: inferenceConfig.meta({ description: 'The model and how it is asked.' }),
});

/** A valid recipe with all defaults in place and all spellings folded. */
export type Recipe = z.infer<typeof recipeSchema>;
export type SampledAttribute = z.infer<typeof sampledAttribute>;
export type AttributeCombination = z.infer<typeof attributeCombination>;
export type GeneratedAttribute = z.infer<typeof generatedAttribute>;
export type TransformedAttribute = z.infer<typeof transformedAttribute>;
