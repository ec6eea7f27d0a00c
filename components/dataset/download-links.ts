import type { WireDataset } from '@/lib/api/dataset-wire';
import { downloadUrl } from '@/lib/client/datasets';
import { formatRows } from '@/lib/client/format';

/** Which rows a file holds: the accepted ones, or every row that was finished. */
export type DownloadScope = 'accepted' | 'all';

export type DownloadLink = { format: 'jsonl' | 'csv'; name: string; about: string; href: string };

const formats = [
  { format: 'jsonl', name: 'JSONL', about: 'one object a line' },
  { format: 'csv', name: 'CSV', about: 'opens in any sheet' },
] as const;

/** The files a dataset can be taken away as. The accepted rows are the API's default and need no word. */
export function downloadLinks(datasetId: number, scope: DownloadScope): DownloadLink[] {
  return formats.map(({ format, name, about }) => ({
    format,
    name,
    about,
    href: downloadUrl(datasetId, scope === 'all' ? { format, status: 'all' } : { format }),
  }));
}

/** What the button and the choice of scope say. */
export function scopeWords({ counts }: Pick<WireDataset, 'counts'>): Record<DownloadScope, string> {
  const all = counts.accepted + counts.rejected + counts.failed + counts.spare;
  return { accepted: `Accepted, ${formatRows(counts.accepted)}`, all: `All, ${formatRows(all)}` };
}
