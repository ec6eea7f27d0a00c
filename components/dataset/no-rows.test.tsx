import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { TooltipProvider } from '@/components/ui/tooltip';
import type { WireRun } from '@/lib/api/run-wire';
import { NoRows } from './no-rows';
import type { ShownStatus } from './shown-status';

const none = { accepted: 0, rejected: 0, failed: 0, spare: 0 };
const rejected = { ...none, rejected: 50 };

test.each<[string, Partial<WireRun>, typeof none, ShownStatus, string, string | null]>([
  ['goes on', { status: 'running' }, none, 'accepted', 'No rows yet', null],
  ['goes on', { status: 'running' }, rejected, 'accepted', 'No row is accepted yet', 'Show all 50 rows'],
  ['failed', { status: 'failed' }, rejected, 'accepted', 'No row was accepted', 'Show all 50 rows'],
  ['failed', { status: 'failed' }, none, 'accepted', 'This run made no rows', null],
  ['is done', { status: 'completed' }, rejected, 'failed', 'No row is failed.', 'Show accepted rows'],
])('of a run that %s: %j with %j, %s', (_, run, others, status, title, action) => {
  const place = document.createElement('div');
  place.innerHTML = renderToStaticMarkup(
    <TooltipProvider>
      <NoRows run={run as WireRun} status={status} others={others} onStatus={() => undefined} />
    </TooltipProvider>,
  );
  expect(place.querySelector('h2')?.textContent).toBe(title);
  expect(place.querySelector('button')?.textContent ?? null).toBe(action);
  if (others === rejected && status === 'accepted') expect(place.textContent).toContain('50 rejected');
});
