import { decodeJson } from '@/lib/dataset/json';
import type { ToolSet } from '@/lib/environments/tool-set';
import type { ChatMessage, ToolCall, ToolDefinition } from '@/lib/llm/message';
import { planColumn } from '@/lib/recipe/conversation/personas';
import { renderTemplate } from '@/lib/template/render-template';
import type { Value } from '@/lib/util/value';
import type { RowValues } from '../compile';
import { askForText, type Exchange, type ExchangePlace, type Reply, type Request } from '../exchange';
import { factsOfRow, messagesOfRow, speakerOf, type Conversation } from './compile-conversation';
import { noPlan, parsePlan, type Plan } from './parse-plan';
import { planPrompt, planShape } from './plan-prompt';
import { sayWithTools } from './tool-turn';
import { turnPrompt, turnValues, wholeValues, within, type Turn } from './turn-prompt';

/** How often a plan that is none is asked for again. */
const planRetries = 2;

/**
 * Makes the conversation of a row: a plan first, then one message after the other, user and assistant in turn. Puts
 * the conversation and its plan into the row. Throws TemplateError and AnswerError.
 */
export function* converse(conversation: Conversation, place: ExchangePlace): Exchange {
  const { row, seed, values } = place;
  const messages = messagesOfRow(conversation, seed, row);
  const plan = yield* planned(conversation, messages, place);
  const said: ChatMessage[] = [];
  for (let number = 1; number <= messages; number += 1) {
    const turn: Turn = { number, messages };
    const asked = { turn, messages: turnMessages(conversation, turn, { plan, said, values }) };
    said.push(
      ...(speakerOf(number) === 'user'
        ? yield* userTurn(asked, place)
        : yield* assistantTurn(conversation, asked, place)),
    );
  }
  finishConversation(conversation, { messages, plan, said, values });
}

function* planned(
  conversation: Conversation,
  messages: number,
  { row, seed, values, firstAttempt }: ExchangePlace,
): Generator<Request, Plan, Reply> {
  const lookup = within(values, wholeValues(messages, noPlan(messages)));
  const question = {
    type: 'ask',
    step: planStep,
    messages: planPrompt(conversation, messages, factsOfRow(conversation, seed, row)).map(
      ({ role, template }) => ({
        role,
        content: renderTemplate(template, lookup),
      }),
    ),
    shape: planShape,
  } as const;
  let reply = yield { ...question, attempt: firstAttempt };
  for (let again = 1; ; again += 1) {
    const plan = parsePlan(reply.text, messages);
    if (plan !== null) return plan;
    if (again > planRetries) return noPlan(messages);
    reply = yield { ...question, attempt: firstAttempt + again, asksAgain: unusablePlan };
  }
}

const unusablePlan = {
  code: 'unusable-plan',
  message: 'The answer was no plan: no JSON object with a list of turns.',
};

/** A message that is asked for, with the prompt that asks. */
type AskedTurn = { turn: Turn; messages: readonly ChatMessage[] };

function turnMessages(
  conversation: Conversation,
  turn: Turn,
  { plan, said, values }: { plan: Plan; said: readonly ChatMessage[]; values: RowValues },
): ChatMessage[] {
  const instruction = plan.instructions[turn.number - 1] ?? '';
  const { system, request } = turnPrompt(conversation, turn, instruction !== '');
  const lookup = within(values, turnValues(turn, plan));
  return [
    { role: 'system', content: renderTemplate(system, lookup) },
    ...said,
    { role: 'user', content: renderTemplate(request, lookup) },
  ];
}

function* userTurn(asked: AskedTurn, place: ExchangePlace): Generator<Request, ChatMessage[], Reply> {
  const text = yield* askForText({ step: turnStep(asked.turn.number), messages: asked.messages }, place);
  return [userMessage(text)];
}

/** What the assistant adds to the conversation in its turn: the one place where its answer is obtained. */
function* assistantTurn(
  { tools, mostToolRounds }: Conversation,
  { turn, messages }: AskedTurn,
  place: ExchangePlace,
): Generator<Request, ChatMessage[], Reply> {
  const step = turnStep(turn.number);
  if (tools !== null) {
    return yield* sayWithTools({ step, messages, tools, mostRounds: mostToolRounds }, place);
  }
  const text = yield* askForText({ step, messages }, place);
  return [{ role: 'assistant', content: text }];
}

/** What the user says, from an answer: white space around it belongs to nobody's message. */
export function userMessage(answer: string): ChatMessage {
  return { role: 'user', content: answer.trim() };
}

/** The step that asks for the plan. */
export const planStep = 'plan';

/** The step that asks for a message, by its number from 1. */
export function turnStep(number: number): string {
  return `turn:${number}`;
}

/** Puts a finished conversation and its plan into the row. Throws TemplateError. */
export function finishConversation(
  { attributeId, outputSystem, tools }: Conversation,
  {
    messages,
    plan,
    said,
    values,
  }: { messages: number; plan: Plan; said: readonly ChatMessage[]; values: RowValues },
): void {
  const system =
    outputSystem && renderTemplate(outputSystem, within(values, wholeValues(messages, plan))).trim();
  const opening: ChatMessage[] = system === null ? [] : [{ role: 'system', content: system }];
  values.set(attributeId, conversationValue([...opening, ...said], tools));
  values.set(planColumn(attributeId), plan.text);
}

function conversationValue(messages: readonly ChatMessage[], tools: ToolSet | null): Value {
  const value = new Map<string, Value>([['messages', messages.map(messageValue)]]);
  if (tools !== null) value.set('tools', tools.definitions.map(definitionValue));
  return value;
}

/** A message as datasets to train on have it. */
function messageValue({ role, content, toolCalls, toolCallId }: ChatMessage): Value {
  const isCallAlone = toolCalls !== undefined && content === '';
  const value = new Map<string, Value>([
    ['content', isCallAlone ? null : content],
    ['role', role],
  ]);
  if (toolCalls !== undefined) value.set('tool_calls', toolCalls.map(callValue));
  if (toolCallId !== undefined) value.set('tool_call_id', toolCallId);
  return value;
}

function callValue({ id, name, arguments: written }: ToolCall): Value {
  return new Map<string, Value>([
    ['id', id],
    ['type', 'function'],
    [
      'function',
      new Map([
        ['name', name],
        ['arguments', written],
      ]),
    ],
  ]);
}

/** As oumi writes it, which leaves the type of a tool out; exports for training put it in. */
function definitionValue({ name, description, parameters }: ToolDefinition): Value {
  return new Map([['function', decodeJson(JSON.stringify({ name, description, parameters }))]]);
}
