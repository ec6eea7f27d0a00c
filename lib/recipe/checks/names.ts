import type { DraftGenerated, DraftRecipe, DraftSampled, DraftTransformed } from '../draft';

/** What a placeholder can stand for. */
export type Name =
  | { kind: 'sampled'; attribute: DraftSampled }
  /** `from` is the position of the generated attribute in its list. */
  | { kind: 'answer'; from: number; keptAs: string | null }
  | { kind: 'processed'; from: number }
  | { kind: 'transformed'; from: number; attribute: DraftTransformed };

/** All names of a recipe. Where an id is used twice, the first use counts. */
export function namesOf(draft: DraftRecipe): Map<string, Name> {
  const names = new Map<string, Name>();
  const add = (id: string | undefined, name: Name) => {
    if (id !== undefined && !names.has(id)) names.set(id, name);
  };
  const params = draft.strategy_params;
  for (const attribute of params?.sampled_attributes ?? []) {
    if (attribute) add(attribute.id, { kind: 'sampled', attribute });
  }
  for (const [from, attribute] of (params?.generated_attributes ?? []).entries()) {
    if (attribute) addAnswers(attribute, from, add);
  }
  for (const [from, attribute] of (params?.transformed_attributes ?? []).entries()) {
    if (attribute) add(attribute.id, { kind: 'transformed', from, attribute });
  }
  return names;
}

function addAnswers(
  attribute: DraftGenerated,
  from: number,
  add: (id: string | undefined, name: Name) => void,
): void {
  const processing = attribute.postprocessing_params;
  const dropped = processing?.keep_original_text_attribute === false;
  add(attribute.id, { kind: 'answer', from, keptAs: dropped ? (processing.id ?? null) : null });
  add(processing?.id, { kind: 'processed', from });
}
