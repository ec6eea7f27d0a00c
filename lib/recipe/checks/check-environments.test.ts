import { describe, expect, test } from 'vitest';
import { applyFix } from '../edit/apply-fix';
import { readRecipe } from '../read-recipe';
import { noSourceFacts } from '../sources/source-facts';
import { sampleRecipe } from '../testing/sample-recipe';

const withConfig = (config: unknown) => `${sampleRecipe}environment_config: ${JSON.stringify(config)}\n`;
const withEnvironments = (...environments: unknown[]) => withConfig({ environments });

function told(text: string, facts = noSourceFacts): string[] {
  return readRecipe(text, facts).diagnostics.map(
    ({ severity, code, message }) => `${severity} ${code}: ${message}`,
  );
}

const parameters = {
  type: 'object',
  properties: { city: { type: 'string' }, unit: { type: 'string', default: 'c' } },
  required: ['city'],
  additionalProperties: false,
};
const tool = (more: object = {}) => ({
  id: 'lookup',
  name: 'Lookup',
  description: 'Looks up',
  parameters,
  ...more,
});
const oslo = { input: { city: 'Oslo' }, output: { temp: 3 } };
const deterministic = (entries: unknown[], more: object = {}, toolMore: object = {}) => ({
  id: 'env',
  env_type: 'deterministic',
  tools: [tool(toolMore)],
  env_kwargs: { lookup_table: { lookup: entries } },
  ...more,
});
const synthetic = (kwargs: object, toolMore: object = {}) => ({
  id: 'env',
  env_type: 'synthetic',
  tools: [tool(toolMore)],
  env_kwargs: { tool_persona: 'You are a thermometer.', ...kwargs },
});
const database = (kwargs: object, toolMore: object = {}) => ({
  id: 'env',
  env_type: 'database',
  tools: [tool({ sql: 'SELECT 1', ...toolMore })],
  env_kwargs: { schema_sql: 'CREATE TABLE t (a);', ...kwargs },
});

describe('R70 a catalogue of tools', () => {
  test.each([
    ['nothing in it', { environments: [] }],
    [
      'a table',
      { environments: [deterministic([oslo, { input: { city: 'Rome', unit: 'f' }, output: 'hot' }])] },
    ],
    [
      'outputs of all kinds',
      {
        environments: [
          deterministic([
            { ...oslo, output: null },
            { input: { city: 'a' }, output: [1] },
          ]),
        ],
      },
    ],
    ['a model', { environments: [synthetic({ cache_by_input: false })] }],
    ['a database', { environments: [database({ seed_sql: 'INSERT INTO t VALUES (1);' })] }],
    [
      'facts',
      {
        environments: [
          deterministic([oslo], { grounding: { tools: { lookup: { fields: ['city', 'temp'] } } } }),
        ],
      },
    ],
    ['a function beside sql', { environments: [database({}, { executor: 'ehr.find' })] }],
  ])('%s is read without a word', (_, config) => {
    expect(told(withConfig(config))).toEqual([]);
  });

  test('outputs and arguments keep the type that the text gives them', () => {
    const { recipe } = readRecipe(
      withEnvironments(deterministic([{ input: { city: 'Oslo' }, output: null }])),
    );
    const table = recipe?.environment_config?.environments[0]?.env_kwargs.lookup_table;
    expect(table?.get('lookup')).toEqual([{ input: new Map([['city', 'Oslo']]), output: null }]);
  });
});

const at = 'environment_config.environments.env';

test.each<[string, unknown, string[]]>([
  [
    'an id that is used twice',
    [deterministic([oslo]), { ...synthetic({}), tools: [] }],
    [
      'error duplicate-id: environment_config.environments.env.id: The id "env" is used by an environment above. Each needs its own',
    ],
  ],
  [
    'a tool of two environments',
    [deterministic([oslo]), { ...deterministic([oslo]), id: 'e2' }],
    [
      'error duplicate-id: environment_config.environments.e2.tools.lookup.id: The tool id "lookup" is used in environment "env" already. Tools have one id each over all environments',
    ],
  ],
  [
    'a kind that there is not',
    [{ ...deterministic([oslo]), env_type: 'sqlite' }],
    [`error unknown-choice: ${at}.env_type: "sqlite" is not one of deterministic, synthetic, database`],
  ],
  [
    'a tool without a name',
    [deterministic([oslo], {}, { name: '' })],
    [`error empty: ${at}.tools.lookup.name: must not be empty`],
  ],
  [
    'a tool that no provider takes',
    [
      {
        ...deterministic([]),
        tools: [tool({ id: 'look up' })],
        env_kwargs: { lookup_table: { 'look up': [oslo] } },
      },
    ],
    [
      `warning out-of-range: ${at}.tools.look up.id: Most providers refuse "look up" as the name of a tool: they take letters, digits, _ and -, 64 at most`,
    ],
  ],
  [
    'a key of another kind',
    [{ ...deterministic([oslo]), env_kwargs: { lookup_table: { lookup: [oslo] }, tool_persona: 'x' } }],
    [
      `error unknown-key: ${at}.env_kwargs.tool_persona: is not a key of an environment of type deterministic. Known here: lookup_table`,
    ],
  ],
  [
    'a schema that is none',
    [synthetic({}, { output_schema: { type: 'dict' } })],
    [
      `error bad-schema: ${at}.tools.lookup.output_schema.type: "dict" is no type of JSON Schema. It knows array, boolean, integer, null, number, object, string`,
    ],
  ],
  [
    'arguments without names',
    [synthetic({}, { parameters: { type: 'array' } })],
    [
      `error bad-schema: ${at}.tools.lookup.parameters.type: must be object: the arguments of a tool come by name`,
    ],
  ],
])('R71 %s is told', (_, environments, messages) => {
  expect(told(withConfig({ environments }))).toEqual(messages);
});

test.each<[string, unknown, string[]]>([
  [
    'a tool without an entry',
    { ...deterministic([oslo]), tools: [tool(), tool({ id: 'extra' })] },
    [
      `error lookup-entry: ${at}.env_kwargs.lookup_table: Tool "extra" has no entries in lookup_table, so it could answer nothing. Give it at least one`,
    ],
  ],
  [
    'entries of no tool',
    { ...deterministic([oslo]), env_kwargs: { lookup_table: { lookup: [oslo], lokup: [oslo] } } },
    [
      `error unknown-tool: ${at}.env_kwargs.lookup_table.lokup: There is no tool "lokup" in this environment. Known here: lookup`,
    ],
  ],
  [
    'an input that does not fit',
    deterministic([{ input: { town: 'Oslo' }, output: 1 }]),
    [
      `error lookup-entry: ${at}.env_kwargs.lookup_table.lookup[0].input: does not fit the parameters of "lookup": town ("Oslo") is a property that the schema does not have.`,
    ],
  ],
  [
    'an output that does not fit',
    deterministic([oslo], {}, { output_schema: { type: 'string' } }),
    [
      `error lookup-entry: ${at}.env_kwargs.lookup_table.lookup[0].output: does not fit output_schema: The value is of type object, expected string.`,
    ],
  ],
  [
    'no output',
    deterministic([{ input: { city: 'Oslo' } }]),
    [
      `error lookup-entry: ${at}.env_kwargs.lookup_table.lookup[0].output: is missing. Write null for a tool that gives nothing`,
    ],
  ],
  [
    'the same input twice, by its default',
    deterministic([oslo, { input: { unit: 'c', city: 'Oslo' }, output: 4 }]),
    [
      `error lookup-entry: ${at}.env_kwargs.lookup_table.lookup[1].input: Tool "lookup" has a duplicate input entry: {"unit":"c","city":"Oslo"} is that of entry 0 already, with defaults filled in`,
    ],
  ],
  [
    'a default that is never filled in',
    deterministic(
      [{ input: {}, output: 1 }],
      {},
      {
        parameters: { type: 'object', properties: { a: { type: 'array', items: { default: 1 } } } },
      },
    ),
    [
      `error bad-schema: ${at}.tools.lookup.parameters.properties.a.items.default: This default can not be filled in, so entries could not be told apart. Defaults stand under properties alone`,
    ],
  ],
])('R72 of a table: %s', (_, environment, messages) => {
  expect(told(withEnvironments(environment))).toEqual(messages);
});

test('R72 a blank output is told of, null is none', () => {
  const entries = ['', ' ', null, 'x'].map((output, n) => ({ input: { city: String(n) }, output }));
  expect(told(withEnvironments(deterministic(entries)))).toEqual(
    [0, 1].map(
      (n) =>
        `warning lookup-entry: ${at}.env_kwargs.lookup_table.lookup[${n}].output: is a blank text, so a row that gets it fails. Write null for a tool that gives nothing`,
    ),
  );
});

test('R72 1 and 1.0 are different inputs, and so are texts of different case', () => {
  const number = { type: 'object', properties: { n: {} } };
  const entries = [
    { input: { n: 'a' }, output: 1 },
    { input: { n: 'A' }, output: 1 },
  ];
  const text = withEnvironments(deterministic(entries, {}, { parameters: number }));
  expect(told(text.replace('"a"', '1').replace('"A"', '1.0'))).toEqual([]);
  expect(told(text)).toEqual([]);
});

test.each<[string, unknown, string[]]>([
  [
    'no persona',
    { ...synthetic({}), env_kwargs: {} },
    [
      `error missing-field: ${at}.env_kwargs.tool_persona: is missing: it tells the model what it stands in for`,
    ],
  ],
  [
    'a function of Python',
    synthetic({}, { executor: 'tools.find' }),
    [
      `error not-supported: ${at}.tools.lookup.executor: "tools.find" is a function of Python, which Seedloom does not run. Leave it out and the model stands in for the tool, or write the tool as sql in an environment of type database`,
    ],
  ],
  [
    'a state, with answers that are kept',
    synthetic({ state_params: { initial_state: { a: 1 } } }),
    [
      `error not-supported: ${at}.env_kwargs.cache_by_input: must be false where there is an initial_state: answers hang on the state too`,
      `error not-supported: ${at}.env_kwargs.state_params: A state can not be kept here: it is changed by Python functions, which Seedloom does not run. Keep it in an environment of type database, whose tools are written as sql`,
      `error missing-field: ${at}.tools.lookup.executor: is missing: in an environment with a state every tool needs one, also "lookup"`,
    ],
  ],
  [
    'sql',
    synthetic({}, { sql: 'SELECT 1' }),
    [`error not-supported: ${at}.tools.lookup.sql: is for environments of type database alone`],
  ],
])('R73 of tools that a model stands in for: %s', (_, environment, messages) => {
  expect(told(withEnvironments(environment)).sort()).toEqual([...messages].sort());
});

test.each<[string, unknown, string[]]>([
  [
    'neither a file nor tables',
    { ...database({}), env_kwargs: {} },
    [
      `error missing-field: ${at}.env_kwargs: An environment of type database has exactly one of db_path and schema_sql, but this one has neither`,
    ],
  ],
  [
    'both',
    database({ db_path: 'a.db' }),
    [
      `error missing-field: ${at}.env_kwargs: An environment of type database has exactly one of db_path and schema_sql, but this one has both`,
    ],
  ],
  [
    'rows beside a file',
    { ...database({}), env_kwargs: { db_path: 'a.db', seed_sql: 'x' } },
    [
      `error not-supported: ${at}.env_kwargs.seed_sql: goes with schema_sql alone: a file has its rows already`,
    ],
  ],
  [
    'a function of Python alone',
    database({}, { sql: undefined, executor: 'ehr.find' }),
    [
      `error not-supported: ${at}.tools.lookup.executor: "ehr.find" is a function of Python, which Seedloom does not run. Write what it does under sql beside it, with the arguments as :name`,
    ],
  ],
  [
    'a tool that does nothing',
    database({}, { sql: undefined }),
    [
      `error missing-field: ${at}.tools.lookup.sql: is missing: it says what the tool "lookup" does in the database`,
    ],
  ],
  [
    'an argument that there is not',
    database({}, { sql: 'SELECT a FROM t WHERE a = :citi' }),
    [`error bad-sql: ${at}.tools.lookup.sql: :citi is no parameter of the tool. Did you mean :city?`],
  ],
  [
    'another database',
    database({}, { sql: "ATTACH '/etc/x' AS x; SELECT 1" }),
    [
      `error bad-sql: ${at}.tools.lookup.sql: ATTACH is not allowed: a tool works on its row's own copy, which is thrown away at the end`,
    ],
  ],
  [
    'a statement that there is not',
    database({}, { sql: 'SELEC 1' }),
    [
      `error bad-sql: ${at}.tools.lookup.sql: begins with SELEC. A statement begins with SELECT, WITH, VALUES, INSERT, REPLACE, UPDATE, DELETE, CREATE, DROP or ALTER`,
    ],
  ],
  [
    'another database behind an empty statement and a comment',
    database({}, { sql: "; /* SELECT */ -- 1\n attach '/etc/x' AS x" }),
    [
      `error bad-sql: ${at}.tools.lookup.sql: ATTACH is not allowed: a tool works on its row's own copy, which is thrown away at the end`,
    ],
  ],
  [
    'a tool that writes though it only looks',
    database({}, { sql: 'DELETE FROM t' }),
    [`error bad-sql: ${at}.tools.lookup.sql: DELETE writes. A tool may do that with read_only: false`],
  ],
  ['a tool that may write', database({}, { sql: 'DELETE FROM t', read_only: false }), []],
  [
    'arguments without a name',
    database({}, { sql: 'SELECT a FROM t WHERE a = ?1' }),
    [`error bad-sql: ${at}.tools.lookup.sql: ?1 has no name, and arguments come by name. Write :name`],
  ],
  [
    'a dump with its marks of a transaction',
    database({
      schema_sql: 'PRAGMA foreign_keys=OFF; BEGIN TRANSACTION; CREATE TABLE t (a);',
      seed_sql: "INSERT INTO t VALUES (':a;'); COMMIT;",
    }),
    [],
  ],
  [
    'a set-up that would reach a file or wants an argument',
    database({
      schema_sql:
        "CREATE TABLE t (a); PRAGMA temp_store_directory = '/x'; VACUUM INTO 'x'; INSERT INTO t VALUES (:a)",
    }),
    [
      `error bad-sql: ${at}.env_kwargs.schema_sql: PRAGMA is not allowed: a database is in memory and reaches no file`,
      `error bad-sql: ${at}.env_kwargs.schema_sql: VACUUM is not allowed: a database is in memory and reaches no file`,
      `error bad-sql: ${at}.env_kwargs.schema_sql: has the parameter :a, but nothing gives it a value`,
    ],
  ],
  [
    'comments alone',
    database({}, { sql: '-- nothing;\n' }),
    [`error bad-sql: ${at}.tools.lookup.sql: has no statement`],
  ],
])('R74 of a database: %s', (_, environment, messages) => {
  expect(told(withEnvironments(environment))).toEqual(messages);
});

test('R74 the studio reads no file', () => {
  const text = withEnvironments({ ...database({}), env_kwargs: { db_path: '/data/a.db' } });
  expect(told(text)).toEqual([]);
  expect(told(text, { ...noSourceFacts, canReadPaths: false })).toEqual([
    `error source-path: ${at}.env_kwargs.db_path: "/data/a.db" is a path, and the studio reads no files of the machine it runs on. Write the tables as schema_sql and seed_sql, or run the recipe with the command line`,
  ]);
});

test.each<[string, object, string[]]>([
  [
    'of a tool that there is not',
    { tools: { find: { fields: ['city'] } } },
    [
      `error unknown-tool: ${at}.grounding.tools.find: There is no tool "find" in this environment. Known here: lookup`,
    ],
  ],
  [
    'without a field',
    { tools: { lookup: { fields: [] } } },
    [`error empty: ${at}.grounding.tools.lookup.fields: must not be empty: give at least one`],
  ],
  [
    'with a field twice and one that no entry has',
    { tools: { lookup: { fields: ['city', 'city', 'size'] } } },
    [
      `error duplicate-id: ${at}.grounding.tools.lookup.fields[1]: "city" is named above already`,
      `error unknown-property: ${at}.grounding.tools.lookup.fields[2]: No entry has a field "size". There are city, temp`,
    ],
  ],
  [
    'none at all',
    { sample_size: 0 },
    [`error out-of-range: ${at}.grounding.sample_size: must be at least 1, but is 0`],
  ],
  [
    'of a state',
    { state: [{ state_path: 'patients', fields: ['id'] }] },
    [`error not-supported: ${at}.grounding.state[0]: There is no list "patients" in an initial_state here`],
  ],
])('R75 facts %s', (_, grounding, messages) => {
  const found = told(withEnvironments(deterministic([oslo], { grounding })));
  expect(found.map((message) => message.replace(/ and 9007199254740991/, ''))).toEqual(
    messages.map((message) => message),
  );
});

test('R76 keys that are called otherwise by now are told with the new name', () => {
  const text = withEnvironments({
    ...deterministic([oslo], {}, { deterministic_outputs: [1] }),
    tool_persona: 'x',
  });
  const old = text.replace('"env_type"', '"type"');
  expect(told(old).filter((message) => message.includes('not-supported'))).toEqual([
    `error not-supported: ${at}.type: The key is env_type now`,
    `error not-supported: ${at}.tools.lookup.deterministic_outputs: The answers of a tool stand in env_kwargs.lookup_table of its environment now, under the id of the tool: a list of input and output`,
    `error not-supported: ${at}.tool_persona: The key stands under env_kwargs now`,
  ]);
  const plain = withEnvironments(deterministic([oslo])).replace('"env_type"', '"type"');
  const fix = readRecipe(plain).diagnostics.flatMap(({ fixes }) => fixes)[0];
  if (fix === undefined) throw new Error('no fix');
  expect(applyFix(plain, fix)).toContain('"env_type":"deterministic"'.replace('"env_type"', 'env_type'));
});

test('R77 a catalogue in a file of its own', () => {
  const text = `${sampleRecipe}environment_config_path: tools.yaml\n`;
  expect(told(text, { ...noSourceFacts, canReadPaths: false })).toEqual([
    'error source-path: environment_config_path: "tools.yaml" is a path, and the studio reads no files of the machine it runs on. Write what is in it under environment_config',
  ]);
  expect(told(`${withConfig({})}environment_config_path: tools.yaml\n`)).toEqual([
    'error not-supported: environment_config_path: A recipe has either environment_config or environment_config_path, not both',
  ]);
  expect(told(`${sampleRecipe}environment_config_path: ""\n`)).toEqual([
    'error empty: environment_config_path: must not be empty',
  ]);
});

const talking = (scope: object, environments?: unknown[], engine = 'OPENAI') =>
  JSON.stringify({
    strategy_params: {
      input_examples: [{ examples: [{ topic: 'x' }] }],
      multiturn_attributes: [
        {
          id: 'conv',
          min_turns: 1,
          max_turns: 1,
          role_instruction_messages: { USER: 'a', ASSISTANT: 'b' },
          ...scope,
        },
      ],
    },
    ...(environments && { environment_config: { environments } }),
    inference_config: { engine, model: { model_name: 'm' } },
  });
const conversation = 'strategy_params.multiturn_attributes.conv';

test.each<[string, string, string[]]>([
  ['all that there are', talking({}, [deterministic([oslo])]), []],
  ['none, of a catalogue that is not there', talking({}), []],
  [
    'tools without a catalogue',
    talking({ available_tools: ['lookup'] }),
    [
      `error unknown-environment: ${conversation}.available_tools: Environment or tool references require environment_config, or environment_config_path on the command line`,
    ],
  ],
  [
    'an environment that there is not',
    talking({ available_environments: ['nope'] }, [deterministic([oslo])]),
    [
      `error unknown-environment: ${conversation}.available_environments[0]: Conversation "conv" references unknown environment 'nope'. Defined environment ids: [env]`,
    ],
  ],
  [
    'a tool of another environment',
    talking({ available_environments: ['env'], available_tools: ['find'] }, [
      deterministic([oslo]),
      { ...synthetic({}, { id: 'find' }), id: 'sim' },
    ]),
    [
      `error unknown-tool: ${conversation}.available_tools[0]: Conversation "conv" references unknown tool 'find' for environments [env]. Defined tool ids: [lookup]`,
    ],
  ],
  [
    'tools that a rehearsal does not call',
    talking({}, [deterministic([oslo])], 'ECHO'),
    [
      'warning tools-not-called: inference_config.engine: ECHO calls no tools: the rehearsal shows the prompts, and every tool stays unused',
    ],
  ],
  ['tools of a database', talking({}, [database({})]), []],
  [
    'a database beside the one it uses',
    talking({ available_environments: ['t'] }, [
      { ...deterministic([oslo], {}, {}), id: 't' },
      { ...database({}), tools: [tool({ id: 'd', sql: 'SELECT 1' })] },
    ]),
    [],
  ],
  ['no tools of an empty catalogue', talking({}, [], 'ECHO'), []],
])('R78 a conversation names %s', (_, text, messages) => {
  expect(told(text)).toEqual(messages);
});

test('R78 an engine whose models call no tools is an error that names those that do', () => {
  const [message] = told(talking({}, [deterministic([oslo])], 'LLAMACPP'));
  expect(message).toMatch(
    /^error tools-not-called: inference_config\.engine: .*LLAMACPP is none\. Use one of ANTHROPIC, .*OPENAI.*REMOTE/,
  );
  expect(message).not.toContain('GEMINI');
});
