import { encodeRow } from '@/lib/dataset/json';
import type { ChatMessage } from '@/lib/llm/message';
import { encodeJson } from '@/lib/dataset/json';
import { readRecipe } from '@/lib/recipe/read-recipe';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { compileRecipe } from './compile';
import fixture from './fixtures/cases.json';
import { planRow } from './plan-row';
import { AnswerError, type Ask } from './exchange';
import { finishRow } from './row';
import { writeRow } from './testing/walk-exchange';

const row = z.record(z.string(), z.unknown());
const expectation = z.object({
  valid: z.boolean().default(true),
  error: z.object({ names: z.array(z.string()) }).optional(),
  rows: z.number().optional(),
  exact: z.array(row).optional(),
  equals: z.array(row).optional(),
  columns: z.array(z.string()).optional(),
  columns_set: z.array(z.string()).optional(),
  each: z.record(z.string(), row).optional(),
  share: z.array(z.object({ where: row, min: z.number(), max: z.number() })).optional(),
  distinct: z.record(z.string(), z.number()).optional(),
  prompts: z
    .object({
      roles: z.array(z.string()).optional(),
      contains: z.array(z.string()).optional(),
      count: z.number().optional(),
      schema: z.number().optional(),
    })
    .optional(),
});
const cases = z
  .array(
    z.object({
      id: z.string(),
      title: z.string(),
      recipe: z.union([z.string(), row]),
      llm: z.unknown().optional(),
      expect: expectation,
      deviation: expectation.optional(),
      must_deviate: z.boolean().optional(),
    }),
  )
  .parse(fixture);
type Case = (typeof cases)[number];
type Expectation = z.infer<typeof expectation>;

describe.each([1, 7, 20_260_101])('the cases of the language with seed %i', (seed) => {
  test.each(cases)('$id: $title', (example) => {
    const result = run(example, seed);
    const wanted = [
      ...(example.must_deviate ? [] : [example.expect]),
      ...(example.deviation ? [example.deviation] : []),
    ];
    const problems = wanted.map((one) => mismatches(one, result));
    expect(problems.some((list) => list.length === 0) ? [] : problems).toEqual([]);
  });
});

type Result = { error: string | null; rows: Record<string, unknown>[]; asks: Ask[] };

/** A run as the engine makes it, with a scripted model and without its machinery. */
function run(example: Case, seed: number): Result {
  const text =
    typeof example.recipe === 'string' ? example.recipe : JSON.stringify(withModel(example.recipe));
  const { recipe, diagnostics } = readRecipe(text);
  if (recipe === null)
    return { error: diagnostics.map(({ message }) => message).join('\n'), rows: [], asks: [] };
  const compiled = compileRecipe(recipe);
  const rows: Record<string, unknown>[] = [];
  const asks: Ask[] = [];
  for (let index = 0; index < recipe.num_samples; index++) {
    const values = planRow(compiled, seed, index);
    try {
      writeRow(compiled, { row: index, seed, values }, (ask) => {
        asks.push(ask);
        return answer(example.llm, ask.messages);
      });
    } catch (error) {
      if (!(error instanceof AnswerError)) throw error;
      continue;
    }
    const cells = finishRow(compiled, seed, index, values).map((cell) => encodeJson(cell));
    rows.push(row.parse(JSON.parse(encodeRow(compiled.columns, cells))));
  }
  return { error: null, rows, asks };
}

function withModel(recipe: Record<string, unknown>): Record<string, unknown> {
  return { inference_config: { engine: 'REMOTE', model: { model_name: 'm' } }, ...recipe };
}

function answer(spec: unknown, messages: readonly ChatMessage[]): string {
  const last = messages.at(-1)?.content ?? '';
  if (typeof spec === 'string') return spec;
  if (Array.isArray(spec)) return answer(spec[0], messages);
  const parsed = row.parse(spec);
  if (parsed['echo'] === 'last') return last;
  if (typeof parsed['text'] === 'string') return parsed['text'];
  if (Array.isArray(parsed['rules'])) return answer(replyOf(parsed['rules'], messages), messages);
  const key = Object.keys(parsed).find((part) => last.includes(part)) ?? '*';
  return answer(parsed[key], messages);
}

const rules = z.array(z.object({ when: z.record(z.string(), z.unknown()), reply: z.unknown() }));

/** The reply of the first rule whose texts all stand where it looks for them. */
function replyOf(spec: unknown[], messages: readonly ChatMessage[]): unknown {
  const contents = (of: readonly (ChatMessage | undefined)[]) => of.map((one) => one?.content).join('\n');
  const places: Record<string, string> = {
    system: contents(messages.filter(({ role }) => role === 'system')),
    last: contents([messages.at(-1)]),
    any: contents(messages),
  };
  return rules
    .parse(spec)
    .find(({ when }) =>
      Object.entries(when).every(([place, texts]) =>
        [texts].flat().every((text) => places[place]?.includes(String(text))),
      ),
    )?.reply;
}

function mismatches(want: Expectation, { error, rows, asks }: Result): string[] {
  if (!want.valid) {
    if (error === null) return ['accepted, but must be refused'];
    const missing = (want.error?.names ?? []).filter(
      (name) => !error.toLowerCase().includes(name.toLowerCase()),
    );
    return missing.map((name) => `the message does not name ${name}: ${error}`);
  }
  if (error !== null) return [`refused: ${error}`];
  const found: string[] = [];
  const check = (what: string, got: unknown, wanted: unknown) => {
    if (JSON.stringify(got) !== JSON.stringify(wanted)) {
      found.push(`${what}: ${JSON.stringify(got)} instead of ${JSON.stringify(wanted)}`);
    }
  };
  if (want.rows !== undefined) check('rows', rows.length, want.rows);
  if (want.exact) check('rows', rows, want.exact);
  for (const [index, cells] of (want.equals ?? []).entries()) {
    for (const [path, value] of Object.entries(cells)) check(path, valueAt(rows[index], path), value);
  }
  for (const one of rows) {
    if (want.columns) check('columns', Object.keys(one), want.columns);
    if (want.columns_set) check('columns', Object.keys(one).sort(), [...want.columns_set].sort());
    for (const [path, rule] of Object.entries(want.each ?? {})) {
      const value = valueAt(one, path);
      if ('eq' in rule) check(path, value, rule['eq']);
      if (typeof rule['regex'] === 'string') check(path, new RegExp(rule['regex']).test(String(value)), true);
    }
  }
  for (const { where, min, max } of want.share ?? []) {
    const share =
      rows.filter((one) => Object.entries(where).every(([key, value]) => one[key] === value)).length /
      rows.length;
    if (share < min || share > max) found.push(`share of ${JSON.stringify(where)}: ${share}`);
  }
  for (const [path, count] of Object.entries(want.distinct ?? {})) {
    check(`distinct ${path}`, new Set(rows.map((one) => valueAt(one, path))).size, count);
  }
  if (want.prompts?.roles)
    check(
      'roles',
      asks[0]?.messages.map(({ role }) => role),
      want.prompts.roles,
    );
  if (want.prompts?.count !== undefined) check('calls', asks.length, want.prompts.count);
  if (want.prompts?.schema !== undefined) {
    check('calls with a schema', asks.filter(({ shape }) => shape).length, want.prompts.schema);
  }
  const sent = JSON.stringify(asks.map((ask) => ask.messages));
  for (const text of want.prompts?.contains ?? [])
    if (!sent.includes(text)) found.push(`no prompt has ${text}`);
  return found;
}

function valueAt(value: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((at, key) => row.safeParse(at).data?.[key], value);
}
