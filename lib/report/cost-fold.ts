import type { RowStatus } from '@/lib/dataset/row-status';

/** Answers counted together, with what they cost when they were made. */
export type AnswerCosts = {
  readonly calls: number;
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly costUsd: number;
};

/** Where the money of a dataset went. `own` was paid by this run, `reused` by whoever asked first. */
export type CostFacts = {
  readonly own: AnswerCosts;
  readonly reused: AnswerCosts;
  /** Paid by this run, by what became of the rows. */
  readonly byStatus: Readonly<Record<RowStatus, AnswerCosts>>;
  /** All answers behind accepted rows, reused ones too: what a row takes. */
  readonly byAttribute: readonly ({ readonly attribute: string } & AnswerCosts)[];
};

type CostEntry = AnswerCosts & {
  readonly attributeId: string;
  readonly status: RowStatus;
  readonly reused: boolean;
};

/** Adds up costs that come in parts. */
export function createCostFold(): { add(entry: CostEntry): void; facts(): CostFacts } {
  const own = noCosts();
  const reused = noCosts();
  const byStatus = { accepted: noCosts(), rejected: noCosts(), failed: noCosts(), spare: noCosts() };
  const byAttribute = new Map<string, ReturnType<typeof noCosts>>();
  return {
    add(entry) {
      addTo(entry.reused ? reused : own, entry);
      if (!entry.reused) addTo(byStatus[entry.status], entry);
      if (entry.status !== 'accepted') return;
      const sum = byAttribute.get(entry.attributeId) ?? noCosts();
      byAttribute.set(entry.attributeId, sum);
      addTo(sum, entry);
    },
    facts: () => ({
      own,
      reused,
      byStatus,
      byAttribute: [...byAttribute].map(([attribute, costs]) => ({ attribute, ...costs })),
    }),
  };
}

function noCosts() {
  return { calls: 0, promptTokens: 0, completionTokens: 0, costUsd: 0 };
}

function addTo(sum: ReturnType<typeof noCosts>, entry: AnswerCosts): void {
  sum.calls += entry.calls;
  sum.promptTokens += entry.promptTokens;
  sum.completionTokens += entry.completionTokens;
  sum.costUsd += entry.costUsd;
}
