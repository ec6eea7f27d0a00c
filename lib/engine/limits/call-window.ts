/** How many calls may be in flight at once, found by trying: grows with answers, shrinks when told to slow down. */
export type CallWindow = {
  readonly allowed: number;
  /** The provider asks for fewer calls than we were told. */
  readonly isNarrowed: boolean;
  grow(): void;
  shrink(inFlight: number): void;
  /** The last shrinking was for nothing. */
  restore(): void;
};

/** So many calls start at once before anything is known of an endpoint. */
const firstCalls = 32;

/** Makes the window of one model. Each answer widens it by one until the provider first asks to slow down. */
export function createCallWindow(maxConcurrency: number): CallWindow {
  let width = Math.min(maxConcurrency, firstCalls);
  let before = width;
  let wasShrunk = false;

  return {
    get allowed() {
      return Math.floor(width);
    },
    get isNarrowed() {
      return wasShrunk && Math.floor(width) < maxConcurrency;
    },
    grow() {
      width = Math.min(maxConcurrency, width + (wasShrunk ? 1 / width : 1));
    },
    shrink(inFlight) {
      before = width;
      width = Math.max(1, Math.min(width, inFlight) / 2);
      wasShrunk = true;
    },
    restore() {
      width = Math.max(width, before - 1, 1);
    },
  };
}
