import type { DiagnosticCode } from '@/lib/recipe/diagnostic';
import { applyEdit } from '@/lib/recipe/edit/apply-edit';
import { applyFix } from '@/lib/recipe/edit/apply-fix';
import { plainValueOf } from '@/lib/recipe/edit/plain-value';
import { importRecipe } from '@/lib/recipe/interchange/import-recipe';
import { readRecipe, type ReadRecipe } from '@/lib/recipe/read-recipe';
import { extractSecrets } from '@/lib/recipe/secrets';
import { noSourceFacts } from '@/lib/recipe/sources/source-facts';
import { readDocument } from '@/lib/recipe/yaml/document';

/** What a model's answer came to. */
export type ReadDraft = {
  /** The recipe's text as far as it could be mended. */
  yaml: string;
  read: ReadRecipe;
  /** What still keeps it from being run; none for a valid recipe. */
  problems: readonly string[];
};

/** More fixes than these in one answer are no slips any more. */
const mostFixes = 200;

/**
 * Reads the recipe in a model's answer: a block of YAML or JSON, ours or the hosted service's. It asks the model of
 * `skeleton` whatever it says itself, and what can be mended by a fix is mended.
 */
export function readDraft(answer: string, skeleton: string): ReadDraft {
  const imported = importRecipe(blockOf(answer)).yaml;
  // What a model writes for a key is none, and whom the recipe asks is not for the model to say.
  const yaml = mendDraft(withModelOf(extractSecrets(imported).text, skeleton), 'slips');
  const read = readDrafted(yaml);
  return { yaml, read, problems: problemsOf(read) };
}

/** A recipe as it would be run over HTTP, where it can read no files of this machine. */
export function readDrafted(yaml: string): ReadRecipe {
  return readRecipe(yaml, { ...noSourceFacts, canReadPaths: false });
}

/** What keeps a draft from being run. */
export function problemsOf({ recipe, diagnostics, draft }: ReadRecipe): readonly string[] {
  if (draft.strategy_params === undefined)
    return ['there is no recipe in the answer: strategy_params is missing'];
  if (recipe !== null) return [];
  return diagnostics.filter(({ severity }) => severity === 'error').map(({ message }) => message);
}

/** The longest fenced block, also one that was cut off; else the text from where a recipe seems to begin. */
function blockOf(answer: string): string {
  const blocks = [...answer.matchAll(/^[ \t]*```[\w-]*[ \t]*\n([\s\S]*?)(?:^[ \t]*```|$(?![\s\S]))/gm)].map(
    ([, block = '']) => block,
  );
  const longest = blocks.toSorted((a, b) => b.length - a.length)[0];
  if (longest !== undefined) return longest;
  const start = answer.search(/^(?:strategy|strategy_params|num_samples|recipe|recipe_config|\{)/m);
  return start < 0 ? answer : answer.slice(start);
}

function withModelOf(yaml: string, skeleton: string): string {
  const config = readDocument(skeleton).at(['inference_config']);
  if (config === null) return yaml;
  const value = plainValueOf(readDocument(skeleton), config.node);
  return applyEdit(yaml, { type: 'set', path: ['inference_config'], value });
}

/** What a placeholder should have meant is for the model to say: a fix can only guess. */
const guesses: ReadonlySet<DiagnosticCode> = new Set([
  'unknown-placeholder',
  'unknown-property',
  'forward-reference',
  'reference-cycle',
]);

/** Takes the likeliest fix of each error: of slips of the pen alone, or of all. */
export function mendDraft(yaml: string, which: 'slips' | 'all'): string {
  let text = yaml;
  for (let fixes = 0; fixes < mostFixes; fixes += 1) {
    const fix = readDrafted(text).diagnostics.find(
      ({ severity, code, fixes: [first] }) =>
        severity === 'error' && first !== undefined && (which === 'all' || !guesses.has(code)),
    )?.fixes[0];
    const next = fix === undefined ? text : applyFix(text, fix);
    if (next === text) return text;
    text = next;
  }
  return text;
}
