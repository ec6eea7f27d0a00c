import type { WireDataset } from '@/lib/api/dataset-wire';

/** Which rows the grid shows. */
export type ShownStatus = 'accepted' | 'rejected' | 'failed' | 'spare' | 'all';

export const shownStatuses = [
  'accepted',
  'rejected',
  'failed',
  'spare',
  'all',
] as const satisfies readonly ShownStatus[];

export const statusNames: Record<ShownStatus, string> = {
  accepted: 'Accepted',
  rejected: 'Rejected',
  failed: 'Failed',
  spare: 'Spare',
  all: 'All',
};

/** The status that an address names; accepted rows where it names none. */
export function toStatus(name: string | null): ShownStatus {
  return shownStatuses.find((status) => status === name) ?? 'accepted';
}

/** How many rows have a status. */
export function matchingRows(counts: WireDataset['counts'], status: ShownStatus): number {
  return status === 'all' ? counts.accepted + counts.rejected + counts.failed + counts.spare : counts[status];
}
