import type { DraftConversation, DraftRecipe, DraftTransformed } from './draft';
import type { Path } from './yaml/document';

/** A template of a recipe: where it stands and which attribute or rule it belongs to. */
export type TemplatePlace = {
  text: string;
  path: Path;
  owner: TemplateOwner;
};

/** A condition of a recipe: where it stands and which attribute it belongs to. */
export type ConditionPlace = {
  text: string;
  path: Path;
  owner: { kind: 'sampled' | 'generated' | 'transformed'; index: number };
};

/** A text that names values of the row: a template, or a condition. */
export type NamingPlace = TemplatePlace | ConditionPlace;

/** What a template belongs to, by its position in its list. */
export type TemplateOwner =
  | { kind: 'generated' | 'transformed'; index: number }
  | { kind: 'rule'; index: number }
  /** `hasTurn`: it is rendered for each message, whose number is known then. */
  | { kind: 'conversation'; index: number; hasTurn: boolean };

/** The lists whose items have templates or conditions. */
export const listOfOwner = {
  sampled: 'sampled_attributes',
  generated: 'generated_attributes',
  conversation: 'multiturn_attributes',
  transformed: 'transformed_attributes',
} as const;

/** A list of attributes that name values. */
export type AttributeList = (typeof listOfOwner)[keyof typeof listOfOwner];

/** All templates of a recipe, in the order of the language. Payloads of other types than the chosen are no templates. */
export function templatePlaces(draft: DraftRecipe): TemplatePlace[] {
  const places: TemplatePlace[] = [];
  const params = draft.strategy_params;
  for (const [index, attribute] of (params?.generated_attributes ?? []).entries()) {
    const path = ['strategy_params', 'generated_attributes', index];
    const owner = { kind: 'generated', index } as const;
    const rubric = attribute?.judge?.rubric;
    if (rubric !== undefined) places.push({ text: rubric, path: [...path, 'judge', 'rubric'], owner });
    for (const [position, message] of (attribute?.instruction_messages ?? []).entries()) {
      if (message?.content === undefined) continue;
      const at = [...path, 'instruction_messages', position, 'content'];
      places.push({ text: message.content, path: at, owner });
    }
  }
  for (const [index, attribute] of (params?.multiturn_attributes ?? []).entries()) {
    if (attribute === undefined) continue;
    const path = ['strategy_params', 'multiturn_attributes', index];
    for (const { text, path: inner, hasTurn } of conversationTemplates(attribute)) {
      places.push({ text, path: [...path, ...inner], owner: { kind: 'conversation', index, hasTurn } });
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

/** All conditions of a recipe, in the order of the language. */
export function conditionPlaces({ strategy_params: params }: DraftRecipe): ConditionPlace[] {
  return (['sampled', 'generated', 'transformed'] as const).flatMap((kind) => {
    const list = listOfOwner[kind];
    return (params?.[list] ?? []).flatMap((attribute, index) =>
      attribute?.when === undefined
        ? []
        : [{ text: attribute.when, path: ['strategy_params', list, index, 'when'], owner: { kind, index } }],
    );
  });
}

function conversationTemplates(
  attribute: DraftConversation,
): { text: string; path: Path; hasTurn: boolean }[] {
  const personas = [...(attribute.role_instruction_messages ?? [])].map(([key, text]) => ({
    text,
    path: ['role_instruction_messages', key],
    hasTurn: true,
  }));
  const others = (['conversation_planner', 'output_system_prompt'] as const).flatMap((key) =>
    texts([attribute[key]], () => [key]).map((place) => ({ ...place, hasTurn: false })),
  );
  return [...personas, ...others];
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
        ...metadata.flatMap(([key, text]) =>
          typeof text === 'string' ? { text, path: ['chat_transform', 'metadata', key] } : [],
        ),
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
