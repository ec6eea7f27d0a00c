import type { ModelPrice } from '@/lib/llm/price';
import { pending, renderSegments } from '@/lib/template/render-segments';
import { TemplateError } from '@/lib/template/template-error';
import { estimateTokens, tokenWeight } from '@/lib/tokens/estimate-tokens';
import type { CompiledRecipe, GeneratedStep, RowValues } from './compile';
import { planRow } from './plan-row';
import { isWaiting } from './sources';
import type { TriedAnswers } from './preview';

/** What a run is likely to ask for. Costs are null while the price is unknown. */
export type RunEstimate = {
  calls: number;
  promptTokens: number;
  completionTokens: number;
  costUsd: number | null;
  lowUsd: number | null;
  highUsd: number | null;
  /** What the numbers rest on, in words. */
  basis: string;
  /** Rows of which answers are known. */
  triedRows: number;
};

export type EstimateOptions = {
  seed: number;
  rows: number;
  price: ModelPrice | null;
  tried?: TriedAnswers;
  /** How many rows may be planned: fewer where each takes records that have to be fetched. */
  mostPlanned?: number | undefined;
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
  const { rows, price } = options;
  const lengths = answerLengths(compiled, options.tried);
  const sample = samplePrompts(compiled, options);
  const scale = sample.rows === 0 ? 0 : rows / sample.rows;
  const tokensAt = (level: Level) => {
    let promptTokens = sample.knownTokens;
    for (const [id, uses] of sample.uses) promptTokens += uses * (lengths.of.get(id)?.[level] ?? 0);
    const completionTokens = compiled.steps.reduce(
      (sum, { attributeId }) => sum + (lengths.of.get(attributeId)?.[level] ?? 0),
      0,
    );
    return {
      promptTokens: Math.round(promptTokens * scale),
      completionTokens: Math.round(completionTokens * rows),
    };
  };
  const usd = (level: Level) => price && costOf(price, tokensAt(level));
  return {
    calls: rows * compiled.steps.length,
    ...tokensAt('likely'),
    costUsd: usd('likely'),
    lowUsd: usd('low'),
    highUsd: usd('high'),
    triedRows: lengths.triedRows,
    basis: basisOf({ rows, sampled: sample.rows, lengths, compiled }),
  };
}

type Level = 'low' | 'likely' | 'high';

function costOf(price: ModelPrice, tokens: { promptTokens: number; completionTokens: number }): number {
  return (
    (tokens.promptTokens * price.inputUsdPerMillion + tokens.completionTokens * price.outputUsdPerMillion) /
    1e6
  );
}

type AnswerLengths = {
  /** Tokens of an answer by attribute. */
  of: ReadonlyMap<string, Record<Level, number>>;
  triedRows: number;
  /** Attributes of which no answer is known. */
  guessed: number;
};

function answerLengths({ steps, recipe }: CompiledRecipe, tried: TriedAnswers | undefined): AnswerLengths {
  const known = new Map<string, { tokens: number; count: number }>();
  const rows = new Set<string>();
  for (const [key, { text }] of tried ?? []) {
    const slash = key.indexOf('/');
    const sum = known.get(key.slice(slash + 1)) ?? { tokens: 0, count: 0 };
    known.set(key.slice(slash + 1), { tokens: sum.tokens + estimateTokens(text), count: sum.count + 1 });
    rows.add(key.slice(0, slash));
  }
  const longest = recipe.inference_config.generation.max_new_tokens;
  const of = new Map(
    steps.map(({ attributeId }) => {
      const sum = known.get(attributeId);
      const length = sum ? sum.tokens / sum.count : longest;
      const share = sum ? triedShare : unknownShare;
      const at = (level: Level) => Math.min(longest, length * share[level]);
      return [attributeId, { low: at('low'), likely: at('likely'), high: at('high') }];
    }),
  );
  const guessed = steps.filter(({ attributeId }) => !known.has(attributeId)).length;
  return { of, triedRows: guessed === steps.length ? 0 : rows.size, guessed };
}

type PromptSample = {
  rows: number;
  /** Tokens of all sampled prompts but for answers in them. */
  knownTokens: number;
  /** How often an attribute's answer stands in the sampled prompts. */
  uses: ReadonlyMap<string, number>;
};

function samplePrompts(
  compiled: CompiledRecipe,
  { seed, rows, mostPlanned = mostPlannedRows }: EstimateOptions,
): PromptSample {
  const writers = new Map<string, string>();
  for (const { attributeId, postprocessing } of compiled.steps) {
    writers.set(attributeId, attributeId);
    if (postprocessing) writers.set(postprocessing.id, attributeId);
  }
  const counter: Counter = { writers, weights: new Map(), uses: new Map() };
  const sampled = Math.min(rows, mostPlanned);
  let planned = 0;
  let knownTokens = 0;
  for (let position = 0; position < sampled; position++) {
    const values = planRow(compiled, seed, Math.floor((position * rows) / sampled));
    if (isWaiting(compiled.sources, values)) continue;
    planned++;
    for (const step of compiled.steps) knownTokens += countPrompt(counter, step, values);
  }
  return { rows: planned, knownTokens, uses: counter.uses };
}

type Counter = {
  /** The attribute behind a name that an answer gives a value. */
  writers: ReadonlyMap<string, string>;
  /** Weights of pieces that were met: rows share nearly all of them. */
  weights: Map<string, number>;
  uses: Map<string, number>;
};

function countPrompt({ writers, weights, uses }: Counter, step: GeneratedStep, values: RowValues): number {
  const lookup = (name: string) => (writers.has(name) ? pending : values.get(name));
  let tokens = tokensPerPrompt;
  try {
    for (const { template } of step.messages) {
      tokens += tokensPerMessage;
      for (const segment of renderSegments(template, lookup)) {
        if (segment.type === 'pending') {
          const writer = writers.get(segment.name) ?? segment.name;
          uses.set(writer, (uses.get(writer) ?? 0) + 1);
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
