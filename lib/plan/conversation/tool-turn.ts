import { lookUp, readCall } from '@/lib/environments/tool-call';
import { simulatedResult, simulationPrompt } from '@/lib/environments/simulate';
import type { Tool, ToolInput, ToolSet } from '@/lib/environments/tool-set';
import { toPlain } from '@/lib/json-schema/plain-value';
import type { ChatMessage, JsonObject, ToolCall } from '@/lib/llm/message';
import {
  AnswerError,
  askUntilSaid,
  type ExchangePlace,
  type Reply,
  type Request,
  wholeText,
} from '../exchange';

/** What an assistant's turn needs to use tools. */
export type ToolTurn = {
  readonly step: string;
  readonly messages: readonly ChatMessage[];
  readonly tools: ToolSet;
  /** After so many rounds of tools in a row the model has to answer without. */
  readonly mostRounds: number;
};

/**
 * A turn of an assistant that may use tools: as long as it calls some, each gets its result and the model is asked
 * again. Calls of one answer are one round. Gives all that the turn adds to the conversation, its words last.
 */
export function* sayWithTools(
  turn: ToolTurn,
  place: ExchangePlace,
): Generator<Request, ChatMessage[], Reply> {
  const added: ChatMessage[] = [];
  for (let round = 0, used = 0; ; round += 1) {
    const isLast = round >= turn.mostRounds;
    const reply = yield* askUntilSaid(roundQuestion(turn, { round, isLast, added }), place);
    if (isLast || reply.toolCalls.length === 0) {
      return [...added, { role: 'assistant', content: wholeText(reply) }];
    }
    added.push({ role: 'assistant', content: reply.text, toolCalls: reply.toolCalls });
    for (const call of reply.toolCalls) {
      used += 1;
      const content = yield* resultOf(turn, call, used);
      // No message of a conversation is blank: nobody could be trained on it.
      if (content.trim() === '') {
        throw new AnswerError('empty-tool-result', `The tool "${call.name}" gave a blank text.`);
      }
      added.push({ role: 'tool', content, toolCallId: call.id });
    }
  }
}

type Round = { round: number; isLast: boolean; added: readonly ChatMessage[] };

function roundQuestion({ step, messages, tools }: ToolTurn, { round, isLast, added }: Round) {
  return {
    step: roundStep(step, round),
    // The nudge is no part of the conversation: it is said and forgotten.
    messages: [...messages, ...added, ...(isLast ? [nudge] : [])],
    ...(isLast ? {} : { tools: tools.definitions }),
  };
}

const nudge: ChatMessage = {
  role: 'user',
  content:
    'Call no more tools. Give your final answer now, in words, from what you know by what the tools have given.',
};

/** What the model is told of a call. A call that makes no sense costs nothing and ends nothing. */
function* resultOf(turn: ToolTurn, call: ToolCall, used: number): Generator<Request, string, Reply> {
  const read = readCall(turn.tools, call);
  if (!read.ok) return read.text;
  const { tool, input } = read;
  switch (tool.source.type) {
    case 'lookup':
      return lookUp(tool, input);
    case 'model':
      return yield* simulated(tool, input, toolStep(turn.step, used));
    case 'database': {
      const { text } = yield {
        type: 'use-tool',
        step: toolStep(turn.step, used),
        environmentId: tool.environmentId,
        toolId: tool.id,
        arguments: plainInput(input),
      };
      return text;
    }
  }
}

/** The step that asks the model again, after so many rounds of tools in its turn. */
export function roundStep(turn: string, round: number): string {
  return round === 0 ? turn : `${turn}/round:${round}`;
}

/** The step of the use of a tool in a turn, by its number from 1. */
export function toolStep(turn: string, used: number): string {
  return `${turn}/tool:${used}`;
}

function* simulated(tool: Tool, input: ToolInput, step: string): Generator<Request, string, Reply> {
  const isShared = tool.source.type === 'model' && tool.source.isShared;
  const question = {
    type: 'ask',
    // What is shared must not be told apart by the turn that asks it first.
    step: isShared ? `tool:${tool.id}` : step,
    ...simulationPrompt(tool, input),
    ...(isShared && { isShared }),
  } as const;
  const first = simulatedResult(tool, (yield { ...question, attempt: 0 }).text);
  if (first.ok) return first.text;
  return simulatedResult(tool, (yield { ...question, attempt: 1, asksAgain: unusableResult }).text).text;
}

const unusableResult = {
  code: 'unusable-tool-result',
  message: 'The answer was no result of the tool: no JSON object that fits its output_schema.',
};

function plainInput(input: ToolInput): JsonObject {
  return Object.fromEntries([...input].map(([name, value]) => [name, toPlain(value)]));
}
