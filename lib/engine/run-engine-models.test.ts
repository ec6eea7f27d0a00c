import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileRecipe } from '@/lib/plan/compile';
import { readRecipe } from '@/lib/recipe/read-recipe';
import { fastHash128Hex } from '@/lib/util/fast-hash';
import { createModelLimiter } from './model-limiter';
import { createRowProgram } from './rows/row-program';
import {
  createRunFixture,
  createTestControl,
  startRun,
  testModel,
  type RunFixture,
} from './testing/run-fixture';
import { createScriptedModel, failureOf } from './testing/scripted-model';
import { createTestProgram } from './testing/test-program';

const other = { ...testModel.endpoint, baseUrl: 'http://other/v1', modelName: 'other' };

function twoModels(fixture: RunFixture, { cheap = 4, dear = 1 } = {}) {
  const { clock } = fixture;
  const models = [createScriptedModel(clock), createScriptedModel(clock)] as const;
  const control = createTestControl(12);
  const price = (usd: number) => ({ inputUsdPerMillion: usd, outputUsdPerMillion: usd });
  const end = startRun(fixture, {
    callModel: models[0].callModel,
    control,
    program: createTestProgram({ models: { answer: 1 } }),
    job: {
      models: [
        { ...testModel, price: price(1) },
        { ...testModel, endpoint: other, price: price(10) },
      ],
    },
    ports: {
      models: [
        { callModel: models[0].callModel, limiter: createModelLimiter({ maxConcurrency: cheap }, clock) },
        { callModel: models[1].callModel, limiter: createModelLimiter({ maxConcurrency: dear }, clock) },
      ],
    },
  });
  return { models, end, control };
}

describe('E130 each model of a recipe has a limiter, a price and a journal key of its own', () => {
  test('calls go to the model of their attribute, as many at once as its limiter lets through', async () => {
    const fixture = createRunFixture();
    const { models, end } = twoModels(fixture);
    expect((await fixture.clock.runUntil(end)).status).toBe('completed');
    expect(models[0].prompts.every((prompt) => prompt.startsWith('question'))).toBe(true);
    expect(models[1].prompts.every((prompt) => prompt.startsWith('answer'))).toBe(true);
    expect([models[0].prompts.length, models[1].prompts.length]).toEqual([12, 12]);
    expect(models[0].peakInFlight).toBeGreaterThan(1);
    expect(models[1].peakInFlight).toBe(1);
  });

  test('each answer has the price and the name of its model', async () => {
    const fixture = createRunFixture();
    const { end } = twoModels(fixture);
    const { progress } = await fixture.clock.runUntil(end);
    const entries = [...fixture.store.entries.values()];
    const costs = (attributeId: string) =>
      entries
        .filter((entry) => entry.attributeId === attributeId)
        .map((entry) => [
          entry.model,
          Math.round((entry.costUsd * 1e6) / (entry.promptTokens + entry.completionTokens)),
        ]);
    expect(new Set(costs('question').map(String))).toEqual(new Set(['scripted,1']));
    expect(new Set(costs('answer').map(String))).toEqual(new Set(['other,10']));
    expect(progress.costUsd).toBeCloseTo(
      entries.reduce((sum, { costUsd }) => sum + costUsd, 0),
      9,
    );
  });

  test('R134 the progress names the model that holds the run up', async () => {
    const fixture = createRunFixture();
    const { clock } = fixture;
    const portsOf = ({ callModel }: ReturnType<typeof createScriptedModel>) => ({
      callModel,
      limiter: createModelLimiter({ maxConcurrency: 4 }, clock),
    });
    void startRun(fixture, {
      callModel: createScriptedModel(clock).callModel,
      control: createTestControl(4),
      program: createTestProgram({ steps: { quick: [], slow: [] }, models: { slow: 1 } }),
      job: { models: [testModel, { ...testModel, endpoint: other }] },
      ports: {
        models: [
          portsOf(createScriptedModel(clock)),
          portsOf(createScriptedModel(clock, () => failureOf('endpoint-down'))),
        ],
      },
    });
    await clock.advance(60_000);
    expect(fixture.store.progress).toMatchObject({
      limitedBy: 'endpoint',
      limitedModel: other.modelName,
    });
  });

  test('what one model is waited for does not hold up the other', async () => {
    const fixture = createRunFixture();
    const { clock } = fixture;
    const down = createScriptedModel(clock, (_, attempt) =>
      attempt < 3 ? failureOf('endpoint-down') : 'late',
    );
    const up = createScriptedModel(clock);
    const waitings: (string | null)[] = [];
    const portsOf = ({ callModel }: typeof up) => ({
      callModel,
      limiter: createModelLimiter({ maxConcurrency: 4 }, clock),
    });
    const end = startRun(fixture, {
      callModel: up.callModel,
      control: createTestControl(4),
      program: createTestProgram({ steps: { quick: [], slow: [] }, models: { slow: 1 } }),
      job: { models: [testModel, { ...testModel, endpoint: other }] },
      ports: {
        models: [portsOf(up), portsOf(down)],
        onWaiting: (waiting) => waitings.push(waiting?.message ?? null),
      },
    });
    expect((await clock.runUntil(end)).status).toBe('completed');
    expect(waitings.at(0)).not.toBeNull();
    expect(waitings.at(-1)).toBeNull();
    expect(up.prompts.slice(0, 4)).toEqual(['quick 0', 'quick 1', 'quick 2', 'quick 3']);
  });
});

const recipeText = `
strategy_params:
  sampled_attributes:
    - {id: tone, name: Tone, description: d, possible_values: [{id: calm, name: Calm, description: d}, {id: loud, name: Loud, description: d}]}
  generated_attributes:
    - id: review
      instruction_messages: [{role: USER, content: 'Review {tone}'}]
      response_format: {max_repairs: 2, schema: {type: object, properties: {stars: {type: integer, maximum: 5}}, required: [stars]}}
    - {id: pair, sections: [Q, A], instruction_messages: [{role: USER, content: 'Ask about {review.stars} stars'}]}
    - {id: extra, when: 'review.stars > 3', instruction_messages: [{role: USER, content: 'More {tone}'}], inference_config: {generation: {max_new_tokens: 7}}}
inference_config: {engine: REMOTE, model: {model_name: m}, remote_params: {api_url: 'http://model/v1'}}
`;

/** Fits, fits not, lacks a part, or fails: by prompt and by how often it was asked under this number. */
function script(prompt: string): string {
  const chance = Number.parseInt(fastHash128Hex(prompt).slice(0, 8), 16) / 2 ** 32;
  if (prompt.startsWith('Ask')) return '[Q] Why? [A] So.';
  if (prompt.startsWith('More')) return 'more';
  return chance < 0.5 ? `{"stars": ${Math.floor(chance * 10)}}` : `{"stars": ${Math.floor(chance * 100)}}`;
}

test('E131 killed between repairs, an answer of a shape goes on where it was, and nothing is paid twice', async () => {
  const { recipe } = readRecipe(recipeText);
  if (recipe === null) throw new Error('the recipe is broken');
  const compiled = compileRecipe(recipe);
  const program = createRowProgram(compiled, 7, [testModel.endpoint], compiled.quality);
  const rows = 8;
  const run = (fixture: RunFixture, control = createTestControl(rows)) => {
    // The row is not in the prompt: the answer depends on row and step, as a seed would have it.
    const model = createScriptedModel(fixture.clock, (prompt) => script(prompt));
    return startRun(fixture, {
      callModel: (call, options) =>
        model.callModel(
          {
            ...call,
            messages: [{ role: 'user', content: `${call.messages.at(-1)?.content ?? ''} #${call.seed}` }],
          },
          options,
        ),
      control,
      program,
      concurrency: 3,
    });
  };
  const outcome = ({ store }: RunFixture) =>
    [...store.rows.values()]
      .toSorted((a, b) => a.index - b.index)
      .map(({ index, status, cells, reason }) => [index, status, cells, reason?.code]);

  const whole = createRunFixture();
  await whole.clock.runUntil(run(whole));
  const steps = new Set([...whole.store.entries.values()].map(({ step }) => step));
  expect(steps).toContain('repair:1');
  expect([...whole.store.entries.values()].some(({ attributeId }) => attributeId === 'extra')).toBe(true);
  const expected = outcome(whole);

  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 1, max: 15 }), { minLength: 1, maxLength: 4 }),
      async (deaths) => {
        const fixture = createRunFixture();
        for (const statements of deaths) {
          const control = createTestControl(rows);
          const died = fixture.store.dieAfter(statements);
          await fixture.clock.runUntil(Promise.race([died, run(fixture, control)]));
          control.stop();
        }
        void fixture.store.dieAfter(Number.POSITIVE_INFINITY);
        await fixture.clock.runUntil(run(fixture));
        expect(outcome(fixture)).toEqual(expected);
        expect(new Set(fixture.store.entries.keys())).toEqual(new Set(whole.store.entries.keys()));
      },
    ),
    { numRuns: 20, seed: 5 },
  );
});

test('E132 an attribute asks with the settings that it has of its own', () => {
  const { recipe } = readRecipe(recipeText);
  if (recipe === null) throw new Error('the recipe is broken');
  const program = createRowProgram(compileRecipe(recipe), 7, [testModel.endpoint]);
  expect(
    program.steps.map(({ attributeId, model, generation }) => [attributeId, model, generation.maxNewTokens]),
  ).toEqual([
    ['review', 0, 1024],
    ['pair', 0, 1024],
    ['extra', 0, 7],
  ]);
});
