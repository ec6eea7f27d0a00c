'use client';

import dynamic from 'next/dynamic';
import { keepAsking } from '@/components/ui/keep-asking';
import { Dialog } from '@/components/ui/dialog';
import { Skeleton } from '@/components/ui/states';
import type { WireRun, WireRunHistory } from '@/lib/api/run-wire';
import { formatClock, formatCount, formatMoment, formatUsd } from '@/lib/client/format';
import { speedsOf } from '@/lib/client/run-history';

// The chart library weighs more than the rest of the page.
const CourseChart = dynamic(
  keepAsking(async () => (await import('./course-chart')).CourseChart),
  {
    ssr: false,
    loading: () => <Skeleton width="100%" height={300} />,
  },
);

type Mark = WireRunHistory['marks'][number];

/** The whole course of a run: its speed, what it had come to, and its turns in words. */
export function CourseDialog({
  run,
  history,
  open,
  onClose,
}: {
  run: WireRun;
  history: WireRunHistory | undefined;
  open: boolean;
  onClose: () => void;
}) {
  return (
    <Dialog open={open} onClose={onClose} title={`How run ${run.id} went`}>
      {history === undefined ? (
        <Skeleton width="100%" height={300} />
      ) : history.points.length < 2 ? (
        <p className="t2">Nothing to draw yet: the course of a run has a point each second.</p>
      ) : (
        <>
          <CourseChart speeds={speedsOf(history)} marks={history.marks} wanted={run.num_samples} />
          <ol className="course-marks small" aria-label="Starts and stops" tabIndex={0}>
            {history.marks.map((mark) => (
              <li key={`${mark.type} ${mark.at}`}>
                <span className="t3 num">{formatMoment(mark.at)}</span> {markWords(mark)}
              </li>
            ))}
          </ol>
          <p className="small t3 num">
            A point each {history.interval_ms / 1000} s{' '}
            {run.progress.cost_usd > 0 ? `· ${formatUsd(run.progress.cost_usd)} spent` : null}
          </p>
        </>
      )}
    </Dialog>
  );
}

/** A turn of a run in words. */
function markWords(mark: Mark): string {
  switch (mark.type) {
    case 'start':
      return 'Started';
    case 'go-on':
      return `Went on at row ${formatCount(mark.row)} after a stop of ${formatClock(mark.stopped_seconds)}`;
    case 'pause':
      return {
        user: 'Paused',
        budget: 'Paused at its cap',
        shutdown: 'Paused because Seedloom was stopped',
        disk: 'Paused, the disk was full',
      }[mark.reason];
    case 'end':
      return { completed: 'Done', failed: 'Failed', cancelled: 'Stopped' }[mark.status];
  }
}
