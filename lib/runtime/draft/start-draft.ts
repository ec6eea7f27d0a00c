import { skeletonRecipe } from '@/lib/plan/drafting/skeleton';
import { plainValueOf } from '@/lib/recipe/edit/plain-value';
import { extractSecrets } from '@/lib/recipe/secrets';
import { readDocument } from '@/lib/recipe/yaml/document';
import { insertDraft, type DraftRecord } from '@/lib/store/drafts';
import { insertRecipe, readProjectRecipe } from '@/lib/store/recipes';
import { AppError } from '@/lib/util/app-error';
import type { Context } from '../context';
import { keepSecrets } from '../keys/recipe-secrets';
import { checkRecipe } from '../recipe/check-recipe';
import { drawSeed } from '../recipe/draw-seed';
import { nameOfText } from '../recipe/recipe-source';
import { systemClock } from '../system-clock';

export type StartDraftRequest = {
  projectId: number;
  /** What the data shall be, in a person's words. */
  task: string;
  /** A recipe's text of which the `inference_config` counts: whom to ask, with a key perhaps. */
  modelText: string;
  /** The recipe that it is written into, or `new`: a plain recipe for the task is stored at once, and it follows. */
  into: number | 'new' | null;
};

/**
 * Leaves a recipe for the worker to draft, by the model that it shall ask later too. Throws AppError `recipe-invalid`
 * for a model that can't be asked, `not-found` for a recipe that isn't there; then nothing is stored.
 */
export async function startDraft(context: Context, request: StartDraftRequest): Promise<DraftRecord> {
  const { projectId, task, into } = request;
  const given = readDocument(request.modelText);
  const model = plainValueOf(given, given.at(['inference_config'])?.node ?? null);
  const { text, secrets } = extractSecrets(skeletonRecipe(task, [], model));
  const isThere = typeof into !== 'number' || (await readProjectRecipe(context.db, projectId, into)) !== null;
  if (!isThere) throw new AppError('not-found', `into_recipe: there is no recipe ${into}.`);
  const checked = await checkRecipe(context, { text, foundSecrets: secrets, recipe: null, projectId });
  const [seed, nowMs] = [drawSeed(), systemClock.now()];
  const plain =
    into === 'new'
      ? await insertRecipe(context.db, { projectId, name: nameOfText(text), yaml: text, seed, nowMs })
      : null;
  if (plain !== null) await keepSecrets(context, `recipe:${plain.id}`, checked.newSecrets);
  const intoRecipeId = plain?.id ?? (typeof into === 'number' ? into : null);
  const draft = await insertDraft(context.db, {
    projectId,
    task,
    skeleton: text,
    seed,
    intoRecipeId,
    nowMs,
  });
  await keepSecrets(context, `draft:${draft.id}`, checked.newSecrets);
  return draft;
}
