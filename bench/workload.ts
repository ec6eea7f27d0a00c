/** One measured run: `rows` rows of two dependent calls each, so many calls at once. */
export type Workload = {
  readonly name: string;
  readonly rows: number;
  readonly latencyMs: number;
  readonly concurrency: number;
  /** More lines of `remote_params`. */
  readonly remoteParams?: string | undefined;
};

/** What a client of the bench is told. */
export type ClientTask = Workload & { readonly baseUrl: string };

const topics = ['rivers', 'bread', 'bridges', 'sleep', 'markets', 'birds', 'light', 'trade', 'maps', 'glass'];
const difficulties = ['easy', 'plain', 'middling', 'hard', 'very hard'];

/** The prompt of a row's question, as the recipe below makes it. */
export function questionPrompt(row: number): string {
  return `Write one ${difficulties[row % 5] ?? ''} question about ${topics[row % 10] ?? ''}.`;
}

/** The prompt of its answer. */
export function answerPrompt(question: string): string {
  return `Answer the question in two sentences: ${question}`;
}

/** The same as a recipe. */
export function workloadRecipe({ rows, concurrency, baseUrl, remoteParams }: ClientTask): string {
  const values = (names: readonly string[], rates?: readonly number[]) =>
    names
      .map((name, at) => {
        const rate = rates === undefined ? '' : `, sample_rate: ${rates[at] ?? 0}`;
        return `      - { id: ${name.replace(' ', '_')}, name: ${name}, description: ${name}${rate} }`;
      })
      .join('\n');
  return `
strategy: GENERAL
num_samples: ${rows}
seed: 1
strategy_params:
  sampled_attributes:
  - id: topic
    name: Topic
    description: What it is about.
    possible_values:
${values(topics)}
  - id: difficulty
    name: Difficulty
    description: How hard it is.
    possible_values:
${values(difficulties, [0.3, 0.25, 0.2, 0.15, 0.1])}
  generated_attributes:
  - id: question
    instruction_messages:
    - { role: USER, content: "Write one {difficulty} question about {topic}." }
  - id: answer
    instruction_messages:
    - { role: USER, content: "Answer the question in two sentences: {question}" }
inference_config:
  engine: REMOTE
  model: { model_name: mock-model }
  generation: { max_new_tokens: 64, temperature: 1.0 }
  remote_params: { api_url: "${baseUrl}", num_workers: ${concurrency}, max_retries: 5${remoteParams === undefined ? '' : `, ${remoteParams}`} }
`;
}
