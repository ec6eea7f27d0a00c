/** Lets one at a time through, in the order they came, and no more than `limit` wait. */
export type TurnQueue = {
  /** Null when the queue is full. Rejects with the signal's reason when aborted while waiting. */
  takeTurn(signal: AbortSignal): Promise<() => void> | null;
  /** How many wait. */
  readonly waiting: number;
};

/** An empty queue. Whoever has a turn ends it by calling what `takeTurn` gave; a second call does nothing. */
export function createTurnQueue(limit: number): TurnQueue {
  const waiting: { begin: (end: () => void) => void }[] = [];
  let isTaken = false;

  function next(): void {
    const turn = waiting.shift();
    isTaken = turn !== undefined;
    turn?.begin(endOnce());
  }
  function endOnce(): () => void {
    let hasEnded = false;
    return () => {
      if (hasEnded) return;
      hasEnded = true;
      next();
    };
  }

  return {
    get waiting() {
      return waiting.length;
    },
    takeTurn(signal) {
      if (!isTaken) {
        isTaken = true;
        return Promise.resolve(endOnce());
      }
      if (waiting.length >= limit) return null;
      return new Promise((resolve, reject) => {
        const turn = {
          begin(end: () => void) {
            signal.removeEventListener('abort', leave);
            resolve(end);
          },
        };
        function leave(): void {
          waiting.splice(waiting.indexOf(turn), 1);
          reject(signal.reason instanceof Error ? signal.reason : new Error('cancelled'));
        }
        signal.addEventListener('abort', leave, { once: true });
        waiting.push(turn);
      });
    },
  };
}
