import type { EngineName } from '@/lib/llm/engines';
import type { ModelPrice } from '@/lib/llm/price';

/** Where calls of a run go, and the limits and price under which it was last taken up. */
export type Endpoint = {
  readonly engine: EngineName;
  readonly baseUrl: string;
  /** What a person called it under Models; null: it isn't stored there. */
  readonly providerName: string | null;
  readonly model: string;
  readonly maxConcurrency: number;
  /** Null: no limit but the one the provider tells. */
  readonly requestsPerMinute: number | null;
  readonly timeoutMs: number;
  readonly maxNewTokens: number;
  /** Null: not known, so no cost is counted. */
  readonly price: ModelPrice | null;
};

/** The recipe's own model, and those that attributes have for themselves. */
export type RunEndpoint = Endpoint & { readonly others: readonly Endpoint[] };

/** That a run was taken up again after its driver had gone: where, and after how long. */
export type WentOn = { readonly atMs: number; readonly row: number; readonly stoppedMs: number };
