import type { ToolCall } from '@/lib/llm/message';
import type { FinishReason } from '@/lib/llm/model-call';
import type { Reply } from '@/lib/plan/exchange';

/** One answer as it is kept for good. The prompt is not in it: the plan renders it again. */
export type JournalEntry = {
  readonly key: string;
  readonly rowIndex: number;
  readonly attributeId: string;
  /** Tells the calls of one attribute apart; `answer` where there is only one. */
  readonly step: string;
  /** 0, or higher when an unusable answer was asked for again. */
  readonly attempt: number;
  readonly text: string;
  /** The tools that the model wants used; absent for none. */
  readonly toolCalls?: readonly ToolCall[];
  readonly finishReason: FinishReason;
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly costUsd: number;
  readonly latencyMs: number;
  readonly promptHash: string;
  /** The tries that failed before this answer. */
  readonly attempts: readonly AttemptFailure[];
  /** When it arrived, in ms since the epoch. */
  readonly at: number;
  readonly model: string;
};

/** A try that gave no answer, and how long the call waited because of it. */
export type AttemptFailure = {
  /** Of the failed call, or of what was wrong with an answer that came. */
  readonly code: string;
  readonly message: string;
  readonly waitedMs: number;
};

/** A stored answer as the exchange that asked sees it. */
export function replyOf({ text, finishReason, completionTokens, toolCalls = noCalls }: JournalEntry): Reply {
  return { text, finishReason, completionTokens, toolCalls };
}

const noCalls: readonly ToolCall[] = [];
