import type { DraftRecipe, DraftTransformed } from '../draft';
import { hasErrorAt, type Reporter } from '../report';

/** Each type of transform needs its own payload; those of other types are left alone. */
export function checkTransforms(draft: DraftRecipe, reporter: Reporter): void {
  for (const [index, attribute] of (draft.strategy_params?.transformed_attributes ?? []).entries()) {
    const strategy = attribute?.transformation_strategy;
    if (strategy?.type === undefined) continue;
    const key = payloadKeys[strategy.type];
    if (hasPayload(strategy, key)) continue;
    const path = ['strategy_params', 'transformed_attributes', index, 'transformation_strategy', key];
    if (!hasErrorAt(reporter, path)) {
      reporter.add({
        code: 'missing-payload',
        path,
        text: `must not be empty when type is ${strategy.type}`,
        at: 'key',
      });
    }
  }
}

const payloadKeys = {
  STRING: 'string_transform',
  LIST: 'list_transform',
  DICT: 'dict_transform',
  CHAT: 'chat_transform',
} as const;

type Strategy = NonNullable<DraftTransformed['transformation_strategy']>;

function hasPayload(strategy: Strategy, key: (typeof payloadKeys)[keyof typeof payloadKeys]): boolean {
  const payload = strategy[key];
  if (payload === undefined) return false;
  if (typeof payload === 'string' || Array.isArray(payload)) return payload.length > 0;
  return !(payload instanceof Map) || payload.size > 0;
}
