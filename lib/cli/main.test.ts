import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { startMockEndpoint, type MockEndpoint } from '@/bench/mock-endpoint';
import type { MockOptions } from '@/bench/mock-options';
import { diagnostic } from '@/lib/api/common';
import { readRecipe } from '@/lib/recipe/read-recipe';
import { runnableShipped, shippedFolder, shippedRecipes } from '@/lib/recipe/testing/shipped-recipes';
import {
  bundlePrograms,
  startProgram,
  until,
  type BundledPrograms,
  type Started,
} from '@/lib/runtime/testing/bundled-programs';
import { mockInference, testRecipe } from '@/lib/runtime/testing/test-recipe';
import { temporaryDirectory } from '@/lib/store/testing/temporary-database';

let programs: BundledPrograms;

beforeAll(async () => {
  programs = await bundlePrograms();
}, 120_000);

afterAll(() => programs.remove());

/** A folder with a recipe for a mock endpoint, and the command run in it. */
async function workbench(options: Partial<MockOptions> = {}, changes: Record<string, unknown> = {}) {
  const endpoint = await startMockEndpoint(options);
  onTestFinished(() => endpoint.close());
  const folder = temporaryDirectory();
  const recipe = join(folder, 'recipe.yaml');
  writeFileSync(recipe, testRecipe(mockInference(endpoint.url), changes));
  const dataDir = join(folder, 'data');
  const output = join(folder, 'out', 'rows.jsonl');
  const run = (parameters: readonly string[] = [], env: Record<string, string> = {}): Started => {
    const started = startProgram(
      programs,
      'cli',
      ['synth', '-c', recipe, '--output_path', output, '--data-dir', dataDir, ...parameters],
      env,
    );
    onTestFinished(() => void started.process.kill('SIGKILL'));
    return started;
  };
  return { endpoint, folder, recipe, dataDir, output, run };
}

const linesOf = (path: string) => readFileSync(path, 'utf8').split('\n').slice(0, -1);
const answered = (endpoint: MockEndpoint, least: number) => until(() => endpoint.stats().answered >= least);

test('0: all rows are written in row order, with the keys in column order, and nothing else is said', async () => {
  const { folder, output, run } = await workbench();
  const { ended, output: said } = run();
  expect(await ended).toBe(0);
  expect(said).toEqual({ stdout: '', stderr: '' });
  const rows = linesOf(output).map((line) => JSON.parse(line) as Record<string, string>);
  expect(rows).toHaveLength(20);
  for (const row of rows) expect(Object.keys(row)).toEqual(['topic', 'question', 'answer']);
  expect(readdirSync(join(folder, 'out'))).toEqual(['rows.jsonl']);
});

test('the same recipe and seed give the same file, another seed another', async () => {
  const { output, run } = await workbench();
  const filesOf = async (...parameters: string[]) => {
    expect(await run(parameters).ended).toBe(0);
    return readFileSync(output, 'utf8');
  };
  const first = await filesOf();
  expect(await filesOf()).toBe(first);
  expect(await filesOf('--seed', '12', '--num_samples', '5')).not.toBe(first);
  expect(linesOf(output)).toHaveLength(5);
}, 120_000);

test('2: an invalid recipe is refused at its line, before anything is asked', async () => {
  const { endpoint, recipe, run } = await workbench();
  writeFileSync(recipe, readFileSync(recipe, 'utf8').replace('{question}', '{nobody}'));
  const { ended, output } = run();
  expect(await ended).toBe(2);
  expect(output.stderr).toMatch(/recipe\.yaml:1:\d+ error unknown-placeholder .*nobody/);
  expect(endpoint.stats().requests).toBe(0);
});

test('2: a missing key is told with the way out', async () => {
  const { recipe, run } = await workbench();
  writeFileSync(recipe, testRecipe({ engine: 'OPENAI' }));
  const { ended, output } = run();
  expect(await ended).toBe(2);
  expect(output.stderr).toContain('error missing-key inference_config.engine: OpenAI has no key yet.');
});

test('3: a refused key fails the run with the words of the provider, and never shows the key', async () => {
  const { output, recipe, endpoint, run } = await workbench({ apiKey: 'right' });
  writeFileSync(recipe, testRecipe(mockInference(endpoint.url, { api_key: 'a-secret-key' })));
  const started = run();
  expect(await started.ended).toBe(3);
  expect(started.output.stderr).toContain('key-refused');
  expect(started.output.stderr).not.toContain('a-secret-key');
  expect(linesOf(output)).toHaveLength(0);
});

test('3: rows that fail are told by cause, and what there is is written', async () => {
  const script = ['1', '2', '3', '4'].map((digit) => ({
    contains: `Topic ${digit}`,
    status: 500,
    message: 'the machine is on fire',
  }));
  const { output, run } = await workbench({ script });
  const started = run();
  expect(await started.ended).toBe(3);
  expect(started.output.stderr).toContain('attempts-exhausted');
  expect(started.output.stderr).toContain('the machine is on fire');
  const written = linesOf(output).length;
  expect(written).toBeGreaterThan(0);
  expect(written).toBeLessThan(20);
  expect(started.output.stderr).toContain(`${written} of 20 rows written to`);
});

test('4: Ctrl-C pauses and says how to go on; the same command pays for nothing twice', async () => {
  const { endpoint, output, run } = await workbench({ latencyMs: 60 }, { num_samples: 60 });
  const first = run();
  await answered(endpoint, 20);
  first.process.kill('SIGINT');
  expect(await first.ended).toBe(4);
  expect(first.output.stderr).toMatch(
    /Paused after \d+ of 60 rows\. Go on with:\n {2}seedloom synth -c .*recipe\.yaml/,
  );
  expect(await run().ended).toBe(0);
  expect(linesOf(output)).toHaveLength(60);
  expect(endpoint.stats()).toMatchObject({ answered: 120, answeredAgain: 0 });
}, 120_000);

test('4: a command that is told to end leaves its run paused', async () => {
  const { endpoint, dataDir, run } = await workbench({ latencyMs: 200 }, { num_samples: 60 });
  const ended = run();
  await answered(endpoint, 4);
  ended.process.kill('SIGTERM');
  expect(await ended.ended).toBe(4);
  const words = ['runs', 'ls', '--json', '--data-dir', dataDir];
  const listed = startProgram(programs, 'cli', words);
  expect(await listed.ended).toBe(0);
  expect(JSON.parse(listed.output.stdout)).toMatchObject([{ status: 'paused', pause_reason: 'user' }]);
}, 120_000);

test('A113 a pipe that is closed early, as by head, ends a command without a word', async () => {
  const { recipe } = await workbench();
  const program = startProgram(programs, 'cli', ['preview', recipe, '--rows', '100']);
  program.process.stdout?.destroy();
  expect(await program.ended).toBe(0);
  expect(program.output.stderr).toBe('');
}, 120_000);

test('a killed command goes on where it was, and ends with the same file', async () => {
  const { endpoint, output, run } = await workbench({ latencyMs: 40 }, { num_samples: 60 });
  const killed = run();
  await answered(endpoint, 50);
  killed.process.kill('SIGKILL');
  await killed.ended;
  expect(await run().ended).toBe(0);
  const resumed = readFileSync(output, 'utf8');
  // Eight calls are in flight at most, and as many may be on their way to the disk.
  expect(endpoint.stats().answeredAgain).toBeLessThanOrEqual(16);
  expect(await run().ended).toBe(0);
  expect(readFileSync(output, 'utf8')).toBe(resumed);
}, 120_000);

test('--fresh starts anew', async () => {
  const { endpoint, run } = await workbench({ latencyMs: 60 }, { num_samples: 30 });
  const first = run();
  await answered(endpoint, 10);
  first.process.kill('SIGINT');
  expect(await first.ended).toBe(4);
  endpoint.reset();
  expect(await run(['--fresh']).ended).toBe(0);
  expect(endpoint.stats().answered).toBe(60);
}, 120_000);

test('a living worker of the data directory gets the run', async () => {
  const { dataDir, output, run } = await workbench();
  mkdirSync(dataDir);
  const worker = startProgram(programs, 'worker', [], { SEEDLOOM_DATA_DIR: dataDir });
  onTestFinished(() => void worker.process.kill('SIGKILL'));
  await until(() => worker.output.stderr.includes('the worker is ready'));
  expect(await run().ended).toBe(0);
  expect(linesOf(output)).toHaveLength(20);
  expect(worker.output.stderr).toContain('a job is over');
});

test('a run that a worker drives has the key and the address of the command', async () => {
  const { endpoint, dataDir, recipe, output, run } = await workbench({ apiKey: 'from-my-shell' });
  writeFileSync(recipe, testRecipe({ engine: 'OPENAI' }));
  mkdirSync(dataDir);
  const worker = startProgram(programs, 'worker', [], { SEEDLOOM_DATA_DIR: dataDir });
  onTestFinished(() => void worker.process.kill('SIGKILL'));
  await until(() => worker.output.stderr.includes('the worker is ready'));
  const command = run([], { OPENAI_BASE_URL: endpoint.url, OPENAI_API_KEY: 'from-my-shell' });
  expect(await command.ended).toBe(0);
  expect(linesOf(output)).toHaveLength(20);
  expect(worker.output.stderr).toContain('a job is over');
  expect(worker.output.stderr).not.toContain('from-my-shell');
});

test('1: what can not be read or written is named', async () => {
  const { folder, run } = await workbench();
  const missing = startProgram(programs, 'cli', ['synth', '-c', join(folder, 'no.yaml')]);
  expect(await missing.ended).toBe(1);
  expect(missing.output.stderr).toContain('no.yaml: there is no such file');
  const csv = run(['--output_path', join(folder, 'rows.csv')]);
  expect(await csv.ended).toBe(1);
  expect(csv.output.stderr).toContain('rows.csv: the name must end with .jsonl');
  const wrong = run(['--num_samples', '0']);
  expect(await wrong.ended).toBe(1);
  expect(wrong.output.stderr).toContain('whole number from 1');
});

test('R114 R116 values of the command line count, rows go behind those of a CSV file, a dry run asks nobody', async () => {
  const { endpoint, folder, recipe, dataDir } = await workbench();
  const csv = join(folder, 'rows.csv');
  const command = (...parameters: string[]) =>
    startProgram(programs, 'cli', ['synth', '-c', recipe, '--data-dir', dataDir, ...parameters]);
  const given = [
    '--append',
    csv,
    '--num_samples',
    '3',
    '--strategy_params.passthrough_attributes=[topic, answer]',
  ];
  const dry = command(...given, '--dry-run');
  expect(await dry.ended).toBe(0);
  expect(dry.output.stdout).toMatch(
    /topic: .+\n[\s\S]*── question\n\[user\] .+[\s\S]*3 rows ask mock 6 times/,
  );
  expect(endpoint.stats().requests).toBe(0);
  for (const times of [1, 2]) {
    expect(await command(...given, '--seed', String(times)).ended).toBe(0);
    expect(linesOf(csv)).toHaveLength(1 + 3 * times);
  }
  expect(linesOf(csv).map((line) => line.split(',')[0])).toEqual(['index', '0', '1', '2', '3', '4', '5']);
  expect(linesOf(csv)[0]).toBe('index,topic,answer');
  const wrong = command('--num_sample', '3');
  expect(await wrong.ended).toBe(2);
  expect(wrong.output.stderr).toContain('error unknown-key num_sample: ');
  const deep = command('--inference_confg.model', 'x');
  expect(await deep.ended).toBe(2);
  expect(deep.output.stderr).toMatch(/^--inference_confg\.model x: error unknown-key inference_confg: /m);
  // Rows that have no place leave no run behind that a worker would pay for.
  writeFileSync(csv, 'index,answer\n');
  expect(await command(...given, '--seed', '3').ended).toBe(1);
  const left = startProgram(programs, 'cli', ['runs', 'ls', '--limit', '1', '--json', '--data-dir', dataDir]);
  expect(await left.ended).toBe(0);
  expect(JSON.parse(left.output.stdout)).toMatchObject([{ seed: 3, status: 'paused' }]);
}, 120_000);

/** What the assistants of the shipped recipes do: look once, then answer. */
const toolScript: MockOptions['script'] = [
  { contains: '{"shelf": ', answer: 'It stands there.' },
  { contains: '{"pages": [', answer: 'Read these.' },
  { contains: 'You are a librarian', toolCalls: [{ name: 'find_book', arguments: { title: 'The Sea' } }] },
  {
    contains: 'You look things up',
    toolCalls: [{ name: 'search_docs', arguments: { query: 'first steps' } }],
  },
];

test('R117 each recipe that oumi ships runs as it is, but for its model', async () => {
  // Most of a command is its start, which others can wait beside.
  await Promise.all(runnableShipped.map(runShipped));
}, 120_000);

async function runShipped(name: string): Promise<void> {
  const { endpoint, folder, dataDir } = await workbench({ script: toolScript });
  const output = join(folder, 'rows.jsonl');
  const model = {
    engine: 'REMOTE',
    'remote_params.api_url': endpoint.url,
    'remote_params.num_workers': '4',
  };
  const command = startProgram(programs, 'cli', [
    ...['synth', '-c', join(shippedFolder, `${name}.yaml`), '--output_path', output, '--data-dir', dataDir],
    ...Object.entries(model).map(([key, value]) => `--inference_config.${key}=${value}`),
    '--inference_config.remote_params.politeness_policy=0',
    '--num_samples=3',
    ...(name === 'data_augmentation'
      ? [`--strategy_params.input_data[0].path=${join(shippedFolder, 'alpaca_format.jsonl')}`]
      : []),
  ]);
  expect({ name, code: await command.ended, said: command.output.stderr }).toEqual({
    name,
    code: 0,
    said: '',
  });
  const rows = linesOf(output).map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(rows, name).toHaveLength(3);
  const { recipe } = readRecipe(shippedRecipes().get(name) ?? '');
  for (const column of recipe?.strategy_params.passthrough_attributes ?? []) {
    for (const row of rows) expect(row, name).toHaveProperty([column]);
  }
  if (name === 'library_tool_use' || name === 'mcp_docs_lookup') {
    for (const row of rows) expect(JSON.stringify(row['conversation']), name).toContain('"role":"tool"');
  }
}

test('R107 R110 recipes come in and go out', async () => {
  const { folder, recipe, dataDir } = await workbench();
  const command = (...parameters: string[]) => startProgram(programs, 'cli', ['recipes', ...parameters]);
  const parameters = join(folder, 'params.json');
  writeFileSync(parameters, '{"Call": {"Attitude": ["calm", "angry"]}}');
  const imported = command('import', parameters, '--data-dir', dataDir);
  expect(await imported.ended).toBe(0);
  expect(imported.output.stdout).toBe('1\n');
  const hosted = command('export', '1', '--format', 'hosted', '--data-dir', dataDir);
  expect(await hosted.ended).toBe(0);
  expect(JSON.parse(hosted.output.stdout)).toHaveProperty(
    'recipe.recipe_config.model_identifier.model_type',
    'OPENAI_API',
  );
  const oumi = command('export', recipe, '--output', join(folder, 'oumi.yaml'));
  expect(await oumi.ended).toBe(0);
  expect(oumi.output.stderr).toContain('seed: oumi draws without a seed');
  expect(readFileSync(join(folder, 'oumi.yaml'), 'utf8')).not.toContain('"seed"');
  const missing = command('export', '99', '--data-dir', dataDir);
  expect(await missing.ended).toBe(1);
  expect(missing.output.stderr).toContain('There is no recipe 99');
}, 120_000);

test('validate prints file:line:column and exits 2 on errors, 0 without', async () => {
  const { folder, recipe } = await workbench();
  const good = startProgram(programs, 'cli', ['validate', recipe]);
  expect(await good.ended).toBe(0);
  const broken = join(folder, 'broken.yaml');
  writeFileSync(broken, 'num_samples: 0\nstrategy_params: {}\n');
  const bad = startProgram(programs, 'cli', ['validate', broken]);
  expect(await bad.ended).toBe(2);
  expect(bad.output.stdout).toMatch(/^.*broken\.yaml:1:\d+ error out-of-range num_samples: /m);

  const told = startProgram(programs, 'cli', ['validate', broken, '--json']);
  expect(await told.ended).toBe(2);
  // As the API has them.
  const { valid, diagnostics } = JSON.parse(told.output.stdout) as { valid: boolean; diagnostics: unknown[] };
  expect([valid, diagnostics.map((one) => diagnostic.strict().parse(one))]).toEqual([false, diagnostics]);

  // The files that a recipe names are opened: one that isn't there is told, and a column that it hasn't.
  const table = join(folder, 'table.csv');
  const reading = join(folder, 'reading.yaml');
  const source = { path: table, attribute_map: { colour: 'tint' } };
  const attribute = { id: 'said', instruction_messages: [{ role: 'USER', content: 'Say {tint}.' }] };
  const named = { strategy_params: { input_data: [source], generated_attributes: [attribute] } };
  writeFileSync(reading, testRecipe(mockInference('http://127.0.0.1:9'), named));
  const check = async () => {
    const checked = startProgram(programs, 'cli', ['validate', reading, '--data-dir', join(folder, 'data')]);
    return { code: await checked.ended, out: checked.output.stdout };
  };
  expect(await check()).toEqual({ code: 2, out: expect.stringContaining('table.csv') as string });
  writeFileSync(table, 'shade\nred\n');
  expect(await check()).toEqual({ code: 2, out: expect.stringContaining('shade') as string });
  writeFileSync(table, 'colour\nred\n');
  expect(await check()).toEqual({ code: 0, out: '' });
});

test('A113 what the command line does not know is told in one line', async () => {
  for (const words of [['exprt'], ['runs', 'ls', '--nope'], ['validate']]) {
    const program = startProgram(programs, 'cli', words);
    expect(await program.ended).toBe(1);
    expect(program.output.stderr).toMatch(/^seedloom: .+ \(seedloom --help says more\)\n$/);
  }
  const { recipe, folder } = await workbench();
  const both = [
    'synth',
    '-c',
    recipe,
    '--append',
    join(folder, 'a.csv'),
    '--output_path',
    join(folder, 'b.jsonl'),
  ];
  const program = startProgram(programs, 'cli', both);
  expect(await program.ended).toBe(1);
  expect(program.output.stderr).toMatch(/^seedloom: --append and --output_path both say where the rows go/);
});

test('--help has examples', async () => {
  const help = startProgram(programs, 'cli', ['synth', '--help']);
  expect(await help.ended).toBe(0);
  expect(help.output.stdout).toContain('seedloom synth -c stories.yaml');
});
