import { importRecipe, type ImportedForm } from '@/lib/recipe/interchange/import-recipe';
import { readRecipe } from '@/lib/recipe/read-recipe';
import type { Diagnostic } from '@/lib/recipe/diagnostic';
import { extractSecrets } from '@/lib/recipe/secrets';
import { formatCount } from '../format';

/** What a text would become, for a person to look at before it is stored. */
export type FoundRecipe = {
  /** The recipe's text, with its keys: they are sealed by the server that stores it. */
  yaml: string;
  form: ImportedForm;
  /** What it is made of, in a few words; '' where nothing can be told. */
  parts: string;
  model: string | null;
  /** Does the recipe bring a key along, which the server takes out and seals? */
  hasKey: boolean;
  /** Does a key stand in the text, whatever becomes of it? Such a text may not be kept anywhere. */
  holdsSecret: boolean;
  /** What was left out or put otherwise. */
  notes: readonly Diagnostic[];
  /** What is wrong with the recipe. */
  problems: readonly Diagnostic[];
};

/** Reads a text as the server will, without sending it. */
export function readImport(text: string): FoundRecipe {
  const { yaml, form, diagnostics } = importRecipe(text);
  const clean = extractSecrets(yaml);
  const { diagnostics: problems, outline, draft } = readRecipe(clean.text);
  const params = draft.strategy_params;
  const sources = ['input_examples', 'input_data', 'input_documents'] as const;
  const counts = [
    [sources.reduce((sum, list) => sum + (params?.[list]?.length ?? 0), 0), 'source', 'sources'],
    [params?.sampled_attributes?.length ?? 0, 'sampled attribute', 'sampled attributes'],
    [params?.generated_attributes?.length ?? 0, 'generated', 'generated'],
    [params?.transformed_attributes?.length ?? 0, 'transformed', 'transformed'],
    [draft.num_samples ?? 0, 'row', 'rows'],
  ] as const;
  return {
    yaml,
    form,
    parts: counts
      .flatMap(([count, one, many]) =>
        count === 0 ? [] : [`${formatCount(count)} ${count === 1 ? one : many}`],
      )
      .join(', '),
    model: outline.modelName,
    hasKey: clean.secrets.length > 0,
    holdsSecret: clean.secrets.length > 0 || extractSecrets(text).secrets.length > 0,
    notes: diagnostics,
    problems: problems.filter(({ severity }) => severity !== 'info'),
  };
}
