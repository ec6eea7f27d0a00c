import type { DraftRecipe, DraftTransformed } from './draft';
import type { Path } from './yaml/document';

/** A template of a recipe: where it stands and which attribute or rule it belongs to. */
export type TemplatePlace = {
  text: string;
  path: Path;
  owner: { kind: 'generated' | 'transformed' | 'rule'; index: number };
};

/** All templates of a recipe, in the order of the language. Payloads of other types than the chosen are no templates. */
export function templatePlaces(draft: DraftRecipe): TemplatePlace[] {
  const places: TemplatePlace[] = [];
  const params = draft.strategy_params;
  for (const [index, attribute] of (params?.generated_attributes ?? []).entries()) {
    const path = ['strategy_params', 'generated_attributes', index, 'instruction_messages'];
    for (const [position, message] of (attribute?.instruction_messages ?? []).entries()) {
      if (message?.content === undefined) continue;
      const owner = { kind: 'generated', index } as const;
      places.push({ text: message.content, path: [...path, position, 'content'], owner });
    }
  }
  for (const [index, attribute] of (params?.transformed_attributes ?? []).entries()) {
    if (attribute === undefined) continue;
    const path = ['strategy_params', 'transformed_attributes', index, 'transformation_strategy'];
    for (const { text, path: inner } of transformTemplates(attribute)) {
      places.push({ text, path: [...path, ...inner], owner: { kind: 'transformed', index } });
    }
  }
  for (const [index, rule] of (draft.quality?.rules ?? []).entries()) {
    const ofRule = (['must_not_contain', 'not_like'] as const).flatMap((key) =>
      texts(rule?.[key] ?? [], (at) => [key, at]),
    );
    for (const { text, path } of ofRule) {
      places.push({ text, path: ['quality', 'rules', index, ...path], owner: { kind: 'rule', index } });
    }
  }
  return places;
}

function transformTemplates(attribute: DraftTransformed): { text: string; path: Path }[] {
  const strategy = attribute.transformation_strategy;
  switch (strategy?.type) {
    case undefined:
      return [];
    case 'STRING':
      return texts([strategy.string_transform], () => ['string_transform']);
    case 'LIST':
      return texts(strategy.list_transform ?? [], (index) => ['list_transform', index]);
    case 'DICT': {
      const entries = [...(strategy.dict_transform ?? [])];
      return entries.map(([key, text]) => ({ text, path: ['dict_transform', key] }));
    }
    case 'CHAT': {
      const messages = strategy.chat_transform?.messages ?? [];
      const metadata = [...(strategy.chat_transform?.metadata ?? [])];
      return [
        ...texts(
          messages.map((message) => message?.content),
          (index) => ['chat_transform', 'messages', index, 'content'],
        ),
        ...metadata.map(([key, text]) => ({ text, path: ['chat_transform', 'metadata', key] })),
      ];
    }
  }
}

function texts(
  all: readonly (string | undefined)[],
  pathOf: (index: number) => Path,
): { text: string; path: Path }[] {
  return all.flatMap((text, index) => (text === undefined ? [] : [{ text, path: pathOf(index) }]));
}
