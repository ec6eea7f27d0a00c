import type { WireProvider } from '@/lib/api/model-wire';
import { engineFacts, isEngineName } from '@/lib/llm/engines';
import { localModel } from '@/lib/recipe/local-model';
import { needOf, type Need } from './need-words';

/**
 * What a model lacks that was chosen for one run in place of the recipe's: the key of its provider, or the model
 * server of this machine. Another model of the recipe's own engine is asked with what the recipe has.
 */
export function chosenNeed(
  /** `ENGINE/name` */
  model: string,
  known: {
    own: { engine: string | undefined; need: Need | null };
    providers: readonly Pick<WireProvider, 'engine' | 'api_key'>[];
    isLocalModelThere: boolean;
  },
): Need | null {
  const [engine = ''] = model.split('/', 1);
  const { own, providers, isLocalModelThere } = known;
  if (engine === own.engine) return own.need;
  if (engine === localModel.engine) {
    return needOf({ asks: 'model-server', missing: null }, isLocalModelThere);
  }
  if (!isEngineName(engine)) return null;
  const { keyRequired, label } = engineFacts(engine);
  const hasKey = providers.some((provider) => provider.engine === engine && provider.api_key !== null);
  if (!keyRequired || hasKey) return null;
  return needOf(
    { asks: null, missing: { code: 'missing-key', engine, provider: label, message: '' } },
    isLocalModelThere,
  );
}
