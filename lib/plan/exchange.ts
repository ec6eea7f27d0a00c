import type { ChatMessage, JsonObject, ToolCall, ToolDefinition } from '@/lib/llm/message';
import type { FinishReason, ResponseShape } from '@/lib/llm/model-call';
import type { RowValues } from './compile';

/**
 * What an attribute asks the world for until its values are there, written as straight code: it yields a request, is
 * given the reply, and puts its values into the row before it returns. It must ask the same again when it is given
 * the same replies: a resumed run, the lineage of a cell and a preview walk it anew over stored answers.
 */
export type Exchange = Generator<Request, void, Reply>;

/** What an exchange can ask for. */
export type Request = Ask | ToolUse;

/** A question to the model. */
export type Ask = {
  readonly type: 'ask';
  /** Tells the questions of one attribute apart: `answer`, `plan`, `turn:3`, `turn:3/tool:1`, `repair:2`. */
  readonly step: string;
  /** Higher when the same step is asked again because the answer was of no use: another seed, another key. */
  readonly attempt: number;
  /** Why the answer before was of no use; absent the first time. */
  readonly asksAgain?: Unusable;
  readonly messages: readonly ChatMessage[];
  /** What the answer must look like, for engines that can be held to it. */
  readonly shape?: ResponseShape;
  readonly tools?: readonly ToolDefinition[];
  /** The answer is the same for every row that asks this: it is asked once, and its key names no row. */
  readonly isShared?: boolean;
};

/** A tool that is used for this row. Its state is the row's own and is built anew when the exchange is walked again. */
export type ToolUse = {
  readonly type: 'use-tool';
  /** Tells the uses of one attribute apart: `turn:2/tool:1`. */
  readonly step: string;
  readonly environmentId: string;
  readonly toolId: string;
  readonly arguments: JsonObject;
};

/** What comes back: the model's answer, or what a tool gave as `text` (JSON unless it is a plain text). */
export type Reply = {
  readonly text: string;
  readonly finishReason: FinishReason;
  readonly completionTokens: number;
  readonly toolCalls: readonly ToolCall[];
};

/** What a tool gave, as an exchange is told. */
export function toolReply(text: string): Reply {
  return { text, finishReason: 'stop', completionTokens: 0, toolCalls: [] };
}

/** What was wrong with an answer, by a code for programs and in words. */
export type Unusable = { readonly code: string; readonly message: string };

/** The first question of an attribute, and the only one where its answer is taken as it comes. */
export const answerStep = 'answer';

/** Where an exchange takes place. */
export type ExchangePlace = {
  readonly row: number;
  readonly seed: number;
  /** What the row holds so far; the exchange adds its own at its end. */
  readonly values: RowValues;
  /** The number of the first try of each question; above 0 where stored answers with lower ones shall not be taken. */
  readonly firstAttempt: number;
  /** How often an empty answer is asked for again. */
  readonly emptyRetries: number;
};

/** Thrown by an exchange that gives up: the row fails with this code, its answers are kept. */
export class AnswerError extends Error {
  override readonly name = 'AnswerError';
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/**
 * One question until there is an answer that says something: an empty one is asked for again under another number, so
 * that the journal keeps the two apart. Throws AnswerError for one that was held back or stays empty.
 */
export function* askUntilSaid(
  question: Omit<Ask, 'type' | 'attempt'>,
  { firstAttempt, emptyRetries }: Pick<ExchangePlace, 'firstAttempt' | 'emptyRetries'>,
): Generator<Request, Reply, Reply> {
  let reply = yield { type: 'ask', ...question, attempt: firstAttempt };
  for (let again = 1; isEmpty(reply, question); again += 1) {
    if (reply.finishReason === 'content_filter') break;
    const asksAgain = emptiness(reply);
    if (again > emptyRetries) throw new AnswerError(asksAgain.code, asksAgain.message);
    reply = yield {
      type: 'ask',
      ...question,
      attempt: firstAttempt + again,
      asksAgain: { code: 'empty-answer', message: asksAgain.message },
    };
  }
  if (reply.finishReason === 'content_filter') {
    throw new AnswerError('content-filtered', "The provider's content filter held the answer back.");
  }
  return reply;
}

/** Asks for a text that is used as it comes. Throws AnswerError `cut-off` for one that broke off: it isn't what was asked for. */
export function* askForText(
  question: Parameters<typeof askUntilSaid>[0],
  place: Parameters<typeof askUntilSaid>[1],
): Generator<Request, string, Reply> {
  return wholeText(yield* askUntilSaid(question, place));
}

/** The text of a reply. Throws AnswerError `cut-off` for one that broke off in its middle. */
export function wholeText({ text, finishReason, completionTokens }: Reply): string {
  if (finishReason !== 'length') return text;
  throw new AnswerError('cut-off', `The answer was cut off after ${completionTokens} tokens.`);
}

/** Calls say something only where tools were offered: some models make up a tool instead of answering. */
function isEmpty({ text, toolCalls }: Reply, { tools }: Pick<Ask, 'tools'>): boolean {
  return (tools === undefined || toolCalls.length === 0) && text.trim() === '';
}

/** Cut off before a word: something unseen, such as thinking, used the tokens up, and more of them mend it. */
function emptiness({ finishReason, completionTokens, toolCalls }: Reply): Unusable {
  if (finishReason === 'length') {
    const message = `The answer was empty: it was cut off after ${completionTokens} tokens.`;
    return { code: 'cut-off', message };
  }
  const message =
    toolCalls.length > 0
      ? 'The model called tools that it was not offered, and said nothing.'
      : 'The answer was empty.';
  return { code: 'empty-answer', message };
}
