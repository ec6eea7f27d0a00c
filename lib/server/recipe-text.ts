import type { Diagnostic } from '@/lib/recipe/diagnostic';
import { extractSecrets } from '@/lib/recipe/secrets';
import type { Context } from '@/lib/runtime/context';
import { hideFromLog } from '@/lib/runtime/log';
import { bindSecrets, keepSecrets } from '@/lib/runtime/keys/recipe-secrets';
import type { SecretOwner } from '@/lib/store/secrets';

/** A text as it may be stored and given out. */
export type RecipeText = {
  /** Without keys. */
  yaml: string;
  /** What was moved out of it. */
  diagnostics: readonly Diagnostic[];
  /** Seals the keys for whoever now has the text. */
  keepSecrets(owner: SecretOwner): Promise<void>;
};

/** Takes the keys out of a text that came from outside, before anything else sees it. */
export function openRecipeText(context: Context, given: string): RecipeText {
  const { text, secrets, diagnostics } = extractSecrets(given);
  for (const { value } of secrets) hideFromLog(value);
  return {
    yaml: text,
    diagnostics,
    keepSecrets: async (owner) => keepSecrets(context, owner, await bindSecrets(context, text, secrets)),
  };
}
