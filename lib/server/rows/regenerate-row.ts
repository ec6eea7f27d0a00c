import type { WireRegenerationEstimate } from '@/lib/api/dataset-wire';
import type { JournalEntry } from '@/lib/engine/journal-entry';
import type { ModelPrice } from '@/lib/llm/price';
import type { CompiledRecipe } from '@/lib/plan/compile';
import { findCompletions } from '@/lib/store/completions';
import { insertRegeneration, type RegenerationRecord } from '@/lib/store/regenerations';
import { readRow, type RowWithAnswers } from '@/lib/store/rows';
import { readRunText, type RunRecord } from '@/lib/store/runs';
import { estimateTokens } from '@/lib/tokens/estimate-tokens';
import { AppError } from '@/lib/util/app-error';
import { compileKnownRecipe } from '../known-recipes';
import { lineageOf } from '../lineage';
import { found } from '../paging';
import type { Server } from '../server';

type Wanted = { readonly index: number; readonly attributeId: string };

/** A share of the longest answer allowed, for an attribute that has no answer to go by. */
const likelyShare = 0.25;

/**
 * What asking an attribute anew is likely to take: as much as its own answer and the answers that use it took.
 * Throws `bad-request` for what no model is asked for.
 */
export async function estimateRegeneration(
  server: Server,
  run: RunRecord,
  wanted: Wanted,
): Promise<WireRegenerationEstimate> {
  const { row, compiled, attributeId } = await readWanted(server, run, wanted);
  const asks = askedWith(compiled, row, attributeId);
  const answers = await knownAnswers(server, run, row);
  const tokens = { prompt: 0, completion: 0 };
  const unknown = asks.filter((id) => !answers.has(id));
  for (const id of asks) {
    tokens.prompt += answers.get(id)?.promptTokens ?? 0;
    tokens.completion += answers.get(id)?.completionTokens ?? 0;
  }
  if (unknown.length > 0) {
    const lineage = await lineageOf(server.context.db, {
      compiled,
      seed: run.seed,
      index: row.index,
      journalScope: run.journalScope,
      answers: row.answers,
    });
    const longest = run.endpoint?.maxNewTokens ?? compiled.recipe.inference_config.generation.max_new_tokens;
    for (const id of unknown) {
      const messages = lineage.find((entry) => entry.attribute_id === id)?.messages ?? [];
      for (const { content } of messages) tokens.prompt += estimateTokens(content);
      tokens.completion += Math.round(longest * likelyShare);
    }
  }
  return {
    attribute_id: attributeId,
    asks,
    calls: asks.length,
    prompt_tokens: tokens.prompt,
    completion_tokens: tokens.completion,
    cost_usd: costOf(run.endpoint?.price ?? null, tokens),
  };
}

/**
 * Leaves the wish that an attribute of a row is asked anew for the worker. Throws `wrong-state` while the run goes
 * on, `conflict` while another regeneration of the row isn't over.
 */
export async function startRegeneration(
  server: Server,
  run: RunRecord,
  wanted: Wanted,
): Promise<RegenerationRecord> {
  if (['pending', 'running', 'pausing', 'cancelling'].includes(run.status)) {
    throw new AppError(
      'wrong-state',
      `Run ${run.id} is ${run.status}. Values can be regenerated when it is paused or has ended.`,
    );
  }
  const { row, compiled, attributeId } = await readWanted(server, run, wanted);
  const started = await insertRegeneration(server.context.db, {
    runId: run.id,
    rowIndex: row.index,
    attributeId,
    calls: askedWith(compiled, row, attributeId).length,
    nowMs: server.now(),
  });
  if (started !== null) return started;
  throw new AppError('conflict', `Row ${row.index} is being regenerated already. Wait for it, or cancel it.`);
}

async function readWanted(server: Server, run: RunRecord, { index, attributeId }: Wanted) {
  const { db } = server.context;
  const row = found(await readRow(db, run.id, index), `row ${index}`);
  const compiled = compileKnownRecipe(found(await readRunText(db, run.id), `run ${run.id}`));
  const step = compiled.steps.find(
    ({ attributeId: id, postprocessing }) => id === attributeId || postprocessing?.id === attributeId,
  );
  if (step !== undefined) return { row, compiled, attributeId: step.attributeId };
  const asked = compiled.steps.map(({ attributeId: id }) => id).join(', ');
  throw new AppError(
    'bad-request',
    `attribute_id: no model is asked for "${attributeId}". Models are asked for ${asked}.`,
  );
}

/** An attribute, those that use it directly or through others, and those that have no answer yet: in their order. */
function askedWith({ steps }: CompiledRecipe, row: RowWithAnswers, attributeId: string): string[] {
  const asked = new Set([attributeId]);
  for (const step of steps) {
    const hasAnswer = row.answers.some((answer) => answer.attributeId === step.attributeId);
    if (!hasAnswer || step.needs.some((id) => asked.has(id))) asked.add(step.attributeId);
  }
  return [...asked];
}

async function knownAnswers(
  server: Server,
  run: RunRecord,
  { answers }: RowWithAnswers,
): Promise<ReadonlyMap<string, JournalEntry>> {
  const keys = answers.map(({ key }) => key);
  const journal = await findCompletions(server.context.db, run.journalScope, keys);
  return new Map(
    answers.flatMap(({ attributeId, key }) => {
      const entry = journal.get(key);
      return entry === undefined ? [] : [[attributeId, entry] as const];
    }),
  );
}

function costOf(
  price: Pick<ModelPrice, 'inputUsdPerMillion' | 'outputUsdPerMillion'> | null,
  { prompt, completion }: { prompt: number; completion: number },
): number | null {
  if (price === null) return null;
  return (prompt * price.inputUsdPerMillion + completion * price.outputUsdPerMillion) / 1e6;
}
