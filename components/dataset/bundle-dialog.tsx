'use client';

import { Dialog } from '@/components/ui/dialog';
import { bundleUrl } from '@/lib/client/datasets';
import { type BundleRows, useBundleFields } from './bundle-fields';
import { DownloadButton } from './download-button';

/** Takes everything away in one zip: a file for each split, the recipe, a card, and where each row came from. */
export function BundleDialog({ onClose, ...of }: BundleRows & { onClose: () => void }) {
  const { query, problem, holds, fields } = useBundleFields(of);
  return (
    <Dialog
      open
      onClose={onClose}
      title="Everything in one zip"
      aside={<span className="small t3">{of.scopeWords}</span>}
      foot={
        <>
          <span className="small t3 grow">{holds}</span>
          <DownloadButton href={bundleUrl(of.dataset.id, query)} off={problem} />
        </>
      }
    >
      <div className="training">{fields}</div>
    </Dialog>
  );
}
