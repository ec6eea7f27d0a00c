import type { FailureCode, FinishReason } from '@/lib/llm/model-call';

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
  readonly code: FailureCode;
  readonly message: string;
  readonly waitedMs: number;
};
