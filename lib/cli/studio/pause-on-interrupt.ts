import type { ProgressLine } from '../print/progress-line';

type Interruptible = {
  line: ProgressLine;
  /** Aborted by whatever cuts off at once. */
  stop: AbortController;
  pause: () => Promise<unknown>;
};

/**
 * The first Ctrl-C asks for a pause, which keeps what is in flight; a second, or TERM, cuts it off. Returns how to
 * leave the keys alone again.
 */
export function pauseOnInterrupt({ line, stop, pause }: Interruptible): () => void {
  let isPausing = false;
  const ask = async (isHard: boolean) => {
    try {
      await pause();
    } catch (error) {
      // A run that ended meanwhile can't be paused and need not be.
      if (!isHard) line.note(`Pausing failed: ${error instanceof Error ? error.message : String(error)}`);
    } finally {
      if (isHard) stop.abort();
    }
  };
  const onInterrupt = () => {
    if (!isPausing) line.note('Pausing: the calls in flight are awaited. Ctrl-C again stops at once.');
    void ask(isPausing); // it never rejects
    isPausing = true;
  };
  const onTerminate = () => void ask(true);
  process.on('SIGINT', onInterrupt);
  process.on('SIGTERM', onTerminate);
  return () => {
    process.off('SIGINT', onInterrupt);
    process.off('SIGTERM', onTerminate);
  };
}
