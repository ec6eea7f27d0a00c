import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import type { WireRun } from '@/lib/api/run-wire';
import { TooltipProvider } from '@/components/ui/tooltip';
import { ProgressStrips, RunStrips, type Connection } from './run-strips';
import { begunRun as run } from './testing/begun-run';

const at = run.created_at;

function show(
  part: Partial<WireRun>,
  more: { workerDown?: boolean; nowMs?: number; connection?: Connection } = {},
): HTMLElement {
  const nothing = () => undefined;
  const shown = { ...run, ...part };
  const nowMs = more.nowMs ?? Date.parse(at);
  const causes = {
    retrying: null,
    onRetry: nothing,
    onEnterKey: nothing,
    onUseLocal: nothing,
    onShowRows: nothing,
    onShowValue: nothing,
  };
  const place = document.createElement('div');
  place.innerHTML = renderToStaticMarkup(
    <TooltipProvider>
      <RunStrips
        run={shown}
        connection={more.connection ?? null}
        workerDown={more.workerDown ?? false}
        nowMs={nowMs}
        busy={false}
        causes={causes}
        onResume={nothing}
        onBudget={nothing}
        onMaxRows={nothing}
        onReconnect={nothing}
      />
      <ProgressStrips run={shown} rules={new Map()} nowMs={nowMs} causes={causes} />
    </TooltipProvider>,
  );
  return place;
}

test('a refused key is an alert with the provider’s words, what is safe, and the way to another key', () => {
  const place = show({
    status: 'failed',
    error: { code: 'key-refused', message: 'Incorrect API key provided: sk-…aB3f.' },
  });
  const alert = place.querySelector('[role=alert]');
  expect(alert?.textContent).toContain('Incorrect API key provided');
  expect(alert?.textContent).toContain('nothing was spent');
  expect(place.querySelector('button')?.textContent).toBe('Enter another key');

  const bare = { code: 'key-refused', message: 'Incorrect API key provided' };
  const words = show({ status: 'failed', error: bare }).querySelector('[role=alert]')?.textContent;
  expect(words).toContain('Incorrect API key provided. The run stopped before row 1; nothing was spent.');
});

test('a missing key is given, or the model of this machine taken instead', () => {
  const error = { code: 'missing-key', message: 'OPENAI has no key.' };
  const buttons = [...show({ status: 'failed', error }).querySelectorAll('button')];
  expect(buttons.map(({ textContent }) => textContent)).toEqual(['Enter a key', 'Use local model…']);
});

test('a run at its cap offers twice the cap', () => {
  const place = show({ status: 'paused', pause_reason: 'budget' });
  expect(place.querySelector('button')?.textContent).toBe('Raise to $1.00 and go on');
});

test('of several caps the one that was reached is offered twice as high', () => {
  const place = show({
    status: 'paused',
    pause_reason: 'budget',
    budget: { usd: 0.5, calls: 1500 },
    progress: { ...run.progress, calls: 1500, cost_usd: 0.1 },
  });
  expect(place.textContent).toContain('Paused at 1,500 calls.');
  expect(place.querySelector('button')?.textContent).toBe('Raise to 3,000 calls and go on');
});

test('one cause in more than a fifth of the newest rows stands above, with its way out', () => {
  const progress = {
    ...run.progress,
    failures: [{ code: 'cut-off', message: 'x', count: 60, example_row: 3 }],
  };
  const recent = (count: number) => ({
    rows: 200,
    causes: [{ status: 'failed' as const, code: 'cut-off', count }],
    starving: [],
  });
  const loud = show({ progress: { ...progress, recent: recent(41) } });
  expect(loud.textContent).toContain('21 % of the last 200 rows failed');
  expect(loud.querySelector('button')?.textContent).toMatch(/^Allow [\d,]+, retry$/);
  expect(show({ progress: { ...progress, recent: recent(40) } }).textContent).toBe('');
});

test('what was cut off before the limit was raised is asked again with the limit of now', () => {
  const endpoint = {
    ...{ engine: 'OPENAI', label: 'OpenAI', base_url: 'https://api.openai.com/v1', model: 'gpt-5-mini' },
    ...{ max_concurrency: 32, requests_per_minute: null, price: null, timeout_ms: 60_000 },
    max_new_tokens: 2048,
  };
  const strip = (tokens: number) => {
    const message = `The answer was cut off after ${tokens} tokens.`;
    const failures = [{ code: 'cut-off', message, count: 60, example_row: 3 }];
    const causes = [{ status: 'failed' as const, code: 'cut-off', count: 60 }];
    const recent = { rows: 200, causes, starving: [] };
    return show({ endpoint, progress: { ...run.progress, failures, recent } });
  };
  expect(strip(1024).textContent).toContain('failed: Cut off at 1,024 tokens');
  expect(strip(1024).querySelector('button')?.textContent).toBe('Allow 2,048, retry');
  expect(strip(2048).querySelector('button')?.textContent).toBe('Allow 4,096, retry');
});

test('Q30 newest rows that are lost far more often than before are told with what it means', () => {
  const counts = { accepted: 560, rejected: 240, planned: 800, generated: 800 };
  const causes = [{ status: 'rejected' as const, code: 'plain', count: 140 }];
  const progress = { ...run.progress, ...counts, recent: { rows: 200, causes, starving: [] } };
  const place = show({ num_samples: 1000, max_rows: 1500, budget: {}, progress });
  expect(place.textContent).toContain('Of the last 200 rows 30 % were accepted, before that 83 %.');
  expect(place.textContent).toContain('its 1,500 tries give about 770 of 1,000 rows');
  const ended = show({ status: 'completed', num_samples: 1000, max_rows: 1500, progress });
  expect(ended.textContent).toBe('');
});

test('Q31 a value that starves is named, with the way to its rows', () => {
  const starving = [{ attribute_id: 'topic', value: 'birds', tried: 60, accepted: 4 }];
  const place = show({ progress: { ...run.progress, recent: { rows: 10, causes: [], starving } } });
  expect(place.textContent).toContain('Too few rows with topic birds: 4 of 60 accepted.');
  expect(place.querySelector('button')?.textContent).toBe('See rows');
});

test('what stopped a run is the only thing above the funnel', () => {
  const place = show(
    {
      status: 'failed',
      error: { code: 'unknown-model', message: 'The model `gpt-6` does not exist.' },
      waiting: { reason: 'x', until: at },
      went_on: { at, row: 5, stopped_seconds: 3 },
    },
    { workerDown: true },
  );
  expect(place.querySelectorAll('.note')).toHaveLength(1);
  expect(place.textContent).toContain('gpt-6');
});

test('an endpoint that is waited for is asked again in so many seconds', () => {
  const waits = (ms: number) =>
    show({
      status: 'running',
      waiting: { reason: 'Connection refused.', until: new Date(Date.parse(at) + ms).toISOString() },
    }).textContent;
  expect(waits(7400)).toContain('Connection refused. Trying again in 8 s.');
  expect(waits(105_000)).toContain('Trying again in 1:45.');
  expect(waits(0)).toContain('Trying again now.');
});

test('a run that was taken up again says where and after how long, for two minutes', () => {
  const went_on = { at, row: 652, stopped_seconds: 12 };
  expect(show({ went_on }).textContent).toContain('Went on at row 652 after a stop of 12 s');
  expect(show({ went_on }, { nowMs: Date.parse(at) + 121_000 }).textContent).toBe('');
});

test('a run that nobody takes says so after 30 s, not before', () => {
  const early = show({ status: 'pending' }, { nowMs: Date.parse(at) + 29_000 });
  expect(early.textContent).toBe('');
  const late = show({ status: 'pending' }, { nowMs: Date.parse(at) + 31_000 });
  expect(late.textContent).toContain('No worker has picked this up for 31 s');
});

test('a lost connection says when, and of which time the numbers are; of a run that is over not that it goes on', () => {
  const connection = { lostForSeconds: 14, retryInSeconds: 4 };
  expect(show({}, { connection }).textContent).toMatch(
    /^Connection lost 14 s ago\. The run goes on without this page\. Numbers are from .*\d:\d\d:\d\d.*; trying again in 4 s\.Try now$/,
  );
  const failed = show({ status: 'failed', error: { code: 'key-refused', message: 'No.' } }, { connection });
  expect(failed.textContent).toContain('Connection lost 14 s ago. Numbers are from');
});

test('a run that goes well has no strip', () => {
  expect(show({}).textContent).toBe('');
});

test('a run that found too few rows says so once, and what is left', () => {
  const error = {
    code: 'attempts-exhausted',
    message: '1 of 60 rows were accepted after 90 rows were tried.',
  };
  const progress = { ...run.progress, planned: 90, generated: 90, accepted: 1, rejected: 89 };
  const words = show({ status: 'failed', num_samples: 60, error, progress }).textContent;
  expect(words).toContain('Too few rows were accepted: 1 of 60 after 90 rows.');
  expect(words).not.toContain(error.message);
  expect(words).toContain('1 row stays and can be downloaded.');
});
