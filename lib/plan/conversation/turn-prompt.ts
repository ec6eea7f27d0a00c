import type { Lookup } from '@/lib/template/render-template';
import type { Template } from '@/lib/template/template';
import type { Value } from '@/lib/util/value';
import type { RowValues } from '../compile';
import { personaOf, speakerOf, type Conversation } from './compile-conversation';
import type { Plan } from './parse-plan';
import { joined, literal, place } from './pieces';
import { upper } from './plan-prompt';

/** A message that is to be written, by its number from 1. */
export type Turn = { number: number; messages: number };

/** What stands before and after the messages so far when the next one is asked for. */
export type TurnPrompt = { system: Template; request: Template };

/**
 * Asks for one message of a conversation: the persona of its speaker, then all messages so far, then this request.
 * With an instruction, the request has a place for it by the name of `instructionName`.
 */
export function turnPrompt(conversation: Conversation, turn: Turn, hasInstruction: boolean): TurnPrompt {
  const { number, messages } = turn;
  const speaker = speakerOf(number);
  const name = upper(speaker);
  return {
    system: personaOf(conversation, speaker),
    request: joined(
      literal(`This is turn ${number} of ${messages}. You speak as the ${name}.`),
      ...(hasInstruction ? [literal(' In this turn: '), place(instructionName(number))] : []),
      literal(
        `\nWrite the one message that the ${name} sends now, in character, and nothing around it: no name before it, ` +
          'no quotes, no remarks.',
      ),
    ),
  };
}

/** The name of a turn's instruction among the values of its prompt. */
export function instructionName(turn: number): string {
  return `plan:${turn}`;
}

/** What a conversation knows of itself when one of its messages is written, by the names that texts use. */
export function turnValues({ number, messages }: Turn, plan: Plan): ReadonlyMap<string, Value> {
  return new Map<string, Value>([
    ...wholeValues(messages, plan),
    ['current_turn', number],
    [instructionName(number), plan.instructions[number - 1] ?? ''],
  ]);
}

/** What a conversation knows of itself as a whole. */
export function wholeValues(messages: number, { text, instructions }: Plan): ReadonlyMap<string, Value> {
  return new Map<string, Value>([
    ['target_turns', messages],
    ['conversation_plan', text],
    ['parsed_turn_plans', instructions],
  ]);
}

/** The values of a row with those that its conversation knows itself before them. */
export function within(values: RowValues, own: ReadonlyMap<string, Value>): Lookup {
  return (name) => own.get(name) ?? values.get(name);
}
