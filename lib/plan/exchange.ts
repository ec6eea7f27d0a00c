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
  /** Higher when the very same is asked again because the answer was of no use: another seed, another key. */
  readonly attempt: number;
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
  readonly environmentId: string;
  readonly toolId: string;
  readonly arguments: JsonObject;
};

/** What comes back: the model's answer, or what a tool gave as `text` (JSON unless it is a plain text). */
export type Reply = {
  readonly text: string;
  readonly finishReason: FinishReason;
  readonly toolCalls: readonly ToolCall[];
};

/** Where an exchange takes place. */
export type ExchangePlace = { readonly row: number; readonly seed: number; readonly values: RowValues };

/** Thrown by an exchange that gives up: fails the row with this code, after the answers were paid for. */
export class AnswerError extends Error {
  override readonly name = 'AnswerError';
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}
