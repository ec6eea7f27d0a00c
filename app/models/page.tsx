import type { Metadata } from 'next';
import { AskedPrice } from '@/components/model/asked-price';
import { ModelsView } from '@/components/model/models-view';

export const metadata: Metadata = { title: 'Models' };

export default function ModelsPage() {
  return (
    <>
      <ModelsView />
      <AskedPrice />
    </>
  );
}
