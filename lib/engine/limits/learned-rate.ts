/**
 * A pace found by being refused: what the provider let through of late, and a little more with time. Without a
 * refusal there is no pace.
 */
export type LearnedRate = {
  /** 0 when a call may start now, else the time (ms since the epoch) from which it may. */
  readyAt(nowMs: number): number;
  take(nowMs: number): void;
  /** A call was answered. */
  answer(nowMs: number): void;
  /** A call was refused for its rate. */
  refuse(nowMs: number): void;
  /** The last refusal meant nothing: the pace is what it was before. */
  restore(): void;
};

/** Answers of the last five seconds are counted, in slots of a quarter of one. */
const slotMs = 250;
const slotCount = 20;

/** The pace grows by this much a second for each second since the last refusal: slowly at first, then fast. */
const growthPerSecond = 0.005;

/** Makes one without a pace. */
export function createLearnedRate(): LearnedRate {
  const slots = new Array<number>(slotCount).fill(0);
  let newestSlot = 0;
  let firstAnswerMs: number | null = null;
  let pace: Pace | null = null;
  let before: Pace | null = null;
  let nextMs = 0;
  // Until the first call after a refusal, answers still come that were let through before it.
  let isSettling = false;

  return {
    readyAt: (nowMs) => (pace === null || nowMs >= nextMs ? 0 : Math.ceil(nextMs)),
    take(nowMs) {
      if (pace === null) return;
      isSettling = false;
      // A start that comes late may be made up for within 50 ms, so that slow timers don't lower the pace.
      nextMs = Math.max(nextMs, nowMs - 50) + 1 / perMsAt(pace, nowMs);
    },
    answer(nowMs) {
      firstAnswerMs ??= nowMs;
      const slot = turnTo(nowMs);
      slots[slot] = (slots[slot] ?? 0) + 1;
      if (pace !== null && isSettling) pace = { ...pace, perMs: pace.perMs + 1 / pace.spanMs };
    },
    refuse(nowMs) {
      turnTo(nowMs);
      const answers = slots.reduce((sum, count) => sum + count, 0);
      const spanMs = Math.min(slotCount * slotMs, Math.max(1000, nowMs - (firstAnswerMs ?? nowMs)));
      before = pace;
      pace = { perMs: Math.max(answers, 1) / spanMs, spanMs, sinceMs: nowMs };
      isSettling = true;
      nextMs = nowMs;
    },
    restore() {
      pace = before;
    },
  };

  /** Empties the slots between the last answer and now, and gives the one for now. */
  function turnTo(nowMs: number): number {
    const slot = Math.floor(nowMs / slotMs);
    const from = Math.max(newestSlot + 1, slot - slotCount + 1);
    for (let passed = from; passed <= slot; passed += 1) slots[passed % slotCount] = 0;
    newestSlot = Math.max(newestSlot, slot);
    return newestSlot % slotCount;
  }
}

type Pace = { readonly perMs: number; readonly spanMs: number; readonly sinceMs: number };

function perMsAt({ perMs, sinceMs }: Pace, nowMs: number): number {
  const seconds = (nowMs - sinceMs) / 1000;
  return perMs * Math.exp(Math.min(50, (growthPerSecond * seconds * seconds) / 2));
}
