import type { Value } from '@/lib/util/value';
import { engineNames } from '@/lib/llm/engines';
import { z } from 'zod';

/** `inference_config.model`. Fields beyond the name belong to other tools that load the model themselves. */
const model = z.strictObject({
  model_name: z
    .string()
    .min(1)
    .meta({
      description: 'The name that the endpoint knows the model by.',
      examples: ['gpt-5-mini', 'HuggingFaceTB/SmolLM2-135M-Instruct'],
    }),
  adapter_model: unused(z.string()),
  attn_implementation: unused(z.string()),
  chat_template: unused(z.string()),
  chat_template_kwargs: unused(z.record(z.string(), z.unknown())),
  compile: unused(z.boolean()),
  device_map: unused(z.string()),
  enable_liger_kernel: unused(z.boolean()),
  freeze_layers: unused(z.array(z.string())),
  load_pretrained_weights: unused(z.boolean()),
  model_kwargs: unused(z.record(z.string(), z.unknown())),
  model_max_length: unused(z.int()),
  model_revision: unused(z.string()),
  processor_kwargs: unused(z.record(z.string(), z.unknown())),
  shard_for_eval: unused(z.boolean()),
  tokenizer_kwargs: unused(z.record(z.string(), z.unknown())),
  tokenizer_name: unused(z.string()),
  tokenizer_pad_token: unused(z.string()),
  torch_dtype_str: unused(z.string()),
  trust_remote_code: unused(z.boolean()),
});

const generation = z.strictObject({
  max_new_tokens: z
    .int()
    .min(1)
    .default(1024)
    .meta({ description: 'The longest answer, in tokens. A longer one is cut off.', examples: [256] }),
  temperature: z
    .number()
    .min(0)
    .default(0)
    .meta({
      description: 'How freely the model chooses its words. 0 gives little variety; 0.7 to 1 is usual.',
      examples: [0.8],
    }),
  top_p: z
    .number()
    .min(0)
    .max(1)
    .optional()
    .meta({
      description: 'Choose only among the likeliest words that make up this share.',
      examples: [0.95],
    }),
  seed: z.int().optional().meta({
    description:
      'Sent to the model as it is, with every call. Left out, each call gets its own from the seed of the recipe.',
  }),
  frequency_penalty: z.number().default(0).meta({ description: 'Above 0: repeats words less often.' }),
  presence_penalty: z.number().default(0).meta({ description: 'Above 0: goes on to new words sooner.' }),
  min_p: z
    .number()
    .min(0)
    .max(1)
    .default(0)
    .meta({ description: 'Leaves out words less likely than this share of the likeliest.' }),
  stop_strings: z
    .array(z.string())
    .optional()
    .meta({ description: 'The answer ends before any of these texts.', examples: [['END']] }),
  logit_bias: z
    .map(z.string(), z.number().min(-100).max(100))
    .default(() => new Map())
    .meta({ description: 'Token ids with what is added to their chance, -100 to 100.' }),
  tool_choice: z
    .string()
    .min(1)
    .optional()
    .meta({
      description: 'How tools are used where there are any: auto, none, required, or the id of one tool.',
      examples: ['auto'],
    }),
  parallel_tool_calls: z
    .boolean()
    .default(true)
    .meta({ description: 'Whether the model may call several tools at once.' }),
  guided_decoding: z
    .strictObject({
      json: z.map(z.string(), z.custom<Value>()).optional().meta({
        description: 'A JSON Schema that every answer meets.',
      }),
      regex: z.string().optional().meta({ description: 'A pattern; no engine here takes it.' }),
      choice: z
        .array(z.string())
        .optional()
        .meta({ description: 'Texts to choose from; no engine here takes them.' }),
      strict: unused(z.boolean()),
    })
    .optional()
    .meta({
      description:
        'Holds answers to a JSON Schema, where the engine can; the text stays as it comes. The response_format of an attribute goes before it, and checks what comes.',
    }),
  batch_size: unused(z.int().min(1)),
  exclude_prompt_from_response: unused(z.boolean()),
  num_beams: unused(z.int().min(1)),
  skip_special_tokens: unused(z.boolean()),
  stop_token_ids: unused(z.array(z.int())),
  use_cache: unused(z.boolean()),
  use_sampling: unused(z.boolean()),
});

const perMinute = z.int().min(1).optional();

const remoteParams = z.strictObject({
  api_url: z
    .string()
    .min(1)
    .optional()
    .meta({
      description: 'The address of the endpoint, if it is not the usual one of the engine.',
      examples: ['http://localhost:11434/v1'],
    }),
  api_key: z
    .string()
    .optional()
    .meta({ description: 'The key. It is taken out of the text and kept encrypted.' }),
  api_key_env_varname: z
    .string()
    .min(1)
    .optional()
    .meta({ description: 'The environment variable that holds the key.', examples: ['OPENAI_API_KEY'] }),
  max_retries: z
    .int()
    .min(0)
    .default(5)
    .meta({ description: 'How often a call that failed is tried again before its row fails.' }),
  retry_backoff_base: z
    .number()
    .positive()
    .default(1)
    .meta({ description: 'Seconds before the first new try; it grows with each.' }),
  retry_backoff_max: z
    .number()
    .positive()
    .default(30)
    .meta({ description: 'The longest wait before a new try, in seconds.' }),
  connection_timeout: z
    .number()
    .min(0)
    .default(300)
    .meta({ description: 'Seconds that one call may take.', examples: [60] }),
  num_workers: z
    .int()
    .min(1)
    .optional()
    .meta({ description: 'How many calls go on at once.', examples: [32] }),
  requests_per_minute: perMinute.meta({ description: 'The most calls a minute.', examples: [500] }),
  input_tokens_per_minute: perMinute.meta({ description: 'The most tokens of prompts a minute.' }),
  output_tokens_per_minute: perMinute.meta({ description: 'The most tokens of answers a minute.' }),
  use_adaptive_concurrency: z
    .boolean()
    .default(true)
    .meta({ description: 'Finds out how many calls at once the endpoint takes, up to num_workers.' }),
  politeness_policy: z.number().min(0).default(0).meta({
    description:
      'Old way of slowing down: seconds between two calls of a worker. Better: requests_per_minute.',
  }),
  batch_completion_window: unused(z.string()),
  user_id: unused(z.string()),
});

/** `inference_config` of a recipe. */
export const inferenceConfig = z.strictObject({
  engine: z
    .enum(engineNames)
    .default('NATIVE')
    .meta({
      description: 'Who runs the model: LLAMACPP on this machine, REMOTE any OpenAI-compatible endpoint.',
      examples: ['LLAMACPP', 'OPENAI', 'REMOTE'],
    }),
  model: model.meta({ description: 'Which model is asked.' }),
  generation: generation.prefault({}).meta({ description: 'How the model writes.' }),
  remote_params: remoteParams
    .prefault({})
    .meta({ description: 'Where it answers, and how fast it is asked.' }),
  progress_path: unused(z.string()),
});

/** The model and the way of asking that one attribute has instead of the recipe's; what is left out is the recipe's. */
export const attributeInference = z
  .strictObject({
    engine: inferenceConfig.shape.engine
      .unwrap()
      .optional()
      .meta({
        description:
          'Who runs the model of this attribute. With an engine of its own it takes nothing of remote_params of the recipe.',
        examples: ['OPENAI'],
      }),
    model: model.optional().meta({ description: 'The model of this attribute, if it is another one.' }),
    generation: z
      .strictObject({
        ...generation.shape,
        max_new_tokens: withoutDefault(generation.shape.max_new_tokens),
        temperature: withoutDefault(generation.shape.temperature),
        frequency_penalty: withoutDefault(generation.shape.frequency_penalty),
        presence_penalty: withoutDefault(generation.shape.presence_penalty),
        min_p: withoutDefault(generation.shape.min_p),
        logit_bias: withoutDefault(generation.shape.logit_bias),
      })
      .optional()
      .meta({
        description: 'How the model writes this attribute; each key stands in for that of the recipe.',
      }),
    remote_params: z
      .strictObject({
        ...remoteParams.omit({ api_key: true }).shape,
        max_retries: withoutDefault(remoteParams.shape.max_retries),
        retry_backoff_base: withoutDefault(remoteParams.shape.retry_backoff_base),
        retry_backoff_max: withoutDefault(remoteParams.shape.retry_backoff_max),
        connection_timeout: withoutDefault(remoteParams.shape.connection_timeout),
        use_adaptive_concurrency: withoutDefault(remoteParams.shape.use_adaptive_concurrency),
        politeness_policy: withoutDefault(remoteParams.shape.politeness_policy),
      })
      .optional()
      .meta({ description: 'Where the model of this attribute answers, and how fast it is asked.' }),
  })
  .meta({ description: 'A model, or a way of asking, of its own.' });

export type InferenceConfig = z.infer<typeof inferenceConfig>;

/** The same field where something else stands in when it is left out. */
function withoutDefault<Schema extends z.ZodType>(field: z.ZodDefault<Schema>) {
  return z.optional(field.def.innerType).meta({ ...z.globalRegistry.get(field) });
}

/** A field that recipes for other tools may hold and that changes nothing here. */
function unused<Schema extends z.ZodType>(schema: Schema) {
  return schema.optional().meta({ description: 'Accepted, without effect here.', noEffect: true });
}
