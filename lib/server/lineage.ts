import type { LineageEntry } from '@/lib/api/dataset-wire';
import { type JournalEntry, replyOf } from '@/lib/engine/journal-entry';
import { promptHash } from '@/lib/engine/journal-key';
import type { ChatMessage } from '@/lib/llm/message';
import type { CompiledRecipe, GeneratedStep, RowValues } from '@/lib/plan/compile';
import { planRow } from '@/lib/plan/plan-row';
import { AnswerError, type Ask } from '@/lib/plan/exchange';
import { exchangeOf } from '@/lib/plan/row';
import { findCompletions } from '@/lib/store/completions';
import type { Database } from '@/lib/store/database';
import type { SampledValue } from '@/lib/template/sampled-value';
import { TemplateError } from '@/lib/template/template-error';
import type { Value } from '@/lib/util/value';
import { wireTime } from './dto/time';

export type LineageRequest = {
  compiled: CompiledRecipe;
  seed: number;
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
export async function lineageOf(db: Database, request: LineageRequest): Promise<LineageEntry[]> {
  const { compiled, seed, index, answers, written = new Map<string, Value>() } = request;
  const keys = answers.map(({ key }) => key);
  const journal = await findCompletions(db, request.journalScope, keys);
  const values = planRow(compiled, seed, index);
  const entries = new Map<string, LineageEntry>();
  for (const step of compiled.steps) {
    const given = answers.filter(({ attributeId }) => attributeId === step.attributeId);
    const stored = given.flatMap(({ key }) => journal.get(key) ?? []);
    const asPlanned = retrace(compiled, step, { seed, row: index, values, stored });
    const isOther =
      written.size > 0 && stored[0] !== undefined && asPlanned.firstPrompt !== stored[0].promptHash;
    const traced = isOther
      ? retrace(compiled, step, { seed, row: index, values: new Map([...values, ...written]), stored })
      : asPlanned;
    for (const [name, value] of traced.made) values.set(name, value);
    const answer = given.at(-1);
    const entry = stored.at(-1);
    const messages = traced.messages?.map(({ role, content }) => ({ role, content }));
    const facts = {
      kind: 'generated' as const,
      ...(messages && { messages }),
      ...(entry && answerFacts(entry)),
      ...(answer && { reused: answer.reused }),
    };
    // The processed text of an answer has a column of its own and the same origin.
    for (const name of [step.attributeId, step.postprocessing?.id]) {
      if (name !== undefined) entries.set(name, { attribute_id: name, ...facts });
    }
  }
  return compiled.columns.map(({ name, kind }) => entries.get(name) ?? { attribute_id: name, kind });
}

function answerFacts(entry: JournalEntry) {
  return {
    model: entry.model,
    answer: entry.text,
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
 * Asks again what a row asked, over the answers that it was given: the prompt of the last question as far as it can be
 * rendered, and the values that came of it.
 */
function retrace(
  compiled: CompiledRecipe,
  step: GeneratedStep,
  { seed, row, values: before, stored }: Trace,
): Retraced {
  const values = new Map(before);
  const place = { row, seed, values, firstAttempt: 0, emptyRetries: Number.POSITIVE_INFINITY };
  const exchange = exchangeOf(compiled, step, place);
  const asks: Ask[] = [];
  try {
    let next = exchange.next();
    for (const entry of stored) {
      if (next.done === true || next.value.type !== 'ask') break;
      asks.push(next.value);
      next = exchange.next(replyOf(entry));
    }
    if (next.done !== true && next.value.type === 'ask' && asks.length === 0) asks.push(next.value);
  } catch (error) {
    // The row got no further than this either, and says why in its reason.
    if (!(error instanceof TemplateError) && !(error instanceof AnswerError)) throw error;
  }
  const [first] = asks;
  return {
    messages: asks.at(-1)?.messages ?? null,
    firstPrompt: first === undefined ? null : promptHash(first),
    made: [...values].filter(([name, value]) => before.get(name) !== value),
  };
}

type Trace = { seed: number; row: number; values: RowValues; stored: readonly JournalEntry[] };

type Retraced = {
  messages: readonly ChatMessage[] | null;
  firstPrompt: string | null;
  made: [string, Value | SampledValue][];
};
