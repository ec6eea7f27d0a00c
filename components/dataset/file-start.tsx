'use client';

import { Note, Skeleton } from '@/components/ui/states';
import type { DownloadQuery } from '@/lib/api/dataset-wire';
import { messageOf } from '@/lib/client/api';
import { useFileStart } from '@/lib/client/datasets';

const shownRows = 2;

/** The first lines of a file that is about to be downloaded, or why it can't be made. */
export function FileStart({ datasetId, query }: { datasetId: number; query: DownloadQuery }) {
  const start = useFileStart(datasetId, query, shownRows);
  if (start.isError) {
    return (
      <Note tone="bad" live="status">
        {messageOf(start.error)}
      </Note>
    );
  }
  if (start.data === undefined) return <Skeleton width="100%" height={96} />;
  return (
    <pre className="mono training-start" tabIndex={0} aria-label="The first rows of the file">
      {start.data === '' ? 'No row fits.' : start.data}
    </pre>
  );
}
