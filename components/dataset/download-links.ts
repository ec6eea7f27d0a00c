import type { WireDataset } from '@/lib/api/dataset-wire';
import { downloadUrl } from '@/lib/client/datasets';
import type { DownloadQuery } from '@/lib/api/dataset-wire';
import { formatCount, formatRows } from '@/lib/client/format';

/** The rows that the grid shows when it doesn't show all: what they fit, and how many they are. */
export type ShownRows = { query: DownloadQuery; count: number };

/** Which rows a file holds: those that are shown, the accepted ones, or every row that was finished. */
export type DownloadScope = 'shown' | 'accepted' | 'all';

export type DownloadLink = { format: string; name: string; about: string; href: string };

const formats = [
  { format: 'jsonl', name: 'JSONL', about: 'one object a line' },
  { format: 'csv', name: 'CSV', about: 'opens in any sheet' },
  { format: 'parquet', name: 'Parquet', about: 'typed, compressed' },
  { format: 'json', name: 'JSON', about: 'one list' },
] as const;

/** The files a dataset can be taken away as. The accepted rows are the API's default and need no word. */
export function downloadLinks(
  datasetId: number,
  scope: DownloadScope,
  shown: ShownRows | null = null,
): DownloadLink[] {
  const rows = rowsOfScope(scope, shown);
  return formats.map(({ format, name, about }) => ({
    format,
    name,
    about,
    href: downloadUrl(datasetId, { format, ...rows }),
  }));
}

/** Which rows a file of this scope is asked for. */
export function rowsOfScope(scope: DownloadScope, shown: ShownRows | null): DownloadQuery {
  if (scope === 'shown') return shown?.query ?? {};
  return scope === 'all' ? { status: 'all' } : {};
}

/** How many rows a file of this scope has. */
export function rowsInScope(
  scope: DownloadScope,
  { counts }: Pick<WireDataset, 'counts'>,
  shown: ShownRows | null,
): number {
  if (scope === 'shown') return shown?.count ?? 0;
  if (scope === 'accepted') return counts.accepted;
  return counts.accepted + counts.rejected + counts.failed + counts.spare;
}

/** What the button and the choice of scope say. */
export function scopeWords(
  { counts }: Pick<WireDataset, 'counts'>,
  shown: ShownRows | null = null,
): Record<DownloadScope, string> {
  const of = (scope: DownloadScope) => rowsInScope(scope, { counts }, shown);
  return {
    shown: `The ${formatCount(of('shown'))} shown`,
    accepted: `Accepted, ${formatRows(of('accepted'))}`,
    all: `All, ${formatRows(of('all'))}`,
  };
}
