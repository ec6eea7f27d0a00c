import type { ChatMessage } from '@/lib/llm/message';
import type { Usage } from '@/lib/llm/model-call';
import { costUsd, type ModelPrice } from '@/lib/llm/price';
import type { Budget } from '@/lib/run/budget';

/** What a run has used, or may use at worst, by each measure of a budget. */
export type Spending = { readonly usd: number; readonly tokens: number; readonly calls: number };

/** Keeps a run under its caps: what is in flight is held at its worst price until its true one is known. */
export type BudgetLedger = {
  readonly held: Spending;
  /** Would the cap stand if this came to its worst? */
  fits(worst: Spending, budget: Budget): boolean;
  hold(worst: Spending): void;
  /** A held call is over; what it cost is null when it gave no answer. */
  settle(worst: Spending, spent: Spending | null): void;
};

/** Goes on from what has been spent already. */
export function createBudgetLedger(spentBefore: Spending): BudgetLedger {
  let spent = spentBefore;
  let held: Spending = { usd: 0, tokens: 0, calls: 0 };

  return {
    get held() {
      return held;
    },
    fits: (worst, budget) =>
      under(spent.usd + held.usd + worst.usd, budget.usd) &&
      under(spent.tokens + held.tokens + worst.tokens, budget.tokens) &&
      under(spent.calls + held.calls + worst.calls, budget.calls),
    hold(worst) {
      held = add(held, worst, 1);
    },
    settle(worst, used) {
      held = add(held, worst, -1);
      // No call in flight has `calls` 0: what rounding left of the sums goes with it.
      if (held.calls === 0) held = { usd: 0, tokens: 0, calls: 0 };
      if (used !== null) spent = add(spent, used, 1);
    },
  };
}

/**
 * The most a call can cost. A token is at least one byte of UTF-8, so the bytes of the prompt bound its tokens from
 * above; what a chat template adds to each message is allowed for.
 */
export function worstSpending(
  messages: readonly ChatMessage[],
  maxNewTokens: number,
  price: ModelPrice | null,
): Spending {
  let promptTokens = 32;
  for (const { content } of messages) promptTokens += 16 + utf8Bytes(content);
  return spendingOf({ promptTokens, completionTokens: maxNewTokens }, price);
}

/** What an answered call cost. */
export function spendingOf(usage: Usage, price: ModelPrice | null): Spending {
  return { usd: costUsd(price, usage), tokens: usage.promptTokens + usage.completionTokens, calls: 1 };
}

function under(sum: number, cap: number | undefined): boolean {
  // Sums of prices carry rounding errors far below any price.
  return cap === undefined || sum <= cap + 1e-12;
}

function add(sum: Spending, part: Spending, sign: 1 | -1): Spending {
  return {
    usd: sum.usd + sign * part.usd,
    tokens: sum.tokens + sign * part.tokens,
    calls: sum.calls + sign * part.calls,
  };
}

function utf8Bytes(text: string): number {
  let bytes = text.length;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    // A surrogate is half of a character of four bytes.
    if (code >= 0x800 && (code < 0xd800 || code > 0xdfff)) bytes += 2;
    else if (code >= 0x80) bytes += 1;
  }
  return bytes;
}
