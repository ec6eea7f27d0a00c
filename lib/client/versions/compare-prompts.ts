import { compileRecipe } from '@/lib/plan/compile';
import { previewRows } from '@/lib/plan/preview';
import type { PreviewPrompt } from '@/lib/plan/preview-prompt';
import { loadSamplers } from '@/lib/plan/samplers/load-samplers';
import { readRecipe } from '@/lib/recipe/read-recipe';
import type { Recipe } from '@/lib/recipe/schema';
import type { ReadSources } from '../editor/read-text';
import { withLibraries } from '../with-libraries';

/** What two texts ask for a row, each prompt as text by the name of what it asks for; or why that can't be said. */
export type PromptComparison =
  | { kind: 'prompts'; old: Prompts; next: Prompts }
  | { kind: 'no-recipe' }
  | { kind: 'failed'; message: string };

type Prompts = ReadonlyMap<string, string>;

type RowOfPlan = ReadSources & { seed: number; row: number };

/** Plans a row of two texts, and fetches the parts of the language and the names and places that either asks for. */
export async function comparePrompts(
  before: string,
  after: string,
  planned: RowOfPlan,
): Promise<PromptComparison> {
  try {
    const [old, next] = await withLibraries(() =>
      [before, after].map((text) => readRecipe(text, planned.facts).recipe),
    );
    if (old == null || next == null) return { kind: 'no-recipe' };
    await Promise.all([loadSamplers(old), loadSamplers(next)]);
    return await withLibraries(() => ({
      kind: 'prompts',
      old: promptsOf(old, planned),
      next: promptsOf(next, planned),
    }));
  } catch (error) {
    return { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
  }
}

function promptsOf(recipe: Recipe, { tables, seed, row }: RowOfPlan): Prompts {
  const [planned] = previewRows(compileRecipe(recipe, tables), { seed, start: row, rows: 1 });
  return new Map(
    (planned?.prompts ?? [])
      .filter(({ kind }) => kind !== 'transformed')
      .map((prompt) => [nameOf(prompt), promptText(prompt)]),
  );
}

/** A conversation has a prompt for its plan and one for each message. */
function nameOf({ kind, attributeId, step }: PreviewPrompt): string {
  return kind === 'conversation' ? `${attributeId}, ${step.replace(':', ' ')}` : attributeId;
}

function promptText({ messages }: PreviewPrompt): string {
  return messages
    .map(({ role, segments }) => {
      const content = segments.map((one) => (one.type === 'pending' ? `{${one.field}}` : one.text)).join('');
      return `${role ?? ''}\n${content}`;
    })
    .join('\n\n');
}
