import { isEngineName } from '@/lib/llm/engines';
import { readRunText, type RunRecord } from '@/lib/store/runs';
import { AppError } from '@/lib/util/app-error';
import type { Context } from '../context';
import { originOf } from './provider-address';
import { apiKeyPath } from './recipe-secret';
import { bindSecrets, keepSecrets } from './recipe-secrets';

/**
 * Gives a run a key of its own, sealed and bound to the address that its calls go to; it goes before the key of its
 * recipe and before stored ones. Throws AppError `bad-request` where no key of a run is looked for.
 */
export async function giveRunKey(context: Context, run: RunRecord, value: string): Promise<void> {
  const text = (await readRunText(context.db, run.id)) ?? '';
  const origin = run.endpoint && originOf(run.endpoint.baseUrl);
  const secrets = origin
    ? new Map([[apiKeyPath, { value, origin }]])
    : await bindSecrets(context, text, [{ path: apiKeyPath, value }]);
  // The key of a recipe goes to the recipe's own engine alone.
  if (isEngineName(run.model?.split('/')[0] ?? '')) {
    throw new AppError(
      'bad-request',
      `Run ${run.id} goes to another engine than its recipe names. Enter the key under Models.`,
    );
  }
  await keepSecrets(context, `run:${run.id}`, secrets);
}
