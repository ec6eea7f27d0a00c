/** Windows asked for within this many ms of one another are those of one screen. */
const sameScreenMs = 5;

/** So often a window is asked for while somebody scrolls, ms: enough to see what one flies over. */
const flightMs = 150;

/** What is flown past is given up within this long, ms. */
const restMs = 60;

let lastAskedAt = -Infinity;

/**
 * Resolves when a window of rows may be asked for: at once, unless one was asked for just now; then a little later, so
 * that windows that are flown past are given up before they cost a call. Rejects when it is given up.
 */
export async function windowTurn(signal: AbortSignal): Promise<void> {
  const since = performance.now() - lastAskedAt;
  if (since > sameScreenMs && since < flightMs) await rest(restMs, signal);
  signal.throwIfAborted();
  lastAskedAt = performance.now();
}

function rest(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end, { once: true });
  });
}
