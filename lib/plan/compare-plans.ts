import { pending, renderSegments } from '@/lib/template/render-segments';
import { TemplateError } from '@/lib/template/template-error';
import type { CompiledRecipe, GeneratedStep, RowValues } from './compile';
import { planRow } from './plan-row';

/** What a run of the second recipe would ask again although the first one's answers are there. */
export type PlanComparison = {
  /** Rows of which at least one answer has to be asked for anew. */
  rows: number;
  /** Answers that have to be asked for anew. */
  calls: number;
  /** How many planned rows were looked at; the figures are scaled from these to all. */
  looked: number;
  of: number;
};

/** More rows than these sharpen the share by nothing that matters. */
const mostLooked = 1000;

/**
 * Compares the calls of two recipes for one seed, row by row: a call is the same when its prompt, model and
 * parameters are, and all the answers that it uses; values of files that are not at hand are the same where the sources are. At most 1,000 rows are planned, spread over the range.
 * Yields now and then, so that a page can draw in between; the value is the comparison.
 */
export function* comparePlans(
  before: CompiledRecipe,
  after: CompiledRecipe,
  { seed, rows }: { seed: number; rows: number },
): Generator<void, PlanComparison> {
  const looked = Math.min(rows, mostLooked);
  const isOtherModel = settingsOf(before) !== settingsOf(after);
  let changedRows = 0;
  let calls = 0;
  for (let position = 0; position < looked; position++) {
    if (position % 20 === 19) yield;
    const index = Math.floor((position * rows) / looked);
    const changed = isOtherModel ? after.steps.length : changedCalls(before, after, seed, index);
    calls += changed;
    if (changed > 0) changedRows += 1;
  }
  const scale = looked === 0 ? 0 : rows / looked;
  return { rows: Math.round(changedRows * scale), calls: Math.round(calls * scale), looked, of: rows };
}

/** All that goes with every call beside the prompt. */
function settingsOf({ recipe: { inference_config: config } }: CompiledRecipe): string {
  const { engine, model, generation, remote_params: remote } = config;
  return JSON.stringify([
    engine,
    model.model_name,
    { ...generation, logit_bias: [...generation.logit_bias] },
    remote.api_url ?? null,
  ]);
}

function changedCalls(before: CompiledRecipe, after: CompiledRecipe, seed: number, index: number): number {
  const then = { values: planRow(before, seed, index), written: writersOf(before), files: filesOf(before) };
  const now = { values: planRow(after, seed, index), written: writersOf(after), files: filesOf(after) };
  const changed = new Set<string>();
  for (const step of after.steps) {
    const old = before.steps.find(({ attributeId }) => attributeId === step.attributeId);
    const isSame =
      old !== undefined &&
      !step.needs.some((need) => changed.has(need)) &&
      promptKey(step, now) === promptKey(old, then);
    if (!isSame) changed.add(step.attributeId);
  }
  return changed.size;
}

/** Names of values that an answer gives, with how it is cut to shape. */
function writersOf({ steps }: CompiledRecipe): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const { attributeId, postprocessing } of steps) {
    names.set(attributeId, attributeId);
    if (postprocessing !== null) names.set(postprocessing.id, JSON.stringify(postprocessing));
  }
  return names;
}

/** What is known of records without having them: where they are from and how they are drawn; '' without files. */
function filesOf({ recipe: { strategy_params: params } }: CompiledRecipe): string {
  if (params.input_data.length + params.input_documents.length === 0) return '';
  const data = params.input_data.map((source) => [source, [...source.attribute_map]]);
  return JSON.stringify([data, params.input_documents]);
}

type Row = { values: RowValues; written: ReadonlyMap<string, string>; files: string };

/** A prompt with what isn't known yet by what will be known. */
function promptKey({ messages }: GeneratedStep, { values, written, files }: Row): string {
  const missing = files === '' ? undefined : pending;
  const lookup = (name: string) => {
    if (written.has(name)) return pending;
    return values.has(name) ? values.get(name) : missing;
  };
  try {
    return JSON.stringify(
      messages.map(({ role, template }) => [
        role,
        renderSegments(template, lookup).map((segment) =>
          segment.type === 'pending' ? [segment.field, written.get(segment.name) ?? files] : segment.text,
        ),
      ]),
    );
  } catch (error) {
    if (error instanceof TemplateError) return error.message;
    throw error;
  }
}
