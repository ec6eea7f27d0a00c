import { createTextEstimator } from './estimate-text';
import type { EstimateAnswer, EstimateRequest } from './estimator';

const estimate = createTextEstimator();

self.addEventListener('message', ({ data: { text, facts } }: MessageEvent<EstimateRequest>) => {
  estimate(text, facts).then(
    (made) => self.postMessage({ estimate: made } satisfies EstimateAnswer),
    // What can't be fetched or read here is estimated on the page.
    () => self.postMessage({ estimate: 'failed' } satisfies EstimateAnswer),
  );
});
