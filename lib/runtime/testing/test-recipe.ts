/** A recipe of two dependent calls a row, as JSON (which is YAML): every row asks something of its own topic. */
export function testRecipe(
  inference: Record<string, unknown>,
  changes: Record<string, unknown> = {},
): string {
  return JSON.stringify({
    num_samples: 20,
    seed: 11,
    strategy_params: {
      sampled_attributes: [
        {
          id: 'topic',
          name: 'Topic',
          description: 'What it is about',
          possible_values: Array.from({ length: 50 }, (_, index) => ({
            id: `t${index}`,
            name: `Topic ${index}`,
            description: 'One of many',
          })),
        },
      ],
      generated_attributes: [
        { id: 'question', instruction_messages: [{ role: 'USER', content: 'Ask about {topic}.' }] },
        { id: 'answer', instruction_messages: [{ role: 'USER', content: 'Answer: {question}' }] },
      ],
    },
    inference_config: {
      model: { model_name: 'mock' },
      ...inference,
    },
    ...changes,
  });
}

/** `inference_config` for the mock endpoint: quick to try again. */
export function mockInference(url: string, remote: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    engine: 'REMOTE',
    remote_params: {
      api_url: url,
      num_workers: 8,
      max_retries: 3,
      retry_backoff_base: 0.01,
      retry_backoff_max: 0.05,
      ...remote,
    },
  };
}
