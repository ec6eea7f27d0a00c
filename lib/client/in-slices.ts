/** Half a frame: a key that comes meanwhile is still answered in the next one. */
const sliceMs = 8;

/**
 * Works through steps a few at a time, so that the page answers keys in between, and tells what comes of them. Begins in a
 * task of its own; the returned function calls it off.
 */
export function inSlices<Result>(
  steps: Generator<undefined, Result>,
  onEnd: (result: Result) => void,
): () => void {
  let timer = setTimeout(run);
  return () => clearTimeout(timer);
  function run() {
    const step = slice(steps);
    if (step.done === true) onEnd(step.value);
    else timer = setTimeout(run);
  }
}

/** The same for who waits for the result. Rejects with what a step throws, or as soon as the signal has aborted. */
export async function resultInSlices<Result>(
  steps: Generator<undefined, Result>,
  signal: AbortSignal,
): Promise<Result> {
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve));
    signal.throwIfAborted();
    const step = slice(steps);
    if (step.done === true) return step.value;
  }
}

function slice<Result>(steps: Generator<undefined, Result>): IteratorResult<undefined, Result> {
  const until = performance.now() + sliceMs;
  for (;;) {
    const step = steps.next();
    if (step.done === true || performance.now() >= until) return step;
  }
}
