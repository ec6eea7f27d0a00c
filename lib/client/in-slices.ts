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
    const until = performance.now() + sliceMs;
    do {
      const step = steps.next();
      if (step.done === true) return onEnd(step.value);
    } while (performance.now() < until);
    timer = setTimeout(run);
  }
}
