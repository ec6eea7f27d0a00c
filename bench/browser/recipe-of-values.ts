/** A recipe that draws one of so many weighted values, of four lines each, most often the first; it ends in its prompt. */
export function recipeOfValues(count: number, apiUrl: string): string {
  const values = Array.from(
    { length: count },
    (_, at) => `        - id: v${at}
          name: Value ${at}
          description: What the value ${at} stands for, in some words
          sample_rate: ${(0.1 / count).toFixed(8)}`,
  );
  return `num_samples: 100000
seed: 1
inference_config:
  engine: REMOTE
  model: { model_name: mock-model }
  remote_params: { api_url: "${apiUrl}", num_workers: 128 }
strategy_params:
  sampled_attributes:
    - id: label
      name: Label
      description: What it is about
      possible_values:
        - id: other
          name: Other
          description: None of those below
          sample_rate: 0.9
${values.join('\n')}
  generated_attributes:
    - id: question
      instruction_messages:
        - role: USER
          content: Ask one question about {label}, {label.description}`;
}
