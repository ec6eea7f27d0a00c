import type { ExampleRequest } from './example-code';

const project = '/v1/projects/1';

const recipe = `num_samples: 4
seed: 7
strategy_params:
  sampled_attributes:
    - id: mood
      name: Mood
      description: How the story feels
      possible_values:
        - { id: calm, name: calm, description: quiet and slow }
        - { id: tense, name: tense, description: something is about to happen }
  generated_attributes:
    - id: story
      instruction_messages:
        - { role: USER, content: "Write a {mood} story of two sentences." }
inference_config:
  engine: LLAMACPP
  model: { model_name: HuggingFaceTB/SmolLM2-135M-Instruct }
`;

const file = (name: string) => ({ type: 'file', name }) as const;
const events = { type: 'events' } as const;

const get = (path: string, more: Partial<ExampleRequest> = {}): ExampleRequest => ({
  method: 'GET',
  path,
  ...more,
});
const post = (path: string, body: unknown, more: Partial<ExampleRequest> = {}): ExampleRequest => ({
  method: 'POST',
  path,
  body,
  ...more,
});
const put = (path: string, body: unknown): ExampleRequest => ({ method: 'PUT', path, body });
const patch = (path: string, body: unknown): ExampleRequest => ({ method: 'PATCH', path, body });
const remove = (path: string): ExampleRequest => ({ method: 'DELETE', path });

/**
 * An example for each route, by method and path as declared. In this order they work one after the other on a server
 * that has nothing yet but its first key. Routes that only the pages use have none.
 */
export const routeExamples: Readonly<Record<string, ExampleRequest>> = {
  'GET /api/health': get('/api/health'),
  'GET /v1/openapi.json': get('/v1/openapi.json'),

  'GET /v1/projects': get('/v1/projects'),
  'POST /v1/projects': post('/v1/projects', { name: 'Support team' }),
  'GET /v1/projects/{project}': get('/v1/projects/2'),
  'PATCH /v1/projects/{project}': patch('/v1/projects/2', { name: 'Help desk' }),
  'DELETE /v1/projects/{project}': remove('/v1/projects/2'),

  'GET /v1/projects/{project}/templates': get(`${project}/templates`),
  'POST /v1/projects/{project}/recipes:validate': post(`${project}/recipes:validate`, { yaml: recipe }),
  'POST /v1/projects/{project}/recipes:preview': post(`${project}/recipes:preview`, {
    yaml: recipe,
    rows: 2,
  }),
  'POST /v1/projects/{project}/recipes:import': post(`${project}/recipes:import`, { text: recipe }),
  'POST /v1/projects/{project}/recipes:export': post(`${project}/recipes:export`, {
    yaml: recipe,
    format: 'oumi',
  }),
  'POST /v1/projects/{project}/recipes': post(`${project}/recipes`, { name: 'Two moods', yaml: recipe }),
  'GET /v1/projects/{project}/recipes': get(`${project}/recipes`, { query: { limit: 20 } }),
  'GET /v1/projects/{project}/recipes/{id}': get(`${project}/recipes/1`),
  'PUT /v1/projects/{project}/recipes/{id}': put(`${project}/recipes/1`, {
    yaml: recipe.replace('two sentences', 'three sentences'),
    base_version: 1,
  }),
  'PATCH /v1/projects/{project}/recipes/{id}': patch(`${project}/recipes/1`, { name: 'Moods' }),
  'PUT /v1/projects/{project}/recipes/{id}/draft': put(`${project}/recipes/1/draft`, {
    yaml: recipe.replace('two sentences', 'four sentences'),
    base_revision: 0,
  }),
  'GET /v1/projects/{project}/recipes/{id}/needs': get(`${project}/recipes/1/needs`),
  'GET /v1/projects/{project}/recipes/{id}/versions': get(`${project}/recipes/1/versions`),
  'GET /v1/projects/{project}/recipes/{id}/versions/{version}': get(`${project}/recipes/1/versions/1`),
  'POST /v1/projects/{project}/recipes:try': post(
    `${project}/recipes:try`,
    { recipe_id: 1, rows: 1 },
    { gives: events },
  ),

  'POST /v1/projects/{project}/datasets:upload': {
    method: 'POST',
    path: `${project}/datasets:upload`,
    file: { name: 'people.jsonl', text: '{"name": "Ada"}\n{"name": "Bob"}\n' },
  },
  'GET /v1/projects/{project}/uploads': get(`${project}/uploads`),
  'POST /v1/projects/{project}/sources:read': post(`${project}/sources:read`, {
    source: { path: 'upload:1/people.jsonl' },
    indices: [0, 1],
  }),
  'POST /v1/projects/{project}/databases:check': post(`${project}/databases:check`, {
    schema_sql: 'CREATE TABLE books (title TEXT, author TEXT);',
    tools: [{ id: 'find_book', sql: 'SELECT author FROM books WHERE title = :title' }],
  }),
  'DELETE /v1/projects/{project}/uploads/{upload}': remove(`${project}/uploads/1`),

  'POST /v1/projects/{project}/runs:estimate': post(`${project}/runs:estimate`, { recipe_id: 1 }),
  'POST /v1/projects/{project}/runs': post(`${project}/runs`, { recipe_id: 1, num_samples: 4 }),
  'GET /v1/projects/{project}/runs/{id}/events': get(`${project}/runs/1/events`, { gives: events }),
  'GET /v1/projects/{project}/runs': get(`${project}/runs`),
  'GET /v1/projects/{project}/runs/{id}': get(`${project}/runs/1`),
  'GET /v1/projects/{project}/runs/{id}/history': get(`${project}/runs/1/history`),
  'GET /v1/projects/{project}/runs/{id}/failures': get(`${project}/runs/1/failures`),
  'PATCH /v1/projects/{project}/runs/{id}': patch(`${project}/runs/1`, { num_samples: 6 }),
  'POST /v1/projects/{project}/runs/{id}:pause': post(`${project}/runs/1:pause`, {}),
  'POST /v1/projects/{project}/runs/{id}:resume': post(`${project}/runs/1:resume`, {}),
  'POST /v1/projects/{project}/runs/{id}:cancel': post(`${project}/runs/1:cancel`, {}),
  'POST /v1/projects/{project}/runs/{id}:retry': post(`${project}/runs/1:retry`, { codes: ['timeout'] }),

  'GET /v1/projects/{project}/datasets': get(`${project}/datasets`),
  'GET /v1/projects/{project}/datasets/{id}': get(`${project}/datasets/1`),
  'PATCH /v1/projects/{project}/datasets/{id}': patch(`${project}/datasets/1`, { name: 'Stories' }),
  'GET /v1/projects/{project}/datasets/{id}/rows': get(`${project}/datasets/1/rows`, {
    query: { limit: 2, filter: '[{"column": "mood", "op": "eq", "value": "calm"}]' },
  }),
  'GET /v1/projects/{project}/datasets/{id}/rows/{index}': get(`${project}/datasets/1/rows/0`),
  'PATCH /v1/projects/{project}/datasets/{id}/rows/{index}': patch(`${project}/datasets/1/rows/0`, {
    values: { story: 'The rain stopped. Nobody noticed.' },
    rating: 1,
  }),
  'POST /v1/projects/{project}/datasets/{id}/rows:change': post(`${project}/datasets/1/rows:change`, {
    indices: [1, 2],
    rating: 1,
  }),
  'POST /v1/projects/{project}/datasets/{id}/rows/{index}:regenerate': post(
    `${project}/datasets/1/rows/1:regenerate`,
    { attribute_id: 'story' },
  ),
  'GET /v1/projects/{project}/datasets/{id}/regenerations/{regeneration}': get(
    `${project}/datasets/1/regenerations/2`,
  ),
  'POST /v1/projects/{project}/datasets/{id}/regenerations/{regeneration}:cancel': post(
    `${project}/datasets/1/regenerations/2:cancel`,
    {},
  ),
  'GET /v1/projects/{project}/datasets/{id}:statistics': get(`${project}/datasets/1:statistics`),
  'GET /v1/projects/{project}/datasets/{id}/report': get(`${project}/datasets/1/report`),
  'GET /v1/projects/{project}/datasets/{id}:download': get(`${project}/datasets/1:download`, {
    query: { format: 'jsonl' },
    gives: file('stories.jsonl'),
  }),
  'GET /v1/projects/{project}/datasets/{id}:bundle': get(`${project}/datasets/1:bundle`, {
    gives: file('stories.zip'),
  }),
  'POST /v1/projects/{project}/datasets/{id}:push': post(
    `${project}/datasets/1:push`,
    { repo: 'maria/stories', private: true },
    { query: { format: 'parquet', split_seed: 1 } },
  ),
  'GET /v1/projects/{project}/datasets/{id}:metrics': get(`${project}/datasets/1:metrics`, {
    gives: file('metrics.csv'),
  }),

  'POST /v1/projects/{project}/synthesis:run': post(`${project}/synthesis:run`, { recipe: { recipeId: 1 } }),
  'POST /v1/projects/{project}/synthesis:generate-config': post(`${project}/synthesis:generate-config`, {
    task_definition: 'Angry and polite refund requests to a phone shop, with the right reply',
    model_identifier: { model_type: 'LLAMACPP', model_name: 'HuggingFaceTB/SmolLM2-135M-Instruct' },
  }),
  'GET /v1/projects/{project}/operations': get(`${project}/operations`),
  'GET /v1/projects/{project}/operations/{id}': get(`${project}/operations/1`),
  'POST /v1/projects/{project}/operations/{id}:stop': post(`${project}/operations/1:stop`, {}),

  'GET /v1/providers': get('/v1/providers'),
  'GET /v1/providers:discover': get('/v1/providers:discover'),
  'POST /v1/providers:test': post('/v1/providers:test', {
    engine: 'REMOTE',
    base_url: 'http://127.0.0.1:9/v1',
  }),
  'POST /v1/providers': post('/v1/providers', {
    name: 'gpu-box',
    engine: 'REMOTE',
    base_url: 'http://127.0.0.1:9/v1',
    api_key: null,
    requests_per_minute: 600,
  }),
  'GET /v1/providers/{provider}': get('/v1/providers/1'),
  'PATCH /v1/providers/{provider}': patch('/v1/providers/1', { requests_per_minute: 1200 }),
  'POST /v1/providers/{provider}:test': post('/v1/providers/1:test', { model: 'llama-3.1-8b' }),
  'DELETE /v1/providers/{provider}': remove('/v1/providers/1'),
  'POST /v1/providers/{id}:restore': post('/v1/providers/1:restore', {}),
  'GET /v1/models': get('/v1/models'),
  'GET /v1/models:local': get('/v1/models:local'),
  'POST /v1/models:get-local': post('/v1/models:get-local', {}),
  'PATCH /v1/models/{id}': patch('/v1/models/1', {
    input_usd_per_million: 0.15,
    output_usd_per_million: 0.6,
    price_from: 'the price list of the provider',
  }),

  'DELETE /v1/projects/{project}/datasets/{id}': remove(`${project}/datasets/1`),
  'POST /v1/projects/{project}/runs/{id}:restore': post(`${project}/runs/1:restore`, {}),
  'DELETE /v1/projects/{project}/runs/{id}': remove(`${project}/runs/1`),
  'DELETE /v1/projects/{project}/recipes/{id}': remove(`${project}/recipes/1`),
  'POST /v1/projects/{project}/recipes/{id}:restore': post(`${project}/recipes/1:restore`, {}),

  'GET /v1/keys': get('/v1/keys'),
  'POST /v1/keys': post('/v1/keys', { name: 'notebook', scope: 'run' }),
  'DELETE /v1/keys/{id}': remove('/v1/keys/2'),
  'DELETE /v1/keys': remove('/v1/keys?id=3'),
};
