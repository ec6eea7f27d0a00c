import { answerParts, partColumn, type AnswerPart } from '../answer-parts';
import { noSourceFacts, type SourceFacts } from '../sources/source-facts';
import { sourceNames, type SourceName } from '../sources/source-names';
import { planColumn, planNames, turnNumbers, type OwnName } from '../conversation/personas';
import type { DraftGenerated, DraftRecipe, DraftSampled, DraftTransformed } from '../draft';

/** What a placeholder can stand for. */
export type Name =
  | { kind: 'source'; from: SourceName['from']; what: SourceName['what'] }
  /** `from` is the position of the attribute in its list. */
  | { kind: 'sampled'; from: number; attribute: DraftSampled }
  /** `parts`: those in which the answer comes; null for one text. */
  | { kind: 'answer'; from: number; keptAs: string | null; parts: readonly AnswerPart[] | null }
  | { kind: 'processed'; from: number }
  /** A conversation or its plan; `from` is its position in its list. */
  | { kind: 'conversation' | 'plan'; from: number }
  | { kind: 'transformed'; from: number; attribute: DraftTransformed }
  /** What a conversation knows of itself while it is made. */
  | { kind: 'own'; name: OwnName };

/** All that a placeholder of a recipe can name: its columns, and what a conversation knows of itself. */
export function placeholderNames(draft: DraftRecipe, facts: SourceFacts = noSourceFacts): Map<string, Name> {
  const names = namesOf(draft, facts);
  if ((draft.strategy_params?.multiturn_attributes ?? []).length === 0) return names;
  for (const name of [...turnNumbers, ...planNames]) {
    if (!names.has(name)) names.set(name, { kind: 'own', name });
  }
  return names;
}

/**
 * The columns of a recipe. Where an id is used twice, the first use counts; but of sources the last one, and before
 * them a sampled attribute: those have written when a prompt asks.
 */
export function namesOf(draft: DraftRecipe, facts: SourceFacts = noSourceFacts): Map<string, Name> {
  const names = new Map<string, Name>();
  const add = (id: string | undefined, name: Name) => {
    if (id !== undefined && !names.has(id)) names.set(id, name);
  };
  for (const { id, from, what } of sourceNames(draft, facts).names)
    names.set(id, { kind: 'source', from, what });
  const params = draft.strategy_params;
  for (const [from, attribute] of (params?.sampled_attributes ?? []).entries()) {
    if (attribute?.id === undefined || names.get(attribute.id)?.kind === 'sampled') continue;
    names.set(attribute.id, { kind: 'sampled', from, attribute });
  }
  for (const [from, attribute] of (params?.generated_attributes ?? []).entries()) {
    if (attribute) addAnswers(attribute, from, add);
  }
  for (const [from, attribute] of (params?.multiturn_attributes ?? []).entries()) {
    if (attribute?.id === undefined) continue;
    add(attribute.id, { kind: 'conversation', from });
    add(planColumn(attribute.id), { kind: 'plan', from });
  }
  for (const [from, attribute] of (params?.transformed_attributes ?? []).entries()) {
    if (attribute) add(attribute.id, { kind: 'transformed', from, attribute });
  }
  return names;
}

/** All columns of a recipe: its names, and the parts of answers. */
export function columnNames(names: ReadonlyMap<string, Name>): string[] {
  return [...names].flatMap(([id, name]) => [
    id,
    ...(name.kind === 'answer' ? (name.parts ?? []) : []).map((part) => partColumn(id, part.name)),
  ]);
}

function addAnswers(
  attribute: DraftGenerated,
  from: number,
  add: (id: string | undefined, name: Name) => void,
): void {
  const processing = attribute.postprocessing_params;
  const dropped = processing?.keep_original_text_attribute === false;
  const keptAs = dropped ? (processing.id ?? null) : null;
  add(attribute.id, { kind: 'answer', from, keptAs, parts: answerParts(attribute) });
  add(processing?.id, { kind: 'processed', from });
}
