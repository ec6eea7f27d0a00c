import { expect, test } from 'vitest';
import { recipeTemplates } from '@/lib/recipe/templates';
import { createTextEstimator, estimateOf, type EstimateFacts } from './estimate-text';
import { createEstimator, type EstimateAnswer, type EstimateRequest } from './estimator';
import { readText } from './read-text';

const facts: EstimateFacts = { seed: 3, prices: [null], tried: new Map() };
const yamlOf = (id: string) => recipeTemplates.find((one) => one.id === id)?.yaml ?? '';

test('text after text is estimated as the page does it, broken ones in between too', async () => {
  const estimate = createTextEstimator();
  const first = yamlOf('banking77-intents');
  const second = first.replace('Write', 'Now write');
  const broken = first + '\n  x: [';
  for (const text of [first, second, second, broken, yamlOf('support-conversations'), first]) {
    const { compiled } = readText(null, text);
    const made = await estimate(text, facts);
    if (compiled !== null) expect(made).toEqual(estimateOf(compiled, facts));
    else expect(text).toBe(broken);
  }
});

/** What a worker is to its page, answered by hand. */
class HeldWorker extends EventTarget {
  readonly asked: EstimateRequest[] = [];
  isEnded = false;
  readonly postMessage = (request: EstimateRequest) => this.asked.push(request);
  readonly terminate = () => (this.isEnded = true);
  answer(estimate: EstimateAnswer['estimate']) {
    this.dispatchEvent(new MessageEvent('message', { data: { estimate } }));
  }
}

function held() {
  const worker = new HeldWorker();
  const answers: EstimateAnswer['estimate'][] = [];
  const estimator = createEstimator({
    onAnswer: ({ estimate }) => answers.push(estimate),
    makeWorker: () => Object.assign(worker, { onmessage: null, onerror: null, onmessageerror: null }),
  });
  const ask = (text: string) => estimator.ask({ text, facts });
  return { worker, answers, estimator, ask, asked: () => worker.asked.map(({ text }) => text) };
}

test('only what was asked last is answered, and what was asked in between is never worked on', () => {
  const { worker, answers, ask, asked } = held();
  ask('a');
  ask('b');
  ask('c');
  expect(asked()).toEqual(['a']);
  worker.answer(null);
  expect(answers).toEqual([]);
  expect(asked()).toEqual(['a', 'c']);
  worker.answer(null);
  expect(answers).toEqual([null]);
});

test('what was dropped has no answer, and the next question has its own', () => {
  const { worker, answers, estimator, ask, asked } = held();
  ask('a');
  estimator.drop();
  worker.answer(null);
  expect(answers).toEqual([]);
  ask('b');
  expect(asked()).toEqual(['a', 'b']);
  worker.answer('failed');
  expect(answers).toEqual(['failed']);
});

test('a worker that breaks says so to what is asked, then and later', () => {
  const { worker, answers, estimator, ask } = held();
  ask('a');
  worker.dispatchEvent(new Event('error'));
  expect(answers).toEqual(['failed']);
  ask('b');
  expect(answers).toEqual(['failed', 'failed']);
  estimator.close();
  expect(worker.isEnded).toBe(true);
});
