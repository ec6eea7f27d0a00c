import type { LineageCall, LineageEntry } from '@/lib/api/dataset-wire';
import { ConditionError } from '@/lib/condition/condition';
import { type JournalEntry, replyOf } from '@/lib/engine/journal-entry';
import { promptHash } from '@/lib/engine/journal-key';
import type { CompiledRecipe, GeneratedStep, RowValues } from '@/lib/plan/compile';
import { planAsFar } from '@/lib/plan/plan-row';
import { AnswerError, answerStep, toolReply, type Ask, type Request } from '@/lib/plan/exchange';
import { planStep } from '@/lib/plan/conversation/converse';
import { exchangeOf } from '@/lib/plan/row';
import { findCompletions } from '@/lib/store/completions';
import type { Context } from '@/lib/runtime/context';
import { openTools } from '@/lib/runtime/databases/open-databases';
import type { Tools } from '@/lib/engine/engine-job';
import type { StoredSource } from '@/lib/store/stored-sources';
import type { SampledValue } from '@/lib/template/sampled-value';
import { TemplateError } from '@/lib/template/template-error';
import type { Value } from '@/lib/util/value';
import { wireTime } from './dto/time';

export type LineageRequest = {
  compiled: CompiledRecipe;
  seed: number;
  /** What the run or trial keeps of its sources. */
  sources: readonly StoredSource[];
  index: number;
  journalScope: string;
  answers: readonly { attributeId: string; key: string; reused: boolean }[];
  /** What a person wrote into the row: an answer that was asked for later was asked with it. */
  written?: ReadonlyMap<string, Value>;
};

/**
 * Where each value of a row came from: answers from the journal, prompts rendered again from the plan. An
 * attribute that got no answer has its prompt as far as it can be rendered.
 */
export async function lineageOf(context: Context, request: LineageRequest): Promise<LineageEntry[]> {
  const tools = openTools(context.config.dataDir, request.compiled, request);
  try {
    return await entriesOf(context, request, tools);
  } finally {
    tools?.close();
  }
}

async function entriesOf(
  { db }: Context,
  request: LineageRequest,
  tools: Tools | null,
): Promise<LineageEntry[]> {
  const { compiled, seed, index, answers, written = new Map<string, Value>() } = request;
  const keys = answers.map(({ key }) => key);
  const journal = await findCompletions(db, request.journalScope, keys);
  const { values } = planAsFar(compiled, seed, index);
  const entries = new Map<string, LineageEntry>();
  for (const step of compiled.steps) {
    const given = answers.filter(({ attributeId }) => attributeId === step.attributeId);
    const stored = given.flatMap(({ key }) => journal.get(key) ?? []);
    const asPlanned = await retrace(compiled, step, { seed, row: index, values, stored, tools });
    const isOther =
      written.size > 0 && stored[0] !== undefined && asPlanned.firstPrompt !== stored[0].promptHash;
    const traced = isOther
      ? await retrace(compiled, step, {
          seed,
          row: index,
          values: new Map([...values, ...written]),
          stored,
          tools,
        })
      : asPlanned;
    for (const [name, value] of traced.made) values.set(name, value);
    const reused = new Map(given.map((answer) => [answer.key, answer.reused]));
    // Of what was asked again only the answer that was taken: it tells of the earlier ones.
    const calls = new Map(traced.asks.map((ask, at) => [ask.step, factsOf(ask, stored[at], reused)]));
    for (const name of step.columns) {
      entries.set(name, {
        attribute_id: name,
        kind: 'generated',
        ...originOf(step, name, { calls, stored }),
      });
    }
  }
  return compiled.columns.map(({ name, kind }) => ({ attribute_id: name, ...entries.get(name), kind }));
}

/** What a column of a step is made of: one call, as its processed text is too, or all that were made. */
function originOf(
  step: GeneratedStep,
  name: string,
  { calls, stored }: { calls: ReadonlyMap<string, CallFacts>; stored: readonly JournalEntry[] },
): Omit<LineageEntry, 'attribute_id' | 'kind'> {
  if (step.type === 'conversation' && name !== step.attributeId) {
    return calls.get(planStep) ?? {};
  }
  if (step.type === 'answer' && stored.every((entry) => entry.step === answerStep)) {
    return calls.get(answerStep) ?? {};
  }
  return { ...totals(stored), calls: [...calls].map(([name, facts]) => ({ step: name, ...facts })) };
}

type CallFacts = Omit<LineageCall, 'step'>;

function factsOf(
  { messages }: Ask,
  entry: JournalEntry | undefined,
  reused: ReadonlyMap<string, boolean>,
): CallFacts {
  const isReused = entry && reused.get(entry.key);
  return {
    messages: messages.map(({ role, content, toolCalls, toolCallId }) => ({
      role,
      content,
      ...(toolCalls && { tool_calls: toolCalls.map((call) => ({ ...call })) }),
      ...(toolCallId !== undefined && { tool_call_id: toolCallId }),
    })),
    ...(entry && answerFacts(entry)),
    ...(isReused !== undefined && { reused: isReused }),
  };
}

/** What all calls of a value took together. */
function totals(stored: readonly JournalEntry[]) {
  if (stored.length === 0) return {};
  const sum = (of: (entry: JournalEntry) => number) => stored.reduce((total, entry) => total + of(entry), 0);
  return {
    model: stored.at(-1)?.model,
    prompt_tokens: sum((entry) => entry.promptTokens),
    completion_tokens: sum((entry) => entry.completionTokens),
    cost_usd: sum((entry) => entry.costUsd),
    latency_ms: sum((entry) => entry.latencyMs),
  };
}

function answerFacts(entry: JournalEntry) {
  return {
    model: entry.model,
    answer: entry.text,
    ...(entry.toolCalls && { tool_calls: entry.toolCalls.map((call) => ({ ...call })) }),
    finish_reason: entry.finishReason,
    prompt_tokens: entry.promptTokens,
    completion_tokens: entry.completionTokens,
    cost_usd: entry.costUsd,
    latency_ms: entry.latencyMs,
    attempts: entry.attempts.map(({ code, message, waitedMs }) => ({ code, message, waited_ms: waitedMs })),
    at: wireTime(entry.at),
  };
}

/**
 * Asks again what a row asked, over the answers that it was given: the questions as far as they can be rendered, and
 * the values that came of it.
 */
async function retrace(
  compiled: CompiledRecipe,
  step: GeneratedStep,
  { seed, row, values: before, stored, tools }: Trace,
): Promise<Retraced> {
  const values = new Map(before);
  const place = { row, seed, values, firstAttempt: 0, emptyRetries: Number.POSITIVE_INFINITY };
  const exchange = exchangeOf(compiled, step, place);
  const asks: Ask[] = [];
  // What another walk has done to the databases of the row is none of this one's.
  tools?.release(row);
  const pastTools = async (next: Next): Promise<Next> => {
    if (next.done === true || next.value.type === 'ask' || tools === null) return next;
    const outcome = await tools.use({ row, attributeId: step.attributeId }, next.value);
    return 'text' in outcome ? pastTools(exchange.next(toolReply(outcome.text))) : next;
  };
  try {
    let next = await pastTools(exchange.next());
    for (const entry of stored) {
      if (next.done === true || next.value.type !== 'ask') break;
      asks.push(next.value);
      next = await pastTools(exchange.next(replyOf(entry)));
    }
    if (next.done !== true && next.value.type === 'ask' && asks.length === 0) asks.push(next.value);
  } catch (error) {
    // The row got no further than this either, and says why in its reason.
    if (!isOfRow(error)) throw error;
  }
  const [first] = asks;
  return {
    asks,
    firstPrompt: first === undefined ? null : promptHash(first),
    made: [...values].filter(([name, value]) => before.get(name) !== value),
  };
}

function isOfRow(error: unknown): boolean {
  return error instanceof TemplateError || error instanceof AnswerError || error instanceof ConditionError;
}

type Next = IteratorResult<Request, void>;

type Trace = {
  seed: number;
  row: number;
  values: RowValues;
  stored: readonly JournalEntry[];
  tools: Tools | null;
};

type Retraced = {
  /** What was asked, in order: those that were answered, else the first. */
  asks: readonly Ask[];
  firstPrompt: string | null;
  made: [string, Value | SampledValue][];
};
