import { z } from 'zod';
import type { Value } from '@/lib/util/value';

const text = z.string().min(1);

const jsonSchema = (description: string, example: unknown) =>
  z
    .custom<Value>()
    .optional()
    .meta({ description, examples: [example] });

const tool = z
  .strictObject({
    id: text.meta({
      description: 'The name that the model calls the tool by. Unique over all environments.',
      examples: ['find_book'],
    }),
    name: text.meta({ description: 'The name for people.', examples: ['Find a book'] }),
    description: text.meta({
      description: 'What the tool does, as the model is told.',
      examples: ['Finds a book by its title.'],
    }),
    parameters: jsonSchema('The arguments, as a JSON Schema. Left out, any object is taken.', {
      type: 'object',
      properties: { title: { type: 'string' } },
      required: ['title'],
    }),
    output_schema: jsonSchema('What the tool gives, as a JSON Schema. Left out, anything.', {
      type: 'object',
      properties: { found: { type: 'boolean' } },
    }),
    read_only: z
      .boolean()
      .default(true)
      .meta({ description: 'Whether the tool only looks. In a database, only one that is false may write.' }),
    executor: z
      .string()
      .default('')
      .meta({ description: 'A Python function of other tools that read this language. It is not run here.' }),
    sql: text.optional().meta({
      description:
        'In a database environment: the statement that the tool runs, with the arguments as `:name`. Several end with a semicolon each; the last one gives the result. Only Seedloom knows this key.',
      examples: ['SELECT title, author FROM books WHERE title = :title'],
    }),
  })
  .meta({ description: 'Something that the assistant of a conversation can call.' });

const lookupEntry = z.strictObject({
  input: z.map(z.string(), z.custom<Value>()).meta({
    description: 'The arguments, exactly. Defaults of the parameters are filled in.',
    examples: [{ title: 'Dune' }],
  }),
  output: z
    .custom<Value>()
    .optional()
    .meta({ description: 'What the tool gives for them: anything.', examples: [{ found: true }] }),
});

const envKwargs = z.strictObject({
  lookup_table: z.map(z.string(), z.array(lookupEntry).min(1)).optional().meta({
    description: 'For deterministic: what each tool gives for which arguments, by the id of the tool.',
  }),
  tool_persona: text.optional().meta({
    description: 'For synthetic: who the model is while it stands in for the tools.',
    examples: ['You are the search index of a library.'],
  }),
  state_params: z
    .strictObject({
      state_schema: jsonSchema('The shape of the state, as a JSON Schema.', { type: 'object' }),
      initial_state: z
        .custom<Value>()
        .optional()
        .meta({ description: 'The state that each row begins with.' }),
    })
    .optional()
    .meta({
      description: 'For synthetic: a state that tools change by Python functions. It is not run here.',
    }),
  cache_by_input: z
    .boolean()
    .default(true)
    .meta({ description: 'For synthetic: the same tool with the same arguments is asked once in a run.' }),
  use_guided_decoding: z
    .boolean()
    .default(true)
    .meta({ description: 'For synthetic: hold the answer to output_schema where the engine can do that.' }),
  db_path: text.optional().meta({
    description: 'For database: a file of SQLite that each row gets a copy of. For the command line alone.',
    examples: ['library.db'],
  }),
  schema_sql: text.optional().meta({
    description: 'For database: the statements that make the tables.',
    examples: ['CREATE TABLE books (title TEXT, author TEXT);'],
  }),
  seed_sql: text.optional().meta({
    description: 'For database, with schema_sql: the statements that fill the tables.',
    examples: ["INSERT INTO books VALUES ('Dune', 'Frank Herbert');"],
  }),
});

const fields = z
  .array(text)
  .min(1)
  .meta({ description: 'The fields that are shown of each fact.', examples: [['title', 'author']] });

const grounding = z
  .strictObject({
    sample_size: z
      .int()
      .min(1)
      .default(3)
      .meta({ description: 'How many facts each row gets at most.', examples: [3] }),
    seed: z
      .int()
      .optional()
      .meta({
        description: 'Draws other facts for the same seed of the recipe.',
        examples: [1],
      }),
    tools: z
      .map(z.string(), z.strictObject({ fields }))
      .default(() => new Map())
      .meta({ description: 'For deterministic: the tools whose entries facts are drawn from, by id.' }),
    state: z
      .array(
        z.strictObject({
          state_path: text.meta({ description: 'The list in initial_state.', examples: ['patients'] }),
          fields,
        }),
      )
      .default([])
      .meta({ description: 'For synthetic with a state: the lists that facts are drawn from.' }),
  })
  .meta({
    description: 'Facts that the planner of a conversation is told, so that users ask for what there is.',
  });

/** The kinds of environments. */
export const environmentTypes = ['deterministic', 'synthetic', 'database'] as const;

const environment = z
  .strictObject({
    id: text.meta({ description: 'The name of the environment. Unique.', examples: ['library'] }),
    env_type: z.enum(environmentTypes).meta({
      description:
        'Where answers of tools come from: a table (deterministic), the model (synthetic) or SQLite (database).',
      examples: ['deterministic'],
      isLowerCase: true,
    }),
    name: z
      .string()
      .optional()
      .meta({ description: 'The name for people.', examples: ['Library'] }),
    description: z.string().optional().meta({ description: 'What the environment is.' }),
    tools: z.array(tool).default([]).meta({ description: 'The tools of the environment.' }),
    env_kwargs: envKwargs.prefault({}).meta({ description: 'What the kind of environment needs.' }),
    grounding: grounding.optional(),
  })
  .meta({ description: 'A place where tools work.' });

/** The catalogue of tools of a recipe. */
export const environmentConfig = z.strictObject({
  environments: z.array(environment).default([]).meta({ description: 'The environments.' }),
});

export type Environment = z.infer<typeof environment>;
export type ToolParams = z.infer<typeof tool>;
