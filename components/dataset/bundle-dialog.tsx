'use client';

import { useState } from 'react';
import { Dialog } from '@/components/ui/dialog';
import { bundleUrl } from '@/lib/client/datasets';
import { BundleFields, firstBundleChoice, readBundleChoice, type BundleRows } from './bundle-fields';
import { DownloadButton } from './download-button';

/** Takes everything away in one zip: a file for each split, the recipe, a card, and where each row came from. */
export function BundleDialog({ onClose, ...of }: BundleRows & { onClose: () => void }) {
  const [choice, setChoice] = useState(() => firstBundleChoice(of.dataset));
  const { query, problem, holds } = readBundleChoice(choice, of.rows);
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
      <div className="training">
        <BundleFields of={of} choice={choice} onChange={setChoice} />
      </div>
    </Dialog>
  );
}
