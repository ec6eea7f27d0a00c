import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import type { WireRun } from '@/lib/api/run-wire';
import { TooltipProvider } from '@/components/ui/tooltip';
import { RunStrips } from './run-strips';

afterEach(cleanup);

const at = '2026-11-22T10:41:58.000Z';
const run: WireRun = {
  id: 12,
  name: 'Banking77 intents',
  status: 'running',
  wanted: 'running',
  recipe_id: 1,
  recipe_version: 14,
  dataset_id: 12,
  seed: 7,
  num_samples: 1000,
  max_rows: 1500,
  budget: { usd: 0.5 },
  model: 'gpt-5-mini',
  created_at: at,
  started_at: at,
  ended_at: null,
  progress: {
    planned: 0,
    generated: 0,
    accepted: 0,
    rejected: 0,
    spare: 0,
    failed: 0,
    in_flight_rows: 0,
    waiting_rows: 0,
    reused_rows: 0,
    calls: 0,
    reused_calls: 0,
    retried_calls: 0,
    prompt_tokens: 0,
    completion_tokens: 0,
    cost_usd: 0,
    reserved_usd: 0,
    saved_usd: 0,
    rows_per_second: 0,
    calls_per_second: 0,
    concurrency: 0,
    limited_by: null,
    eta_seconds: null,
    failures: [],
    rejections: [],
    updated_at: at,
  },
};

function show(part: Partial<WireRun>, more: { workerDown?: boolean; nowMs?: number } = {}) {
  const nothing = () => undefined;
  render(
    <TooltipProvider>
      <RunStrips
        run={{ ...run, ...part }}
        connection={null}
        workerDown={more.workerDown ?? false}
        nowMs={more.nowMs ?? Date.parse(at)}
        busy={false}
        onResume={nothing}
        onCap={nothing}
        onMaxRows={nothing}
        onReconnect={nothing}
      />
    </TooltipProvider>,
  );
}

test('a refused key is an alert with the provider’s words, what is safe, and the way to another key', () => {
  show({
    status: 'failed',
    error: { code: 'key-refused', message: 'Incorrect API key provided: sk-…aB3f.' },
  });
  const alert = screen.getByRole('alert');
  expect(alert.textContent).toContain('Incorrect API key provided');
  expect(alert.textContent).toContain('nothing was spent');
  expect(screen.getByRole('link', { name: 'Enter another key' }).getAttribute('href')).toBe('/models');
});

test('a run at its cap offers twice the cap', () => {
  show({ status: 'paused', pause_reason: 'budget' });
  expect(screen.getByRole('button', { name: 'Raise to $1.00 and go on' })).toBeDefined();
});

test('a run that nobody takes says so after 30 s, not before', () => {
  show({ status: 'pending' }, { nowMs: Date.parse(at) + 29_000 });
  expect(screen.queryByRole('status')).toBeNull();
  cleanup();
  show({ status: 'pending' }, { nowMs: Date.parse(at) + 31_000 });
  expect(screen.getByRole('status').textContent).toContain('No worker has picked this up for 31 s');
});

test('a run that goes well has no strip', () => {
  show({});
  expect(document.body.textContent).toBe('');
});
