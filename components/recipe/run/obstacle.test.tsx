import { expect, test } from 'vitest';
import { needOf } from '../needs/need-words';
import { obstacleOf } from './obstacle';

const ready = {
  errors: 0,
  isRunnable: true,
  isRowsWrong: false,
  isSeedWrong: false,
  isCapWrong: false,
  need: null,
  isUnsaved: false,
};
const missing = { code: 'missing-key', engine: 'OPENAI', provider: 'OpenAI', message: '' };

test.each([
  [{}, null, null],
  [{ errors: 1, isRunnable: false }, 'Fix 1 error', 'problem'],
  [{ errors: 2, isCapWrong: true }, 'Fix 2 errors', 'problem'],
  [{ isRunnable: false }, 'Run', null],
  [{ isRowsWrong: true }, 'Fix the rows', 'field'],
  [{ isSeedWrong: true }, 'Fix the seed', 'field'],
  [{ isCapWrong: true, isUnsaved: true }, 'Fix the cap', 'field'],
  [{ need: needOf({ asks: null, missing }, true) }, 'OpenAI has no key yet', null],
  [{ need: needOf({ asks: 'model-server', missing: null }, false) }, null, null],
  [{ isUnsaved: true }, 'Run', null],
] as const)('of %j the button says %s', (now, label, leadsTo) => {
  const obstacle = obstacleOf({ ...ready, ...now });
  expect(obstacle?.label ?? null).toBe(label);
  expect(obstacle?.leadsTo ?? null).toBe(leadsTo);
});
