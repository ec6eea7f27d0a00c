import type { RowOutcome } from '@/lib/engine/batch';
import type { Tools } from '@/lib/engine/engine-job';
import type { JournalEntry } from '@/lib/engine/journal-entry';
import { createStepKeys } from '@/lib/engine/journal-key';
import { emptyAnswerRetries } from '@/lib/engine/retry-decision';
import type { PendingCall, PendingUse } from '@/lib/engine/rows/open-row';
import { createRowProgram, type RowProgram } from '@/lib/engine/rows/row-program';
import { createRowRunner } from '@/lib/engine/rows/row-runner';
import { compileRecipe, type CompiledRecipe } from '@/lib/plan/compile';
import { estimateRun as estimatePlan, type ModelEstimate } from '@/lib/plan/estimate';
import { planStep } from '@/lib/plan/conversation/converse';
import { answerStep } from '@/lib/plan/exchange';
import type { RowOutcomes } from '@/lib/plan/row-outcomes';
import { triedKey, type TriedAnswer } from '@/lib/plan/tried';
import {
  findCompletions,
  hasCompletions,
  journalWriters,
  listCompletionFacts,
} from '@/lib/store/completions';
import { bareTextScope } from '@/lib/store/recipes';
import type { StoredSource } from '@/lib/store/stored-sources';
import { openTools } from './databases/open-databases';
import { explainReuse, type Reuse } from './estimate/explain-reuse';
import { expectedTime, slowestOf, type ExpectedTime } from './estimate/expected-time';
import { checkRecipe } from './recipe/check-recipe';
import type { Context } from './context';
import { drawSeed } from './recipe/draw-seed';
import { readRecipeSource } from './recipe/recipe-source';
import type { ResolvedModel } from './resolve-model';
import type { ResolvedModels } from './resolve-models';
import { earlierRun, type StartRunRequest } from './start-run';

/** What a run would ask for and cost; `calls` are those that are still to be paid for. */
export type RunEstimate = {
  calls: number;
  reusedCalls: number;
  promptTokens: number;
  completionTokens: number;
  costUsd: number | null;
  lowUsd: number | null;
  highUsd: number | null;
  basis: string;
  /** Rows that rules are likely to reject and that are made besides, counted in the figures above. */
  expectedRejects: number;
  /** How rows ended whose answers the journal has: those that the rules reject, of all of them. */
  outcomes: RowOutcomes;
  /** What the journal of the recipe holds for these rows, and why some of it can't be used; null: nothing, or too much to look through. */
  reuse: Reuse | null;
  /** `model`: the position of the one that sets the speed. */
  time: ExpectedTime & { model: number };
  /** What each model is asked for, with where it answers. */
  models: readonly (ModelEstimate & Pick<ResolvedModel, 'endpoint' | 'price' | 'limits' | 'providerName'>)[];
};

/**
 * Estimates the run that the same request would start. Stores nothing, calls no model; throws as `startRun` does, but
 * not for a key: what a run would cost is asked before one is bought.
 */
export async function estimateRun(context: Context, request: StartRunRequest): Promise<RunEstimate> {
  const source = await readRecipeSource(context, request.projectId, request.source);
  const { projectId, model: modelOverride } = request;
  const { recipe, models, sources } = await checkRecipe(context, {
    ...source,
    projectId,
    modelOverride,
    isKeyless: true,
  });
  const earlier = await earlierRun(context, request);
  const seed = request.seed ?? earlier?.seed ?? recipe.seed ?? source.seed ?? drawSeed();
  const rows = request.numSamples ?? recipe.num_samples;
  const compiled = compileRecipe(recipe, sources.tables);
  const scope =
    earlier?.journalScope ?? source.recipe?.journalScope ?? bareTextScope(request.projectId, source.text);
  const reused =
    request.reuse === false
      ? noAnswers
      : await storedAnswers(context, { compiled, seed, rows, models, scope, sources: sources.stored });
  const { outcomes } = reused;
  const whole = estimatePlan(compiled, {
    ...{
      seed,
      rows,
      price: models[0].price,
      otherPrices: models.slice(1).map(({ price }) => price),
      tried: reused.tried,
      outcomes,
      maxRows: request.maxRows,
    },
  });
  const share = whole.calls === 0 ? 1 : Math.max(0, whole.calls - reused.count) / whole.calls;
  const shareOf = (usd: number | null) => (usd === null ? null : usd * share);
  const asked = models.map(({ endpoint, price, limits, providerName }, at) => {
    const of = whole.models[at];
    return {
      ...{ endpoint, price, limits, providerName },
      attributeIds: of?.attributeIds ?? [],
      calls: Math.round((of?.calls ?? 0) * share),
      promptTokens: Math.round((of?.promptTokens ?? 0) * share),
      completionTokens: Math.round((of?.completionTokens ?? 0) * share),
      costUsd: shareOf(of?.costUsd ?? null),
    };
  });
  const program = createRowProgram(
    compiled,
    seed,
    models.map(({ endpoint }) => endpoint),
  );
  return {
    calls: Math.round(whole.calls * share),
    reusedCalls: reused.count,
    promptTokens: Math.round(whole.promptTokens * share),
    completionTokens: Math.round(whole.completionTokens * share),
    costUsd: shareOf(whole.costUsd),
    lowUsd: shareOf(whole.lowUsd),
    highUsd: shareOf(whole.highUsd),
    basis: whole.basis,
    expectedRejects: whole.expectedRejects,
    outcomes,
    reuse: reused.reuse,
    time: slowestOf(
      asked.map(({ calls, promptTokens, completionTokens, endpoint, limits }) =>
        expectedTime({
          ...{ calls, promptTokens, completionTokens },
          callsInTurn: callsInTurn(compiled, program.steps),
          latencyMs: reused.latencyMs.get(endpoint.modelName) ?? null,
          maxConcurrency: limits.maxConcurrency,
          rates: limits,
        }),
      ),
    ),
    models: asked,
  };
}

type StoredAnswers = {
  count: number;
  tried: Map<string, TriedAnswer>;
  reuse: Reuse | null;
  /** How long each model took for an answer of the journal, on the mean, by its name. */
  latencyMs: ReadonlyMap<string, number>;
  outcomes: RowOutcomes;
};
const noAnswers: StoredAnswers = {
  count: 0,
  tried: new Map(),
  reuse: null,
  latencyMs: new Map(),
  outcomes: { rows: 0, rejected: 0 },
};

const rowsAtOnce = 200;
const mostRows = 20_000;
/** A journal with more answers than these is not looked through for those that don't fit. */
const mostFacts = 20_000;
/** So many known rows say well enough how often rules reject one. */
const mostOutcomes = 2000;
/** As many answers as the estimate of the plan looks at. */
const mostTried = 1000;

type Question = {
  compiled: CompiledRecipe;
  seed: number;
  rows: number;
  models: ResolvedModels;
  scope: string;
  /** Copies of what its databases are made from. */
  sources: readonly StoredSource[];
};

/**
 * The answers in a journal that the run would take, where the journal has any. Of one that is too large
 * to be looked through, from row 0 on as long as there are any: earlier runs and trials begin there.
 * Looks at 20,000 rows at most.
 */
async function storedAnswers(context: Context, question: Question): Promise<StoredAnswers> {
  const { db } = context;
  if (!(await hasCompletions(db, question.scope))) return { ...noAnswers, tried: new Map() };
  const tools = openTools(context.config.dataDir, question.compiled, question);
  try {
    return await answersInJournal(context, question, tools);
  } finally {
    tools?.close();
  }
}

async function answersInJournal(
  { db }: Context,
  question: Question,
  tools: Tools | null,
): Promise<StoredAnswers> {
  const { compiled, seed, models, scope } = question;
  const endpoints = models.map(({ endpoint }) => endpoint);
  const [model] = models;
  const found: StoredAnswers = { ...noAnswers, tried: new Map() };
  const fitting = new Set<string>();
  /** Hashes of the prompts that are known, by row and attribute. */
  const asked = new Map<string, string>();
  const program = createRowProgram(compiled, seed, endpoints, compiled.quality);
  const finished: RowOutcome[] = [];
  let calls: PendingCall[] = [];
  let uses: PendingUse[] = [];
  const runner = createRowRunner({
    program,
    journalKey: createStepKeys(seed, endpoints),
    emptyRetries: emptyAnswerRetries,
    onCall: (call) => calls.push(call),
    onAskedAgain: () => undefined,
    onToolUse: (use) => uses.push(use),
    onRowEnd: (outcome) => {
      if (outcome.status !== 'failed' && finished.length < mostOutcomes) finished.push(outcome);
    },
    // What becomes of such a row is the run's to say.
    onHopeless: () => true,
  });
  const last = Math.min(question.rows, mostRows);
  const facts = await listCompletionFacts(db, scope, { rows: question.rows, limit: mostFacts + 1 });
  const isSeenWhole = facts.length <= mostFacts;
  const blocks = new Set(facts.map(({ rowIndex }) => Math.floor(rowIndex / rowsAtOnce)));
  for (let start = 0; start < last; start += rowsAtOnce) {
    if (isSeenWhole && !blocks.has(start / rowsAtOnce)) continue;
    const before = found.count;
    for (let row = start; row < Math.min(start + rowsAtOnce, last); row += 1) runner.open(row);
    while (calls.length > 0 || uses.length > 0) {
      const using = uses;
      uses = [];
      for (const pending of using) await carryOut(pending);
      const asking = calls;
      calls = [];
      const keys = asking.map(({ key }) => key);
      const answers = await findCompletions(db, scope, keys);
      for (const call of asking) take(call, answers.get(call.key));
    }
    for (let row = start; row < start + rowsAtOnce; row += 1) tools?.release(row);
    if (found.count === before && !isSeenWhole) break;
  }
  found.outcomes = outcomesOf(compiled, finished);
  found.latencyMs = meanLatencies(facts);
  if (facts.length > 0 && isSeenWhole) {
    found.reuse = explainReuse(facts, {
      fitting,
      seed,
      modelName: model.endpoint.modelName,
      attributeIds: new Set(program.steps.map(({ attributeId }) => attributeId)),
      promptHashOf: (fact) => asked.get(`${fact.rowIndex}/${fact.attributeId}`),
      writers: await journalWriters(db, scope),
    });
  }
  return found;

  async function carryOut(pending: PendingUse): Promise<void> {
    const { row, attributeId, use } = pending;
    const outcome = await tools?.use({ row: row.index, attributeId }, use);
    if (outcome !== undefined && 'text' in outcome) runner.resume(pending, outcome.text);
  }

  function take(call: PendingCall, entry: JournalEntry | undefined): void {
    const { row, attributeId, ask } = call;
    if (ask.attempt === 0 && (ask.step === answerStep || ask.step === planStep))
      asked.set(`${row.index}/${attributeId}`, call.promptHash);
    if (entry === undefined) return;
    found.count += 1;
    fitting.add(call.key);
    if (found.tried.size < mostTried) {
      const answer = {
        row: row.index,
        attributeId,
        step: ask.step,
        messages: ask.messages,
        text: entry.text,
      };
      found.tried.set(triedKey(answer), answer);
    }
    runner.answer(call, entry, true);
  }
}

function meanLatencies(facts: readonly { model: string; latencyMs: number }[]): Map<string, number> {
  const sums = new Map<string, { sum: number; count: number }>();
  for (const { model, latencyMs } of facts) {
    const { sum, count } = sums.get(model) ?? { sum: 0, count: 0 };
    sums.set(model, { sum: sum + latencyMs, count: count + 1 });
  }
  return new Map([...sums].map(([model, { sum, count }]) => [model, sum / count]));
}

/** What the rules say of finished rows, compared with each other in row order as in a run. */
function outcomesOf({ quality }: CompiledRecipe, finished: readonly RowOutcome[]): RowOutcomes {
  const comparison = quality.compareRows?.();
  const passed = finished
    .filter(({ status }) => status === 'accepted')
    .sort((a, b) => a.index - b.index)
    .filter(({ index, cells }) => comparison === undefined || comparison.decide(index, cells) === null);
  return { rows: finished.length, rejected: finished.length - passed.length };
}

/** How many calls of a row wait for each other, on the mean: those of a conversation all do. */
function callsInTurn({ steps }: CompiledRecipe, program: RowProgram['steps']): number {
  const callsOf = (index: number) => {
    const step = steps[index];
    if (step?.type !== 'conversation') return 1;
    const { minTurns, maxTurns } = step.conversation;
    return 1 + minTurns + maxTurns;
  };
  return wavesOf(program).reduce((sum, wave) => sum + Math.max(...wave.map(callsOf)), 0);
}

/** Steps in the order in which their needs are met: each wave needs only those before it. */
function wavesOf(steps: readonly { needs: number; neededBy: readonly number[] }[]): number[][] {
  const missing = steps.map((step) => step.needs);
  const waves: number[][] = [];
  let wave = missing.flatMap((needs, step) => (needs === 0 ? [step] : []));
  while (wave.length > 0) {
    waves.push(wave);
    const next: number[] = [];
    for (const step of wave) {
      for (const other of steps[step]?.neededBy ?? []) {
        missing[other] = (missing[other] ?? 0) - 1;
        if (missing[other] === 0) next.push(other);
      }
    }
    wave = next;
  }
  return waves;
}
