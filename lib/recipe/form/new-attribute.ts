import { newPersonas } from '../conversation/personas';
import { unusedId } from './unused-id';

export type AttributeKind = 'sampled' | 'generated' | 'conversation' | 'transformed';

/** The lists of a recipe that hold attributes. */
export const listOfKind = {
  sampled: 'sampled_attributes',
  generated: 'generated_attributes',
  conversation: 'multiturn_attributes',
  transformed: 'transformed_attributes',
} as const satisfies Record<AttributeKind, string>;

/** A value that a recipe's text can hold. */
export type Plain = string | number | boolean | Plain[] | { [key: string]: Plain };

/** What a new attribute uses of the others, if there are any. */
export type Beside = {
  taken: ReadonlySet<string>;
  /** Ids of sampled attributes. */
  sampled: readonly string[];
  /** Columns of answers, the last one last. */
  answers: readonly string[];
};

/** A new attribute that is valid as it stands, with an id that is free. */
export function newAttribute(kind: AttributeKind, beside: Beside): { id: string; value: Plain } {
  switch (kind) {
    case 'sampled': {
      const id = unusedId('attribute', beside.taken);
      return { id, value: newSampledAttribute(id) };
    }
    case 'generated': {
      const id = unusedId('text', beside.taken);
      const uses = beside.sampled.map((name) => `{${name}}`).slice(0, 3);
      const about = uses.length === 0 ? '' : ` about ${uses.join(', ')}`;
      return {
        id,
        value: { id, instruction_messages: [{ role: 'USER', content: `Write one sentence${about}.` }] },
      };
    }
    case 'conversation':
      return newConversation(beside);
    case 'transformed':
      return newTransform(beside);
  }
}

/** A sampled attribute of two values that wait for better words. */
export function newSampledAttribute(id: string): Record<string, Plain> {
  const possible = ['first', 'second'].map((word) => ({
    id: word,
    name: word,
    description: `The ${word} value`,
  }));
  return {
    id,
    name: 'Attribute',
    description: 'What varies from row to row',
    possible_values: possible,
  };
}

function newConversation({ taken, sampled, answers }: Beside): { id: string; value: Plain } {
  const id = unusedId('conversation', taken);
  const uses = [...sampled, ...answers].map((name) => `{${name}}`).slice(0, 3);
  const about = uses.length === 0 ? '' : ` The conversation is about ${uses.join(', ')}.`;
  const personas = { USER: newPersonas.user + about, ASSISTANT: newPersonas.assistant };
  return { id, value: { id, min_turns: 1, max_turns: 3, role_instruction_messages: personas } };
}

function newTransform({ taken, answers, sampled }: Beside): { id: string; value: Plain } {
  const last = answers.at(-1);
  if (last === undefined) {
    const id = unusedId('note', taken);
    const text = sampled.length === 0 ? 'Text' : sampled.map((name) => `{${name}}`).join(' ');
    return { id, value: { id, transformation_strategy: { type: 'STRING', string_transform: text } } };
  }
  const id = unusedId('conversation', taken);
  const asked = answers.at(-2) ?? sampled.at(-1);
  const messages = [
    { role: 'USER', content: asked === undefined ? 'Write something.' : `{${asked}}` },
    { role: 'ASSISTANT', content: `{${last}}` },
  ];
  return { id, value: { id, transformation_strategy: { type: 'CHAT', chat_transform: { messages } } } };
}
