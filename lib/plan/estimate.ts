import { ConditionError } from '@/lib/condition/condition';
import type { ModelPrice } from '@/lib/llm/price';
import { modelsOf } from '@/lib/recipe/attribute-inference';
import { skippedValue } from '@/lib/template/named-parts';
import { pending, renderSegments } from '@/lib/template/render-segments';
import { TemplateError } from '@/lib/template/template-error';
import { estimateTokens, tokenWeight } from '@/lib/tokens/estimate-tokens';
import type { Template } from '@/lib/template/template';
import type { Value } from '@/lib/util/value';
import type { CompiledRecipe, GeneratedStep, RowValues } from './compile';
import { factsOfRow, messagesOfRow, type Conversation } from './conversation/compile-conversation';
import { planStep } from './conversation/converse';
import {
  callTokens,
  isSimulation,
  likelyHabits,
  roundTokens,
  toolTokens,
  type ToolHabits,
} from './conversation/estimate-tools';
import { planPrompt } from './conversation/plan-prompt';
import { noPlan } from './conversation/parse-plan';
import { turnPrompt, turnValues, wholeValues } from './conversation/turn-prompt';
import { isSkipped, skip } from './conditions';
import { generationOf } from './generation';
import { isWaiting, planAsFar } from './plan-row';
import { expectedRejects, type RowOutcomes } from './row-outcomes';
import type { TriedAnswers } from './tried';

/** What one model of a run is likely to be asked; `attributeIds` are those that it writes. */
export type ModelEstimate = {
  attributeIds: readonly string[];
  calls: number;
  promptTokens: number;
  completionTokens: number;
  /** null: its price is unknown. */
  costUsd: number | null;
};

/** What a run is likely to ask for. Costs are null while the price is unknown. */
export type RunEstimate = {
  calls: number;
  promptTokens: number;
  completionTokens: number;
  costUsd: number | null;
  lowUsd: number | null;
  highUsd: number | null;
  /** The same by model, in the order of `modelsOf`. */
  models: readonly ModelEstimate[];
  /** What the numbers rest on, in words. */
  basis: string;
  /** Rows that were planned for it: all of them, or some spread over the range. */
  plannedRows: number;
  /** Rows of which answers are known. */
  triedRows: number;
  /** Rows that rules are likely to reject, and that are made besides; counted in the figures above. */
  expectedRejects: number;
};

export type EstimateOptions = {
  seed: number;
  rows: number;
  price: ModelPrice | null;
  /** Prices of the models that attributes have for themselves, in the order of `modelsOf`; unknown without. */
  otherPrices?: readonly (ModelPrice | null)[];
  tried?: TriedAnswers;
  /** How many rows may be planned: fewer where each takes records that have to be fetched. */
  mostPlanned?: number | undefined;
  /** How known rows ended. */
  outcomes?: RowOutcomes | undefined;
  /** How many rows may be tried, unless as many as usual. */
  maxRows?: number | undefined;
};

/** More rows than these sharpen the mean of a prompt's length by nothing that matters. */
const mostPlannedRows = 1000;

/** What chat formats put around each message and each prompt. */
const tokensPerMessage = 4;
const tokensPerPrompt = 3;

/** Without any answer to go by: a likely share of the longest answer allowed, and how far it may be off. */
const unknownShare = { low: 0.1, likely: 0.25, high: 1 };
/** How far answers may be off from the mean of those that were tried. */
const triedShare = { low: 0.8, likely: 1, high: 1.25 };

/** Estimates a run from at most 1,000 planned rows spread over its range, of those whose records are there. */
export function estimateRun(compiled: CompiledRecipe, options: EstimateOptions): RunEstimate {
  const steps = estimateInSteps(compiled, options);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** The same, row by row: who has other things to do meanwhile goes on when there is time. */
export function* estimateInSteps(
  compiled: CompiledRecipe,
  options: EstimateOptions,
): Generator<undefined, RunEstimate> {
  const { price, outcomes } = options;
  const rejects = outcomes === undefined ? 0 : expectedRejects(options.rows, outcomes, options.maxRows);
  const rows = options.rows + rejects;
  const lengths = answerLengths(compiled, options.tried);
  const ofModels = modelsOf(compiled.recipe).map(({ attributeIds }, at) =>
    compiled.steps.filter(({ attributeId, type }) =>
      type === 'conversation' ? at === 0 : attributeIds.includes(attributeId),
    ),
  );
  const samples: PromptSample[] = [];
  for (const steps of ofModels) {
    samples.push(yield* samplePrompts(compiled, options, (step) => steps.includes(step)));
  }
  const tokensOf = (sample: PromptSample, level: Level) => {
    const scale = sample.rows === 0 ? 0 : rows / sample.rows;
    const promptScale = sample.planned === 0 ? 0 : rows / sample.planned;
    const lengthOf = (question: string) => lengths.of.get(question)?.[level] ?? 0;
    let promptTokens = sample.knownTokens;
    for (const [question, uses] of sample.uses) promptTokens += uses * lengthOf(question);
    let completionTokens = 0;
    for (const [question, calls] of sample.calls) completionTokens += calls * lengthOf(question);
    return { promptTokens: promptTokens * promptScale, completionTokens: completionTokens * scale };
  };
  const prices = [price, ...(options.otherPrices ?? [])];
  const usdOf = (sample: PromptSample, at: number, level: Level) => {
    // A model that nothing asks costs nothing, whatever its price.
    if (sample.calls.size === 0) return 0;
    const ofModel = prices[at] ?? null;
    return ofModel && costOf(ofModel, tokensOf(sample, level));
  };
  const usd = (level: Level) =>
    samples
      .map((sample, at) => usdOf(sample, at, level))
      .reduce<number | null>((total, cost) => (total === null || cost === null ? null : total + cost), 0);
  const likely = samples.map((sample) => tokensOf(sample, 'likely'));
  const calls = samples.map(({ calls: asked, rows: of }) =>
    of === 0 ? 0 : (sum(asked.values()) * rows) / of,
  );
  const plannedRows = samples[0]?.planned ?? 0;
  return {
    calls: Math.round(sum(calls)),
    promptTokens: Math.round(sum(likely.map(({ promptTokens }) => promptTokens))),
    completionTokens: Math.round(sum(likely.map(({ completionTokens }) => completionTokens))),
    costUsd: usd('likely'),
    lowUsd: usd('low'),
    highUsd: usd('high'),
    models: samples.map((sample, at) => ({
      attributeIds: (ofModels[at] ?? []).map(({ attributeId }) => attributeId),
      calls: Math.round(calls[at] ?? 0),
      promptTokens: Math.round(likely[at]?.promptTokens ?? 0),
      completionTokens: Math.round(likely[at]?.completionTokens ?? 0),
      costUsd: usdOf(sample, at, 'likely'),
    })),
    plannedRows,
    triedRows: lengths.triedRows,
    expectedRejects: rejects,
    basis: basisOf({ rows: options.rows, sampled: plannedRows, lengths, compiled }) + rejectsWords(outcomes),
  };
}

type Level = 'low' | 'likely' | 'high';

function costOf(price: ModelPrice, tokens: { promptTokens: number; completionTokens: number }): number {
  return (
    (tokens.promptTokens * price.inputUsdPerMillion + tokens.completionTokens * price.outputUsdPerMillion) /
    1e6
  );
}

/**
 * Answers of one kind have one length: that of an attribute is known by its id, the plan of a conversation and its
 * messages by names of their own.
 */
function questionOf(attributeId: string, step: string, text: string): string {
  if (step === planStep) return planOf(attributeId);
  if (isSimulation(step)) return simulationOf(attributeId);
  if (!step.startsWith('turn:')) return attributeId;
  // Calls of tools come without words.
  return text === '' ? callOf(attributeId) : messageOf(attributeId);
}

const planOf = (attributeId: string) => `${attributeId} ${planStep}`;
const messageOf = (attributeId: string) => `${attributeId} message`;
const callOf = (attributeId: string) => `${attributeId} call`;
const simulationOf = (attributeId: string) => `${attributeId} tool`;

function questionsOf(step: GeneratedStep): string[] {
  const { attributeId } = step;
  if (step.type === 'answer') return [attributeId];
  const isSimulated = [...(step.conversation.tools?.tools.values() ?? [])].some(
    ({ source }) => source.type === 'model',
  );
  return [planOf(attributeId), messageOf(attributeId), ...(isSimulated ? [simulationOf(attributeId)] : [])];
}

function sum(numbers: Iterable<number>): number {
  let total = 0;
  for (const number of numbers) total += number;
  return total;
}

type AnswerLengths = {
  /** Tokens of an answer by question. */
  of: ReadonlyMap<string, Record<Level, number>>;
  triedRows: number;
  /** Questions of which no answer is known. */
  guessed: number;
};

function answerLengths({ steps, recipe }: CompiledRecipe, tried: TriedAnswers | undefined): AnswerLengths {
  const known = new Map<string, { tokens: number; count: number }>();
  const rows = new Set<number>();
  for (const { row, attributeId, step, text } of tried?.values() ?? []) {
    const question = questionOf(attributeId, step, text);
    const { tokens, count } = known.get(question) ?? { tokens: 0, count: 0 };
    known.set(question, { tokens: tokens + estimateTokens(text), count: count + 1 });
    rows.add(row);
  }
  const longestOf = new Map(
    steps.flatMap((step) =>
      questionsOf(step).map(
        (question) => [question, generationOf(recipe, step.attributeId).maxNewTokens] as const,
      ),
    ),
  );
  const questions = [...longestOf.keys()];
  const of = new Map<string, Record<Level, number>>(
    questions.map((question) => {
      const longest = longestOf.get(question) ?? 0;
      const tokens = known.get(question);
      const length = tokens ? tokens.tokens / tokens.count : longest;
      const share = tokens ? triedShare : unknownShare;
      const at = (level: Level) => Math.min(longest, length * share[level]);
      return [question, { low: at('low'), likely: at('likely'), high: at('high') }];
    }),
  );
  for (const { attributeId, type } of steps)
    if (type === 'conversation') of.set(callOf(attributeId), callTokens);
  const guessed = questions.filter((question) => !known.has(question)).length;
  return { of, triedRows: guessed === questions.length ? 0 : rows.size, guessed };
}

type PromptSample = {
  rows: number;
  /** Those of which all records were there: their prompts are counted. */
  planned: number;
  /** Tokens of all counted prompts but for answers in them. */
  knownTokens: number;
  /** How often an answer to a question stands in the counted prompts. */
  uses: ReadonlyMap<string, number>;
  /** How often each question is asked for the sampled rows. */
  calls: ReadonlyMap<string, number>;
};

function* samplePrompts(
  compiled: CompiledRecipe,
  { seed, rows, tried, mostPlanned = mostPlannedRows }: EstimateOptions,
  isCounted: (step: GeneratedStep) => boolean,
): Generator<undefined, PromptSample> {
  const triesOf = new Map(compiled.steps.map((step) => [step, likelyTries(step, tried)]));
  const habitsOf = new Map(
    compiled.steps.map((step) => [
      step,
      step.type === 'answer' ? noTools : likelyHabits(step.conversation, { tried, rows }),
    ]),
  );
  const counter: Counter = { writers: new Map(), weights: new Map(), uses: new Map() };
  for (const step of compiled.steps) {
    for (const name of step.columns) counter.writers.set(name, step);
  }
  const calls = new Map<string, number>();
  const sampled = Math.min(rows, mostPlanned);
  let planned = 0;
  let knownTokens = 0;
  for (let position = 0; position < sampled; position++) {
    yield;
    const index = Math.floor((position * rows) / sampled);
    const row: SampledRow = { index, seed, values: planAsFar(compiled, seed, index).values };
    const waits = isWaiting(compiled, row.values);
    const asked = waits ? compiled.steps : stepsAsked(compiled, row.values);
    for (const step of asked)
      if (isCounted(step)) {
        const habits = habitsOf.get(step) ?? noTools;
        addCalls(calls, step, { seed, index, tries: triesOf.get(step) ?? 1, habits });
      }
    if (waits) continue;
    planned++;
    for (const step of asked) {
      if (!isCounted(step)) continue;
      knownTokens +=
        step.type === 'answer'
          ? countPrompt(counter, row, { messages: step.messages }) * (triesOf.get(step) ?? 1)
          : countConversation(counter, row, step.conversation, habitsOf.get(step) ?? noTools);
    }
  }
  return { rows: sampled, planned, knownTokens, uses: counter.uses, calls };
}

/** The steps that are not known to be skipped in a row; a condition that waits for an answer may hold. */
function stepsAsked({ steps }: CompiledRecipe, values: RowValues): GeneratedStep[] {
  return steps.filter((step) => {
    const isOpen = step.when?.names.some(({ name }) => values.get(name) === undefined) === true;
    if (isOpen || !isKnownToBeSkipped(step, values)) return true;
    skip(step, values);
    return false;
  });
}

function isKnownToBeSkipped(step: GeneratedStep, values: RowValues): boolean {
  try {
    return isSkipped(step, values);
  } catch (error) {
    // The row fails before it asks anything.
    if (error instanceof ConditionError) return true;
    throw error;
  }
}

/** How often a question is likely to be asked until its answer fits: known from tries that did not. */
function likelyTries(step: GeneratedStep, tried: TriedAnswers | undefined): number {
  if (step.type !== 'answer' || step.form.type === 'text') return 1;
  const { attributeId, form } = step;
  const answers = [...(tried?.values() ?? [])].filter((one) => one.attributeId === attributeId);
  const unfit = answers.filter(({ text }) => !form.read(text).ok).length;
  return answers.length === 0 || unfit === answers.length ? 1 : answers.length / (answers.length - unfit);
}

/** How many calls a step takes is known of a row whose records are still on their way. */
function addCalls(
  calls: Map<string, number>,
  step: GeneratedStep,
  { seed, index, tries, habits }: { seed: number; index: number; tries: number; habits: ToolHabits },
): void {
  const { attributeId } = step;
  if (step.type === 'answer') return add(calls, attributeId, tries);
  add(calls, planOf(attributeId), 1);
  const messages = messagesOfRow(step.conversation, seed, index);
  add(calls, messageOf(attributeId), messages);
  if (step.conversation.tools === null) return;
  add(calls, callOf(attributeId), (messages / 2) * habits.rounds);
  add(calls, simulationOf(attributeId), (messages / 2) * habits.simulated);
}

const noTools: ToolHabits = { rounds: 0, simulated: 0 };

type Counter = {
  /** The step behind a name that an answer gives a value. */
  writers: Map<string, GeneratedStep>;
  /** Weights of pieces that were met: rows share nearly all of them. */
  weights: Map<string, number>;
  uses: Map<string, number>;
};

type SampledRow = { index: number; seed: number; values: RowValues };

/** A plan, then each message with all that was said before it: the prompts grow, and so does what they cost. */
function countConversation(
  counter: Counter,
  row: SampledRow,
  conversation: Conversation,
  { rounds, simulated }: ToolHabits,
): number {
  const { attributeId, tools } = conversation;
  const ofTools = tools && toolTokens(tools);
  const messages = messagesOfRow(conversation, row.seed, row.index);
  let tokens = countPrompt(counter, row, {
    messages: planPrompt(conversation, messages, factsOfRow(conversation, row.seed, row.index)),
    own: wholeValues(messages, noPlan(messages)),
  });
  for (let number = 1; number <= messages; number++) {
    const { system, request } = turnPrompt(conversation, { number, messages }, true);
    const said = number - 1;
    // The assistant is asked again after each round of tools; each has its call and its result in all that follow.
    const asked = ofTools !== null && number % 2 === 0 ? 1 + rounds : 1;
    const before = Math.floor(said / 2) * rounds + (asked - 1) / 2;
    const own = turnValues({ number, messages }, noPlan(messages));
    tokens +=
      asked * countPrompt(counter, row, { messages: [{ template: system }, { template: request }], own });
    tokens += asked * (said * tokensPerMessage + before * roundTokens);
    if (ofTools !== null && number % 2 === 0) {
      tokens += asked * ofTools.definitions + simulated * ofTools.simulation;
    }
    add(counter.uses, messageOf(attributeId), asked * said);
    // Each message is told its part of the plan.
    add(counter.uses, planOf(attributeId), asked / messages);
  }
  return tokens;
}

function add(counts: Map<string, number>, key: string, count: number): void {
  counts.set(key, (counts.get(key) ?? 0) + count);
}

type PromptToCount = {
  messages: readonly { template: Template }[];
  own?: ReadonlyMap<string, Value>;
};

function countPrompt(
  { writers, weights, uses }: Counter,
  row: SampledRow,
  { messages, own }: PromptToCount,
): number {
  const lookup = (name: string) => {
    const value = own?.get(name) ?? row.values.get(name);
    if (!writers.has(name)) return value;
    return value === null ? skippedValue : pending;
  };
  let tokens = tokensPerPrompt;
  try {
    for (const { template } of messages) {
      tokens += tokensPerMessage;
      for (const segment of renderSegments(template, lookup)) {
        if (segment.type === 'pending') {
          addUse(uses, row, { name: segment.name, writer: writers.get(segment.name) });
          continue;
        }
        let weight = weights.get(segment.text);
        if (weight === undefined) {
          weight = tokenWeight(segment.text);
          weights.set(segment.text, weight);
        }
        tokens += weight;
      }
    }
  } catch (error) {
    // A prompt that can't be rendered is not sent; the preview says why.
    if (!(error instanceof TemplateError)) throw error;
    return 0;
  }
  return tokens;
}

/** A value that stands in a prompt is as long as its answer, a conversation as long as all of its messages. */
function addUse(
  uses: Map<string, number>,
  { seed, index }: SampledRow,
  { name, writer }: { name: string; writer: GeneratedStep | undefined },
): void {
  if (writer?.type !== 'conversation') return add(uses, writer?.attributeId ?? name, 1);
  if (name !== writer.attributeId) return add(uses, planOf(writer.attributeId), 1);
  add(uses, messageOf(name), messagesOfRow(writer.conversation, seed, index));
}

function rejectsWords(outcomes: RowOutcomes | undefined): string {
  if (outcomes === undefined || outcomes.rejected === 0) return '';
  const count = (value: number) => value.toLocaleString('en');
  return `; rejected as often as ${count(outcomes.rejected)} of ${count(outcomes.rows)} known rows`;
}

type Basis = { rows: number; sampled: number; lengths: AnswerLengths; compiled: CompiledRecipe };

function basisOf({ rows, sampled, lengths, compiled }: Basis): string {
  if (compiled.steps.length === 0) return 'No model is asked';
  const count = (value: number) => value.toLocaleString('en');
  const prompts =
    sampled === rows
      ? `Prompts of all ${count(rows)} rows`
      : `Prompts of ${count(sampled)} planned rows spread over ${count(rows)}`;
  const longest = count(compiled.recipe.inference_config.generation.max_new_tokens);
  const guess = `a quarter of the longest allowed (${longest} tokens)`;
  const tries = `${count(lengths.triedRows)} tried ${lengths.triedRows === 1 ? 'row' : 'rows'}`;
  if (lengths.triedRows === 0) return `${prompts}; answers taken as ${guess}`;
  if (lengths.guessed === 0) return `${prompts}; answers as long as in ${tries}`;
  return `${prompts}; answers as long as in ${tries}, others taken as ${guess}`;
}
