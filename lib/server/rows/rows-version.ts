import type { RunRecord } from '@/lib/store/runs';

/** Tells whether rows may have changed since. */
export function rowsVersion({ progress, status }: RunRecord): string {
  const { accepted, rejected, failed, spare, updatedAt } = progress;
  return [accepted, rejected, failed, spare, updatedAt, status].join('/');
}
