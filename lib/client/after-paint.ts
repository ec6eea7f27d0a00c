/** A hidden page paints nothing, and a busy one late: then the work is done all the same. */
const longestWaitMs = 100;

/** Does work as soon as what is on its way to the screen has been painted; the returned function calls it off. */
export function afterPaint(work: () => void): () => void {
  let timer = setTimeout(run, longestWaitMs);
  const frame = requestAnimationFrame(() => {
    clearTimeout(timer);
    timer = setTimeout(run);
  });
  return () => {
    clearTimeout(timer);
    cancelAnimationFrame(frame);
  };
  function run() {
    cancelAnimationFrame(frame);
    work();
  }
}
