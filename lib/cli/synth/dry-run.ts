import { compileRecipe } from '@/lib/plan/compile';
import { estimateRun } from '@/lib/plan/estimate';
import { previewRows } from '@/lib/plan/preview';
import { listPrice } from '@/lib/llm/price';
import type { Context } from '@/lib/runtime/context';
import { drawSeed } from '@/lib/runtime/recipe/draw-seed';
import { readWithSources, RecipeInvalid } from '@/lib/runtime/recipe/check-recipe';
import { resolveModel } from '@/lib/runtime/resolve-model';
import { projectId } from '../studio/open-store';
import { count, money } from '../print/progress-line';

/**
 * Prints the prompts of the first row as they would be sent, and what all rows would ask. Calls no model. What an
 * answer would fill in stands in braces. Throws RecipeInvalid.
 */
export async function dryRun(
  context: Context,
  { text, numSamples, seed }: { text: string; numSamples: number | undefined; seed: number | undefined },
): Promise<void> {
  const { recipe, diagnostics, sources } = await readWithSources(context, projectId, text);
  if (recipe === null) throw new RecipeInvalid(diagnostics);
  const compiled = compileRecipe(recipe, sources.tables);
  const used = seed ?? recipe.seed ?? drawSeed();
  const rows = numSamples ?? recipe.num_samples;
  const [row] = previewRows(compiled, { seed: used, start: 0, rows: 1 });
  for (const { name, text: value, state } of row?.values ?? []) {
    if (state === 'known') print(`${name}: ${value}`);
  }
  for (const prompt of row?.prompts ?? []) {
    if (prompt.kind !== 'generated') continue;
    print(`\n── ${prompt.attributeId}`);
    if (prompt.error !== undefined) print(`can't be rendered: ${prompt.error}`);
    for (const { role, segments } of prompt.messages) {
      const content = segments.map((one) => (one.type === 'pending' ? `{${one.field}}` : one.text)).join('');
      print(`[${role ?? 'user'}] ${content}`);
    }
  }
  const model = await resolveModel(context, { recipe, text, secrets: new Map() });
  const { engine, model: named } = recipe.inference_config;
  const price = model.ok ? model.price : listPrice(engine, named.model_name);
  const { calls, costUsd } = estimateRun(compiled, { seed: used, rows, price });
  const cost = costUsd === null ? 'its price is not known' : `about $${money(costUsd)}`;
  print(`\n${askedText(rows, named.model_name, calls)}: ${cost}. Seed ${used}.`);
}

function askedText(rows: number, model: string, calls: number): string {
  const times = calls === 1 ? 'once' : `${count(calls)} times`;
  return `${count(rows)} ${rows === 1 ? 'row asks' : 'rows ask'} ${model} ${times}`;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
