import type { LineageEntry } from '@/lib/api/dataset-wire';
import type { JournalEntry } from '@/lib/engine/journal-entry';
import { promptHash } from '@/lib/engine/journal-key';
import type { ChatMessage } from '@/lib/llm/message';
import type { CompiledRecipe, GeneratedStep, RowValues } from '@/lib/plan/compile';
import { planRow } from '@/lib/plan/plan-row';
import { applyAnswer, renderPrompt } from '@/lib/plan/row';
import { findCompletions } from '@/lib/store/completions';
import type { Database } from '@/lib/store/database';
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
    const asPlanned = promptOf(compiled, step, values);
    const answer = answers.find(({ attributeId }) => attributeId === step.attributeId);
    const entry = answer && journal.get(answer.key);
    const asked = entry?.promptHash;
    const wasOther = asPlanned && asked !== undefined && promptHash(asPlanned) !== asked;
    const messages =
      wasOther && written.size > 0 ? promptOf(compiled, step, new Map([...values, ...written])) : asPlanned;
    if (entry) applyAnswer(step, values, entry.text);
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

function promptOf(compiled: CompiledRecipe, step: GeneratedStep, values: RowValues): ChatMessage[] | null {
  try {
    return renderPrompt(compiled, step, values);
  } catch (error) {
    // The row got no further than this either, and says why in its reason.
    if (error instanceof TemplateError) return null;
    throw error;
  }
}
