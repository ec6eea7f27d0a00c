import type { RowStatus } from '@/lib/dataset/row-status';
import type { RecentRows } from '@/lib/run/recent-rows';

/** What became of the newest rows, by cause. */
export type RecentOutcomes = {
  add(status: RowStatus, code: string | undefined): void;
  measure(): Pick<RecentRows, 'rows' | 'causes'>;
};

/** A cause that spoils much shows in so many rows. */
export const recentRows = 200;

/** Counts the causes among the last 200 rows; each row costs the same however many there were. */
export function createRecentOutcomes(): RecentOutcomes {
  const ring: string[] = [];
  const counts = new Map<string, number>();
  let at = 0;

  return {
    add(status, code) {
      const cause = status === 'failed' || status === 'rejected' ? `${status} ${code ?? 'unknown'}` : '';
      const gone = ring[at];
      if (gone !== undefined && gone !== '') change(gone, -1);
      if (cause !== '') change(cause, 1);
      ring[at] = cause;
      at = (at + 1) % recentRows;
    },
    measure: () => ({
      rows: ring.length,
      causes: [...counts].map(([cause, count]) => {
        const space = cause.indexOf(' ');
        return {
          status: cause.slice(0, space) === 'failed' ? 'failed' : 'rejected',
          code: cause.slice(space + 1),
          count,
        };
      }),
    }),
  };

  function change(cause: string, by: number): void {
    const count = (counts.get(cause) ?? 0) + by;
    if (count === 0) counts.delete(cause);
    else counts.set(cause, count);
  }
}
