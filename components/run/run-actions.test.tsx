import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { TooltipProvider } from '@/components/ui/tooltip';
import type { WireRun } from '@/lib/api/run-wire';
import { RunActions } from './run-actions';
import { begunRun } from './testing/begun-run';

/** What the buttons of the bar say. */
function buttonsOf(run: Partial<WireRun>, calls = 0): (string | null)[] {
  const nothing = () => undefined;
  const place = document.createElement('div');
  place.innerHTML = renderToStaticMarkup(
    <TooltipProvider>
      <RunActions
        run={{ ...begunRun, ...run, progress: { ...begunRun.progress, concurrency: calls } }}
        pausing={false}
        resuming={false}
        download={<button>Download</button>}
        downloadItems={null}
        onPause={nothing}
        onResume={nothing}
        onCancel={() => Promise.resolve()}
        onRunAgain={nothing}
      />
    </TooltipProvider>,
  );
  return [...place.querySelectorAll('button')].map((button) => button.ariaLabel ?? button.textContent);
}

test.each<[string, Partial<WireRun>, number, string[]]>([
  ['goes on', {}, 0, ['Download', 'Pause', 'Cancel…']],
  ['waits for its last calls', { status: 'pausing' }, 24, ['Download', 'Pausing, 24 calls finish']],
  ['waits for one call', { status: 'pausing' }, 1, ['Download', 'Pausing, 1 call finishes']],
  ['is done', { status: 'completed', ended_at: begunRun.created_at }, 0, ['Run again…', 'Download']],
])('a run that %s', (_, run, calls, buttons) => {
  expect(buttonsOf(run, calls).slice(0, buttons.length)).toEqual(buttons);
});
