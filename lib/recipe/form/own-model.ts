import { normalizeBaseUrl } from '@/lib/llm/endpoint';
import { engineFacts, isEngineName } from '@/lib/llm/engines';
import type { DraftGenerated, DraftRecipe } from '../draft';
import type { RecipeEdit } from '../edit/apply-edit';
import type { Path } from '../yaml/document';

/** A model that is known here. */
export type KnownModel = { engine: string; name: string; baseUrl: string };

type Main = DraftRecipe['inference_config'];
type Own = DraftGenerated['inference_config'];

/**
 * Gives an attribute a model of its own, or with null that of the recipe. A model at the recipe's own endpoint is named
 * alone, so that the recipe's limits go on counting for it. How the attribute is written stays.
 */
export function chooseOwnModel(
  path: Path,
  { main, own }: { main: Main; own: Own },
  model: KnownModel | null,
): RecipeEdit[] {
  const at = (...steps: string[]): Path => [...path, 'inference_config', ...steps];
  const gone = (['engine', 'model', 'remote_params'] as const)
    .filter((key) => own?.[key] !== undefined)
    .map((key): RecipeEdit => ({ type: 'remove', path: at(key) }));
  if (model === null) return gone;
  const { engine, name, baseUrl } = model;
  const isSameEndpoint =
    engine === main?.engine && endpointOf(engine, main.remote_params?.api_url) === normalizeBaseUrl(baseUrl);
  return [
    ...gone,
    ...(isSameEndpoint ? [] : [{ type: 'set', path: at('engine'), value: engine } as const]),
    { type: 'set', path: at('model', 'model_name'), value: name },
    ...(isSameEndpoint || endpointOf(engine, undefined) === normalizeBaseUrl(baseUrl)
      ? []
      : [{ type: 'set', path: at('remote_params', 'api_url'), value: baseUrl } as const]),
  ];
}

/** Which of the known models an attribute has for itself; null for one that isn't known, or none of its own. */
export function ownModelOf(
  { main, own }: { main: Main; own: Own },
  known: readonly KnownModel[],
): KnownModel | null {
  const name = own?.model?.model_name;
  if (name === undefined) return null;
  const engine = own?.engine ?? main?.engine ?? '';
  const remote = own?.engine === undefined || own.engine === main?.engine ? main?.remote_params : undefined;
  const address = endpointOf(engine, own?.remote_params?.api_url ?? remote?.api_url);
  return (
    known.find(
      (model) =>
        model.name === name && model.engine === engine && normalizeBaseUrl(model.baseUrl) === address,
    ) ?? null
  );
}

function endpointOf(engine: string, address: string | undefined): string {
  const usual = isEngineName(engine) ? engineFacts(engine).baseUrl : undefined;
  return normalizeBaseUrl(address ?? usual ?? '');
}
