import type { RunEstimate } from '@/lib/plan/estimate';
import type { EstimateFacts } from './estimate-text';

export type EstimateRequest = { text: string; facts: EstimateFacts };
/** `failed`: nothing could be made of the request here. */
export type EstimateAnswer = { estimate: RunEstimate | null | 'failed' };

/** Estimates runs off the page's thread. */
export type Estimator = {
  /** Asks for an estimate. It takes the place of what was asked before and isn't answered yet. */
  ask: (request: EstimateRequest) => void;
  /** Forgets what was asked. */
  drop: () => void;
  close: () => void;
};

export type EstimatorOptions = {
  /** Is told the answer to what was asked last, and no other. */
  onAnswer: (answer: EstimateAnswer) => void;
  makeWorker?: () => Worker;
};

/** An estimator with a thread of its own, which works on one request at a time; a broken one answers `failed`. */
export function createEstimator({ onAnswer, makeWorker = startWorker }: EstimatorOptions): Estimator {
  const worker = makeWorker();
  let isBusy = false;
  let isBroken = false;
  let next: EstimateRequest | null = null;
  let isWanted = false;
  worker.addEventListener('message', ({ data }: MessageEvent<EstimateAnswer>) => {
    isBusy = false;
    if (next !== null) return send(next);
    if (isWanted) onAnswer(data);
    isWanted = false;
  });
  worker.addEventListener('error', () => {
    isBroken = true;
    if (isWanted) onAnswer({ estimate: 'failed' });
    isWanted = false;
  });
  return {
    ask(request) {
      if (isBroken) return onAnswer({ estimate: 'failed' });
      isWanted = true;
      if (isBusy) next = request;
      else send(request);
    },
    drop() {
      isWanted = false;
      next = null;
    },
    close: () => worker.terminate(),
  };

  function send(request: EstimateRequest) {
    next = null;
    isBusy = true;
    worker.postMessage(request);
  }
}

function startWorker(): Worker {
  return new Worker(new URL('./estimate.worker.ts', import.meta.url), { type: 'module' });
}
