'use client';

import { ChevronDown, Download } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';
import { Menu, MenuLink, MenuTitle } from '@/components/ui/menu';
import { useHotkeys } from '@/components/ui/hotkeys';
import { formatCount } from '@/lib/client/format';
import { downloadLinks, scopeWords, type DownloadScope } from './download-links';
import { useLiveDataset, type LiveDataset } from './use-live-dataset';

/** The download button of a dataset, with its menu; usable from the first row on. D opens it. */
export function DownloadMenu({ datasetId, look = 'full' }: { datasetId: number; look?: 'full' | 'square' }) {
  const dataset = useLiveDataset(datasetId);
  return dataset === undefined ? null : <DownloadMenuFor dataset={dataset} look={look} />;
}

function DownloadMenuFor({ dataset, look }: { dataset: LiveDataset; look: 'full' | 'square' }) {
  const [scope, setScope] = useState<DownloadScope>('accepted');
  const [open, setOpen] = useState(false);
  const { accepted } = dataset.counts;
  const isDone = dataset.run_status === 'completed';
  const off = noRows(dataset);
  useHotkeys({ d: () => off === undefined && setOpen(true) });
  const words = scopeWords(dataset);
  if (off !== undefined) {
    return (
      <Button icon={Download} off={off} aria-label={look === 'square' ? 'Download' : undefined}>
        {look === 'square' ? null : 'Download'}
      </Button>
    );
  }
  return (
    <Menu
      label="Download"
      open={open}
      onOpenChange={setOpen}
      trigger={
        look === 'square' ? (
          <Button icon={Download} aria-label="Download" />
        ) : (
          <Button icon={Download} look={isDone ? 'primary' : 'normal'}>
            Download {formatCount(accepted)}
            <Icon of={ChevronDown} size="s" />
          </Button>
        )
      }
    >
      <DropdownMenu.RadioGroup
        className="seg download-scope"
        value={scope}
        onValueChange={(next) => setScope(next === 'all' ? 'all' : 'accepted')}
      >
        {(['accepted', 'all'] as const).map((value) => (
          <DropdownMenu.RadioItem
            key={value}
            value={value}
            className="seg-item"
            onSelect={(event) => event.preventDefault()}
          >
            {words[value]}
          </DropdownMenu.RadioItem>
        ))}
      </DropdownMenu.RadioGroup>
      <MenuTitle>{isDone ? 'Rows as they are' : 'Rows finished so far'}</MenuTitle>
      {downloadLinks(dataset.id, scope).map(({ format, name, about, href }) => (
        <MenuLink key={format} href={href} download aside={about}>
          {name}
        </MenuLink>
      ))}
    </Menu>
  );
}

/** The same files as plain items, for the menu of a phone. */
export function DownloadItems({ datasetId }: { datasetId: number }) {
  const dataset = useLiveDataset(datasetId);
  if (dataset === undefined || noRows(dataset) !== undefined) return null;
  return (
    <>
      <MenuTitle>Download {scopeWords(dataset).accepted.toLowerCase()}</MenuTitle>
      {downloadLinks(dataset.id, 'accepted').map(({ format, name, about, href }) => (
        <MenuLink key={format} icon={Download} href={href} download aside={about}>
          {name}
        </MenuLink>
      ))}
    </>
  );
}

function noRows({ counts }: LiveDataset): string | undefined {
  return counts.accepted + counts.rejected + counts.failed + counts.spare === 0
    ? 'There are no rows to download yet'
    : undefined;
}
