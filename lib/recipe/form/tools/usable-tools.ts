import type { DraftConversation, DraftEnvironment, DraftRecipe } from '../../draft';
import type { Use } from '../uses';

/** A tool of the catalogue as a form lists it. */
export type ListedTool = { id: string; name: string; environmentId: string };

/** All tools of a recipe, in its order. */
export function listedTools(draft: DraftRecipe): ListedTool[] {
  return environmentsOf(draft).flatMap(({ id: environmentId = '', tools }) =>
    (tools ?? []).flatMap((tool) =>
      tool?.id === undefined ? [] : [{ id: tool.id, name: tool.name ?? '', environmentId }],
    ),
  );
}

/** The tools that the assistant of a conversation may use: all where none are named. */
export function usableTools(
  draft: DraftRecipe,
  { available_environments, available_tools }: DraftConversation,
): ListedTool[] {
  const environments = present(available_environments);
  const tools = present(available_tools);
  return listedTools(draft).filter(
    ({ id, environmentId }) =>
      (environments.length === 0 || environments.includes(environmentId)) &&
      (tools.length === 0 || tools.includes(id)),
  );
}

type ConversationUse = Extract<Use, { path: unknown }>;

/** The conversations that may use a tool of an environment. */
export function conversationsWith(draft: DraftRecipe, environmentId: string): ConversationUse[] {
  return (draft.strategy_params?.multiturn_attributes ?? []).flatMap((conversation, index) => {
    if (conversation === undefined) return [];
    const isUsed = usableTools(draft, conversation).some((tool) => tool.environmentId === environmentId);
    const path = ['strategy_params', 'multiturn_attributes', index];
    return isUsed ? [{ kind: 'conversation', id: conversation.id ?? '', path }] : [];
  });
}

/** The environments of a recipe, in its order. */
export function environmentsOf(draft: DraftRecipe): DraftEnvironment[] {
  return present(draft.environment_config?.environments);
}

/** Where environments stand in a recipe. */
export const environmentsPath = ['environment_config', 'environments'] as const;

/** The ids that environments have, and those that tools have over all of them. */
export function takenByTools(draft: DraftRecipe): { environments: Set<string>; tools: Set<string> } {
  return {
    environments: new Set(environmentsOf(draft).flatMap(({ id }) => id ?? [])),
    tools: new Set(listedTools(draft).map(({ id }) => id)),
  };
}

function present<Item>(list: readonly (Item | undefined)[] | undefined): Item[] {
  return (list ?? []).filter((item) => item !== undefined);
}
