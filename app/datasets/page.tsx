import type { Metadata } from 'next';
import { Suspense } from 'react';
import { DatasetsView } from '@/components/dataset/list/datasets-view';

export const metadata: Metadata = { title: 'Datasets' };

export default function DatasetsPage() {
  // What is compared stands in the address.
  return (
    <Suspense>
      <DatasetsView />
    </Suspense>
  );
}
