/** How many calls may be in flight at once: a few at first, one more with each answer, up to the limit. */
export type CallWindow = { readonly allowed: number; grow(): void; limit(maxConcurrency: number): void };

/** So many calls start at once before anything is known of an endpoint. */
const firstCalls = 32;

/** Makes the window of one model. */
export function createCallWindow(maxConcurrency: number): CallWindow {
  let most = maxConcurrency;
  let allowed = Math.min(most, firstCalls);
  return {
    get allowed() {
      return allowed;
    },
    grow() {
      if (allowed < most) allowed += 1;
    },
    limit(newMost) {
      most = newMost;
      allowed = Math.min(most, Math.max(allowed, firstCalls));
    },
  };
}
