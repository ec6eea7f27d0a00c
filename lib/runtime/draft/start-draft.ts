import { skeletonRecipe } from '@/lib/plan/drafting/skeleton';
import { plainValueOf } from '@/lib/recipe/edit/plain-value';
import { extractSecrets } from '@/lib/recipe/secrets';
import { readDocument } from '@/lib/recipe/yaml/document';
import { insertDraft, type DraftRecord } from '@/lib/store/drafts';
import type { Context } from '../context';
import { keepSecrets } from '../keys/recipe-secrets';
import { checkRecipe } from '../recipe/check-recipe';
import { drawSeed } from '../recipe/draw-seed';
import { systemClock } from '../system-clock';

export type StartDraftRequest = {
  projectId: number;
  /** What the data shall be, in a person's words. */
  task: string;
  /** A recipe's text of which the `inference_config` counts: whom to ask, with a key perhaps. */
  modelText: string;
};

/**
 * Leaves a recipe for the worker to draft, by the model that it shall ask later too. Throws AppError `recipe-invalid`
 * for a model that can't be asked; then nothing is stored.
 */
export async function startDraft(context: Context, request: StartDraftRequest): Promise<DraftRecord> {
  const { projectId, task } = request;
  const given = readDocument(request.modelText);
  const model = plainValueOf(given, given.at(['inference_config'])?.node ?? null);
  const { text, secrets } = extractSecrets(skeletonRecipe(task, [], model));
  const checked = await checkRecipe(context, { text, foundSecrets: secrets, recipe: null, projectId });
  const draft = await insertDraft(context.db, {
    projectId,
    task,
    skeleton: text,
    seed: drawSeed(),
    nowMs: systemClock.now(),
  });
  await keepSecrets(context, `draft:${draft.id}`, checked.newSecrets);
  return draft;
}
