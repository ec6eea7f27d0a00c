import { foldChoice } from '../read-value';
import { chatRoles } from '../schema';

/** Who speaks in a conversation or is told to its planner. */
export type Persona = {
  role: (typeof chatRoles)[number];
  /** The role as the recipe spells it. */
  key: string;
  text: string;
};

/** The personas of a conversation in the order of the recipe, their roles in one spelling; what is no role is left out. */
export function personasOf(messages: ReadonlyMap<string, string> | undefined): Persona[] {
  return [...(messages ?? [])].flatMap(([key, text]) => {
    const role = foldChoice(key, chatRoles);
    return role === undefined ? [] : [{ role, key, text }];
  });
}

/** The roles that speak in a conversation, in the order of a turn. */
export const speakers = ['user', 'assistant'] as const;
export type Speaker = (typeof speakers)[number];

/** The column of a conversation's plan. */
export function planColumn(id: string): string {
  return `${id}_plan`;
}

/** The numbers that personas can name beside the values of the row. */
export const turnNumbers = ['current_turn', 'target_turns'] as const;

/** What texts of a conversation can name of its own plan: its text, and the list of what it tells each message. */
export const planNames = ['conversation_plan', 'parsed_turn_plans'] as const;

/** All that a conversation knows of itself. */
export type OwnName = (typeof turnNumbers | typeof planNames)[number];

/** Personas to begin with. */
export const newPersonas: Readonly<Record<Speaker, string>> = {
  user: 'You are a person who asks for help and answers what is asked back.',
  assistant: 'You are a helpful assistant.',
};
