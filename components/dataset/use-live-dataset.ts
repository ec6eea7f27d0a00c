'use client';

import { useQuery } from '@tanstack/react-query';
import type { WireDataset } from '@/lib/api/dataset-wire';
import { useDataset } from '@/lib/client/datasets';
import { runQuery } from '@/lib/client/runs';

/** A dataset with the counts of its run as the newest event told them; `end` is above every row's index. */
export type LiveDataset = WireDataset & { end: number };

/** The dataset with its newest counts. Events renew the run; the dataset itself is read once. */
export function useLiveDataset(datasetId: number): LiveDataset | undefined {
  const dataset = useDataset(datasetId).data;
  const run = useQuery({ ...runQuery(dataset?.run_id ?? 0), enabled: false }).data;
  if (dataset === undefined) return undefined;
  if (run === undefined) {
    const { accepted, rejected, failed, spare } = dataset.counts;
    return { ...dataset, end: accepted + rejected + failed + spare };
  }
  const { accepted, rejected, failed, spare, planned } = run.progress;
  return {
    ...dataset,
    rows: accepted,
    run_status: run.status,
    counts: { accepted, rejected, failed, spare },
    end: planned,
  };
}
