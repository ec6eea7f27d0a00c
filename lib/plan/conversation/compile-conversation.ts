import { compileFacts, drawFacts, type Fact, type FactSource } from '@/lib/environments/grounding';
import { compileTools, environmentsInScope, type ToolSet } from '@/lib/environments/tool-set';
import type { ChatRole } from '@/lib/llm/message';
import { createDraw, drawInt, type Draw } from '@/lib/random/draw';
import type { ConversationAttribute } from '@/lib/recipe/conversation-schema';
import type { Environment } from '@/lib/recipe/environment-schema';
import { personasOf, speakers, type Speaker } from '@/lib/recipe/conversation/personas';
import { parseTemplate } from '@/lib/template/parse-template';
import { references, type Template } from '@/lib/template/template';
import { AppError } from '@/lib/util/app-error';

/** A conversation of several turns, made ready. */
export type Conversation = {
  attributeId: string;
  minTurns: number;
  maxTurns: number;
  /** In the order of the recipe; those of user and assistant are among them. */
  personas: readonly { role: ChatRole; template: Template }[];
  /** What the planner is told beside the personas. */
  planner: Template | null;
  outputSystem: Template | null;
  /** What the assistant may use; null for nothing. */
  tools: ToolSet | null;
  mostToolRounds: number;
  /** What the planner is told of the world of the tools. */
  facts: readonly FactSource[];
};

/** Prepares a conversation. Throws AppError `recipe-invalid` for what `readRecipe` would have refused. */
export function compileConversation(
  attribute: ConversationAttribute,
  environments: readonly Environment[],
): Conversation {
  const { conversation_planner: planner, output_system_prompt: system } = attribute;
  return {
    attributeId: attribute.id,
    minTurns: attribute.min_turns,
    maxTurns: attribute.max_turns,
    personas: personasOf(attribute.role_instruction_messages).map(({ role, text }) => ({
      role,
      template: parsed(text),
    })),
    planner: planner === undefined || planner.trim() === '' ? null : parsed(planner),
    outputSystem: system === undefined ? null : parsed(system),
    tools: compileTools(environments, attribute),
    mostToolRounds: attribute.max_consecutive_tool_turns,
    facts: compileFacts(environmentsInScope(environments, attribute)),
  };
}

/** What the planner of a row's conversation is told. */
export function factsOfRow({ facts }: Conversation, seed: number, row: number): readonly Fact[] {
  return drawFacts(facts, seed, row);
}

/** The names that a conversation uses in any of its texts. */
export function namesOfConversation({ personas, planner, outputSystem }: Conversation): string[] {
  const templates = [...personas.map(({ template }) => template), planner, outputSystem];
  return templates.flatMap((template) =>
    template === null ? [] : references(template).map(({ name }) => name),
  );
}

/** The persona of who speaks. */
export function personaOf({ attributeId, personas }: Conversation, speaker: Speaker): Template {
  const persona = personas.find(({ role }) => role === speaker);
  if (persona === undefined)
    throw new AppError('recipe-invalid', `${attributeId}: nobody speaks as ${speaker}`);
  return persona.template;
}

/** Who writes a message, by its number from 1: the user begins, the assistant ends. */
export function speakerOf(message: number): Speaker {
  return speakers[(message - 1) % 2] ?? 'user';
}

/** How many messages the conversation of a row has: two for each turn, the turns drawn evenly between their bounds. */
export function messagesOfRow(conversation: Conversation, seed: number, row: number): number {
  const { minTurns, maxTurns } = conversation;
  return 2 * (minTurns + drawInt(turnsDraw(conversation, seed), row, 0, maxTurns - minTurns + 1));
}

const drawsOfLastSeed = new WeakMap<Conversation, { seed: number; draw: Draw }>();

function turnsDraw(conversation: Conversation, seed: number): Draw {
  const last = drawsOfLastSeed.get(conversation);
  if (last?.seed === seed) return last.draw;
  const draw = createDraw(seed, conversation.attributeId, 'turns');
  drawsOfLastSeed.set(conversation, { seed, draw });
  return draw;
}

function parsed(text: string): Template {
  const result = parseTemplate(text);
  if (result.ok) return result.template;
  throw new AppError('recipe-invalid', result.problems[0]?.message ?? 'A persona cannot be read');
}
