import { QueryClient } from '@tanstack/react-query';
import { expect, test } from 'vitest';
import type { WireRun } from '@/lib/api/run-wire';
import { runQuery, takeRun } from './runs';

test('the state that an event told is not replaced by an answer that was asked for before', async () => {
  const queries = new QueryClient();
  const { queryKey } = runQuery(12);
  let answer: (run: WireRun) => void = () => undefined;
  queries.setQueryData(queryKey, stateOf('pending'));
  const asked = queries.query({
    ...runQuery(12),
    staleTime: 0,
    queryFn: () => new Promise<WireRun>((resolve) => (answer = resolve)),
  });
  takeRun(queries, stateOf('paused'));
  answer(stateOf('running'));
  expect(await asked).toMatchObject({ status: 'paused' });
  expect(queries.getQueryData(queryKey)).toMatchObject({ status: 'paused' });
});

function stateOf(status: WireRun['status']): WireRun {
  const at = '2026-11-22T10:41:58.000Z';
  return {
    ...{ id: 12, name: 'Questions', status, wanted: 'running', seed: 7, budget: { calls: 12 }, model: null },
    ...{ recipe_id: 1, recipe_version: 1, dataset_id: 12, num_samples: 10, max_rows: 30, endpoint: null },
    other_endpoints: [],
    ...{ created_at: at, started_at: at, ended_at: null },
    progress: {
      ...{ planned: 0, generated: 0, accepted: 0, rejected: 0, spare: 0, failed: 0, in_flight_rows: 0 },
      ...{ waiting_rows: 0, reused_rows: 0, calls: 0, reused_calls: 0, retried_calls: 0, prompt_tokens: 0 },
      ...{ completion_tokens: 0, cost_usd: 0, reserved_usd: 0, saved_usd: 0, rows_per_second: 0 },
      ...{
        calls_per_second: 0,
        concurrency: 0,
        limited_by: null,
        limited_model: null,
        eta_seconds: null,
        failures: [],
      },
      ...{ rejections: [], recent: { rows: 0, causes: [], starving: [] }, updated_at: at },
    },
  };
}
