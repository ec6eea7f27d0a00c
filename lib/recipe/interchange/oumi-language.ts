/** Keys that a mapping may have. `true` stands for a value that is not looked into; lists are passed through. */
export type KnownKeys = { readonly [key: string]: true | KnownKeys };

/** What oumi's own reader takes, at its commit d8ed0777 of August 2026: any other key is an error there. */
export const oumiKeys: KnownKeys = {
  ...plain('strategy num_samples output_path environment_config_path'),
  strategy_params: {
    input_data: plain('path hf_split hf_revision attribute_map id num_shots'),
    input_documents: {
      ...plain('path id num_shots'),
      segmentation_params: plain(
        'id segmentation_strategy tokenizer segment_length segment_overlap keep_original_text',
      ),
    },
    input_examples: plain('examples id num_shots'),
    sampled_attributes: {
      ...plain('id name description'),
      possible_values: plain('id name description sample_rate'),
    },
    combination_sampling: plain('combination sample_rate'),
    generated_attributes: {
      id: true,
      instruction_messages: plain('role content'),
      postprocessing_params: plain(
        'id keep_original_text_attribute cut_prefix cut_suffix regex strip_whitespace added_prefix added_suffix',
      ),
    },
    multiturn_attributes: plain(
      'id min_turns max_turns role_instruction_messages output_system_prompt conversation_planner',
      'available_environments available_tools max_consecutive_tool_turns',
    ),
    transformed_attributes: {
      id: true,
      transformation_strategy: {
        ...plain('type string_transform list_transform dict_transform'),
        chat_transform: { ...plain('conversation_id metadata'), messages: plain('role content') },
      },
    },
    passthrough_attributes: true,
  },
  environment_config: {
    environments: {
      ...plain('id env_type name description env_kwargs grounding'),
      tools: plain('id name description parameters output_schema read_only executor'),
    },
  },
  inference_config: {
    ...plain('engine model progress_path'),
    generation: plain(
      'max_new_tokens batch_size seed temperature top_p frequency_penalty presence_penalty stop_strings',
      'stop_token_ids logit_bias min_p use_cache num_beams use_sampling guided_decoding skip_special_tokens',
      'tool_choice parallel_tool_calls exclude_prompt_from_response',
    ),
    remote_params: plain(
      'api_url api_key api_key_env_varname user_id max_retries retry_backoff_base retry_backoff_max',
      'connection_timeout num_workers requests_per_minute input_tokens_per_minute output_tokens_per_minute',
      'politeness_policy batch_completion_window use_adaptive_concurrency',
    ),
  },
};

/** What is lost with a key that oumi doesn't know, where there is more to say than that. */
const losses: Readonly<Record<string, string>> = {
  seed: 'oumi draws without a seed: every run of it makes other rows',
  sampler: 'oumi draws only from lists of values: give possible_values instead',
  depends_on: 'oumi draws each attribute by itself: its sample_rates alone count',
  quality: 'oumi accepts every row: rules, and the rows that replace rejected ones, are left out',
};

/** Why a key is left out of a recipe for oumi. */
export function reasonOfLoss(name: string): string {
  return (Object.hasOwn(losses, name) ? losses[name] : undefined) ?? `${name} is no key of oumi's language`;
}

/** The names that oumi knows no engine by, with the one to write instead; null where there is none. */
export const otherEngines: Readonly<Record<string, string | null>> = { NATIVE_TEXT: 'NATIVE', ECHO: null };

function plain(...names: string[]): Record<string, true> {
  return Object.fromEntries(names.flatMap((line) => line.split(' ')).map((name) => [name, true as const]));
}
