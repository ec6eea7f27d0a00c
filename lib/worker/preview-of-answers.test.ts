import { expect, test } from 'vitest';
import type { MockOptions } from '@/bench/mock-options';
import type { LineageCall, LineageEntry } from '@/lib/api/dataset-wire';
import type { ChatMessage } from '@/lib/llm/message';
import { compileRecipe } from '@/lib/plan/compile';
import { previewRows } from '@/lib/plan/preview';
import { type PreviewPrompt, textOf } from '@/lib/plan/preview-prompt';
import { type TriedAnswer, triedKey } from '@/lib/plan/tried';
import { readRecipe } from '@/lib/recipe/read-recipe';
import { mock } from '@/lib/runtime/testing/test-drive';
import { mockInference } from '@/lib/runtime/testing/test-recipe';
import { driveNext } from '@/lib/server/testing/drive';
import { testServer, type TestServer } from '@/lib/server/testing/test-server';

const project = '/v1/projects/1';
const rows = 4;
const seed = 7;

type Script = MockOptions['script'];

const value = (id: string, more: object = {}) => ({
  id,
  name: `the ${id}`,
  description: `What a ${id} is`,
  ...more,
});
const word = (id: string) => ({ id, name: id, description: `Its ${id}` });
const user = (content: string) => [{ role: 'USER', content }];
const question = { id: 'question', instruction_messages: user('Ask about {topic}, {topic.description}.') };
const topics = {
  id: 'topic',
  name: 'Topic',
  description: 'What it is about',
  possible_values: [value('rake', { sample_rate: 0.7 }), value('pan'), value('puzzle')],
};
const talk = (more: object = {}) => ({
  id: 'talk',
  min_turns: 2,
  max_turns: 3,
  role_instruction_messages: {
    USER: 'You ask about {topic}, message {current_turn} of {target_turns}.',
    ASSISTANT: 'MARK-BOT knows {topic}.',
  },
  ...more,
});
const tool = (id: string, more: object = {}) => ({
  id,
  name: id,
  description: `Does ${id}`,
  parameters: { type: 'object', properties: { title: { type: 'string' } }, required: ['title'] },
  ...more,
});
const calling = (name: string): Script => [
  { contains: 'MARK-BOT', toolCalls: [{ name, arguments: { title: 'Dune' } }] },
];

type Asked = { id: string; [key: string]: unknown };

type Kind = {
  kind: string;
  params: {
    generated_attributes?: readonly Asked[];
    multiturn_attributes?: readonly Asked[];
    [key: string]: unknown;
  };
  more?: Record<string, unknown>;
  script?: Script;
};

const kinds: readonly Kind[] = [
  {
    kind: 'an answer on an answer, post-processed',
    params: {
      generated_attributes: [
        {
          ...question,
          postprocessing_params: { id: 'asked', cut_prefix: 'Q:', strip_whitespace: true },
        },
        { id: 'answer', instruction_messages: user('Answer {question} and {asked}') },
      ],
    },
    script: [{ contains: 'Ask about', answer: 'Said first. Q:  What then? ' }],
  },
  {
    kind: 'system, few-shot and user messages',
    params: {
      generated_attributes: [
        {
          id: 'question',
          instruction_messages: [
            { role: 'SYSTEM', content: 'You know {topic}.' },
            { role: 'USER', content: 'Ask.' },
            { role: 'ASSISTANT', content: 'What is {topic.id}?' },
            { role: 'USER', content: 'Ask again, {{braces}} and all.' },
          ],
        },
      ],
    },
  },
  {
    kind: 'samplers, values by condition, combinations, and conditions',
    params: {
      sampled_attributes: [
        topics,
        {
          ...{ id: 'tone', name: 'Tone', description: 'How' },
          possible_values: [value('calm'), value('loud')],
          depends_on: {
            attribute: 'topic',
            values: { pan: ['loud'] },
            weights: { rake: { calm: 2, loud: 1 } },
          },
        },
        { ...word('size'), possible_values: [value('big'), value('small')] },
        { ...word('mood'), possible_values: [value('gay'), value('sad')] },
        { id: 'who', name: 'Who', description: 'A person', sampler: { type: 'PERSON', locale: 'de' } },
        {
          id: 'sum',
          name: 'Sum',
          description: 'Paid',
          sampler: { type: 'FLOAT', min: 1, max: 9, decimals: 2 },
        },
        {
          id: 'day',
          name: 'Day',
          description: 'When',
          sampler: { type: 'DATETIME', start: '2026-01-01', end: '2026-06-30' },
        },
      ],
      combination_sampling: [{ combination: { size: 'big', mood: 'gay' }, sample_rate: 0.5 }],
      generated_attributes: [
        {
          id: 'loud',
          when: 'tone == "loud"',
          instruction_messages: user('Shout about {topic} for {sum:.1f}.'),
        },
        { id: 'text', instruction_messages: user('{who.name} on {day}, {tone}, {size}, {mood}: {loud}') },
      ],
    },
  },
  {
    kind: 'an answer in parts',
    params: {
      generated_attributes: [
        { ...question, sections: ['Title', 'Body'] },
        { id: 'answer', instruction_messages: user('Of {question.Title}: {question.Body}') },
      ],
    },
    script: [{ contains: 'Ask about', answer: '[Title] A\n[Body] B' }],
  },
  {
    kind: 'a shape, asked for again, and a judge',
    params: {
      generated_attributes: [
        {
          ...question,
          response_format: {
            schema: {
              type: 'object',
              properties: { title: { type: 'string' }, stars: { type: 'integer' } },
              required: ['title', 'stars'],
            },
          },
        },
        {
          id: 'grade',
          judge: { rubric: '1: bad. 5: good.' },
          instruction_messages: user('{question.title} has {question.stars}'),
        },
      ],
    },
    script: [
      { contains: 'bad. 5: good', answer: '{"reasons": "fine", "score": 4}' },
      { contains: 'Answer again', answer: '{"title": "A", "stars": 3}' },
      { contains: 'Ask about', answer: '{"title": "A"}' },
    ],
  },
  {
    kind: 'a model of its own',
    params: {
      generated_attributes: [
        question,
        {
          id: 'answer',
          instruction_messages: user('Answer {question}'),
          inference_config: { model: { model_name: 'other' }, generation: { temperature: 0 } },
        },
      ],
    },
  },
  {
    kind: 'a planned conversation with a system message of its own, and what is made of it',
    params: {
      multiturn_attributes: [
        talk({ conversation_planner: 'Plan it for {topic}.', output_system_prompt: 'Of {topic}' }),
      ],
      transformed_attributes: [
        { id: 'said', transformation_strategy: { type: 'STRING', string_transform: '{talk}' } },
      ],
    },
    script: [
      {
        contains: 'Answer with the JSON object',
        answer: '{"turns":[{"turn":1,"instruction":"Greet"},{"turn":2,"instruction":"Help with {topic}"}]}',
      },
    ],
  },
  {
    kind: 'a table of answers',
    params: { multiturn_attributes: [talk({ available_tools: ['look'] })] },
    more: {
      environments: [
        {
          id: 'table',
          env_type: 'deterministic',
          tools: [tool('look')],
          env_kwargs: { lookup_table: { look: [{ input: { title: 'Dune' }, output: { left: 1 } }] } },
        },
      ],
    },
    script: [{ contains: '"left": 1', answer: 'One is left.' }, ...calling('look')],
  },
  {
    kind: 'a database, of which the plan knows',
    params: { multiturn_attributes: [talk({ available_tools: ['look'] })] },
    more: {
      environments: [
        {
          id: 'library',
          env_type: 'database',
          tools: [tool('look', { sql: 'SELECT left_over FROM books WHERE title = :title' })],
          env_kwargs: {
            schema_sql: 'CREATE TABLE books (title TEXT, left_over INTEGER);',
            seed_sql: "INSERT INTO books VALUES ('Dune', 1);",
          },
        },
        {
          id: 'shelves',
          env_type: 'deterministic',
          tools: [tool('place')],
          env_kwargs: {
            lookup_table: {
              place: [
                { input: { title: 'Dune' }, output: { shelf: 3 } },
                { input: { title: 'Emma' }, output: { shelf: 4 } },
              ],
            },
          },
          grounding: { sample_size: 1, tools: { place: { fields: ['title', 'shelf'] } } },
        },
      ],
    },
    script: [{ contains: 'left_over', answer: 'One is left over.' }, ...calling('look')],
  },
  {
    kind: 'a model in the place of a tool',
    params: { multiturn_attributes: [talk({ available_tools: ['search'] })] },
    more: {
      environments: [
        {
          id: 'index',
          env_type: 'synthetic',
          tools: [tool('search')],
          env_kwargs: { tool_persona: 'You are a search index.' },
        },
      ],
    },
    script: [
      { contains: 'search index', answer: '{"found": "nothing"}' },
      { contains: '"found"', answer: 'There is nothing.' },
      ...calling('search'),
    ],
  },
];

test.each(kinds)(
  'R166 given the answers of a run, the preview shows every call of it: $kind',
  async (one) => {
    const endpoint = await mock({ script: one.script ?? [] });
    const server = await testServer();
    const yaml = JSON.stringify({
      num_samples: rows,
      seed,
      strategy_params: { sampled_attributes: [topics], ...one.params },
      ...(one.more && { environment_config: one.more }),
      inference_config: { model: { model_name: 'mock' }, ...mockInference(endpoint.url) },
    });
    const started = await server.call('POST', `${project}/runs`, { body: { yaml } });
    expect([started.status, started.body['error'] ?? null]).toEqual([201, null]);
    await driveNext(server.server);

    const { generated_attributes: generated = [], multiturn_attributes: conversations = [] } = one.params;
    const asked = [...generated, ...conversations].map(({ id }) => id);
    const made = await Promise.all(Array.from({ length: rows }, (_, row) => callsOf(server, row, asked)));
    expect(made.flat().length).toBeGreaterThanOrEqual(rows);
    const tried = new Map(made.flat().map((call) => [triedKey(call), call]));
    const { recipe } = readRecipe(yaml);
    if (recipe === null) throw new Error('It ran, so it can be read.');
    const preview = previewRows(compileRecipe(recipe), { seed, start: 0, rows, tried });
    for (const [row, { prompts, values }] of preview.entries()) {
      const calls = prompts.filter(({ kind, isSkipped }) => kind !== 'transformed' && !isSkipped);
      expect(calls.map(shown)).toEqual(
        made[row]?.map(({ attributeId, step, messages, text }) => ({ attributeId, step, messages, text })),
      );
      expect(values.filter(({ state }) => state === 'pending')).toEqual([]);
    }
  },
);

/** The calls that made a row, as a trial tells of them; a model in the place of a tool is asked beside them. */
async function callsOf({ call }: TestServer, row: number, asked: readonly string[]): Promise<TriedAnswer[]> {
  const { body } = await call('GET', `${project}/datasets/1/rows/${row}`);
  expect(JSON.stringify(body)).toContain('"status":"accepted"');
  const lineage = body['lineage'] as unknown as LineageEntry[];
  return lineage.flatMap((entry) => {
    // Parts of an answer tell of its call too.
    if (!asked.includes(entry.attribute_id)) return [];
    const calls: LineageCall[] = entry.calls ?? (entry.messages ? [{ ...entry, step: 'answer' }] : []);
    return calls
      .filter(({ step }) => !step.startsWith('tool:'))
      .map(({ step, messages = [], answer = '' }) => ({
        row,
        attributeId: entry.attribute_id,
        step,
        text: answer,
        messages: messages.map(
          ({ role, content, tool_calls: toolCalls }) =>
            ({ role, content, ...(toolCalls && { toolCalls }) }) as ChatMessage,
        ),
      }));
  });
}

function shown({ attributeId, step, messages, answer }: PreviewPrompt) {
  return {
    attributeId,
    step,
    messages: messages.map(({ role, segments, calls }) => ({
      role,
      content: textOf(segments),
      ...(calls && { toolCalls: calls }),
    })),
    text: answer,
  };
}
