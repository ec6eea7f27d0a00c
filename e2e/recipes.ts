import type { Studio } from './fixtures';

/** A small recipe on the mock endpoint: `topic` is drawn, `question` and `answer` are asked, `chat` is made of both. */
export function questionRecipe(
  mockUrl: string,
  { rows = 12, key, question = 'Ask one question about {topic}.' }: RecipeOptions = {},
): string {
  return `num_samples: ${rows}
seed: 7
strategy_params:
  sampled_attributes:
    - id: topic
      name: Topic
      description: What the question is about
      possible_values:
        - { id: bread, name: Bread, description: Baking at home }
        - { id: bikes, name: Bikes, description: Riding and mending }
        - { id: birds, name: Birds, description: Watching and feeding }
  generated_attributes:
    - id: question
      instruction_messages:
        - role: USER
          content: ${JSON.stringify(question)}
    - id: answer
      instruction_messages:
        - role: USER
          content: "Answer this: {question}"
  transformed_attributes:
    - id: chat
      transformation_strategy:
        type: CHAT
        chat_transform:
          messages:
            - { role: USER, content: "{question}" }
            - { role: ASSISTANT, content: "{answer}" }
inference_config:
  engine: REMOTE
  model:
    model_name: mock
  remote_params:
    api_url: ${mockUrl}
    num_workers: 4
    retry_backoff_base: 0.05
    retry_backoff_max: 0.2
${key === undefined ? '' : `    api_key: ${key}\n`}`;
}

type RecipeOptions = { rows?: number; key?: string; question?: string };

/** A finished run of 40 rows. */
export async function finishedDataset(studio: Studio): Promise<number> {
  const recipe = await studio.api.recipes.create({
    name: 'Reviewed',
    yaml: questionRecipe(studio.mock.url, { rows: 40 }),
  });
  const run = await studio.api.runs.start({ recipe_id: recipe.id, reuse: false });
  const events = studio.api.runs.events(run.id);
  while ((await events.next()).done !== true) continue;
  return run.dataset_id;
}
