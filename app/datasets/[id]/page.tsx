import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { DownloadItems, DownloadMenu } from '@/components/dataset/download-menu';
import { RowsView } from '@/components/dataset/rows-view';
import { ReportView } from '@/components/report/report-view';
import { RunPage } from '@/components/run/run-page';

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Dataset ${(await params).id}` };
}

/** Here the areas meet: the run's page holds what the dataset's area draws. */
export default async function DatasetPage({ params }: Props) {
  const { id } = await params;
  if (!/^[1-9]\d{0,14}$/.test(id)) notFound();
  const datasetId = Number(id);
  return (
    <RunPage
      datasetId={datasetId}
      slots={{
        rows: <RowsView datasetId={datasetId} />,
        report: <ReportView datasetId={datasetId} />,
        download: <DownloadMenu datasetId={datasetId} />,
        downloadItems: <DownloadItems datasetId={datasetId} />,
      }}
    />
  );
}
