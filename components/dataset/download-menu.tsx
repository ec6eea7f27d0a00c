'use client';

import { ChevronDown, CloudUpload, Columns3, Download, FolderArchive, MessagesSquare } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';
import { Menu, MenuItem, MenuLink, MenuTitle } from '@/components/ui/menu';
import { useCommands } from '@/components/ui/commands';
import { formatCount } from '@/lib/client/format';
import { BundleDialog } from './bundle-dialog';
import {
  downloadLinks,
  rowsInScope,
  rowsOfScope,
  scopeWords,
  type DownloadScope,
  type ShownRows,
} from './download-links';
import { FileDialog } from './file-dialog';
import { PushDialog } from './push-dialog';
import { TrainingDialog } from './training-dialog';
import { useLiveDataset, type LiveDataset } from './use-live-dataset';

/** The download button of a dataset, with its menu; usable from the first row on. D opens it. */
export function DownloadMenu({
  datasetId,
  look = 'full',
  shown = null,
}: {
  datasetId: number;
  look?: 'full' | 'square';
  /** The rows that the grid shows, when it doesn't show all. */
  shown?: ShownRows | null;
}) {
  const dataset = useLiveDataset(datasetId);
  return dataset === undefined ? null : <DownloadMenuFor dataset={dataset} look={look} shown={shown} />;
}

function DownloadMenuFor({
  dataset,
  look,
  shown,
}: {
  dataset: LiveDataset;
  look: 'full' | 'square';
  shown: ShownRows | null;
}) {
  const [chosen, setScope] = useState<DownloadScope | null>(null);
  const scopes: DownloadScope[] = shown === null ? ['accepted', 'all'] : ['shown', 'accepted', 'all'];
  const scope = chosen !== null && scopes.includes(chosen) ? chosen : (scopes[0] ?? 'accepted');
  const [open, setOpen] = useState(false);
  const [dialog, setDialog] = useState<'file' | 'training' | 'bundle' | 'push' | null>(null);
  const { accepted } = dataset.counts;
  const isDone = dataset.run_status === 'completed';
  const off = noRows(dataset);
  useCommands('Download', [{ keys: 'D', name: 'Download', run: () => off === undefined && setOpen(true) }]);
  const words = scopeWords(dataset, shown);
  const bundleRows = {
    dataset,
    rows: rowsOfScope(scope, shown),
    count: rowsInScope(scope, dataset, shown),
    scopeWords: words[scope],
  };
  if (off !== undefined) {
    return (
      <Button icon={Download} off={off} aria-label={look === 'square' ? 'Download' : undefined}>
        {look === 'square' ? null : 'Download'}
      </Button>
    );
  }
  return (
    <>
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
          onValueChange={(next) => setScope(scopes.find((one) => one === next) ?? null)}
        >
          {scopes.map((value) => (
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
        {downloadLinks(dataset.id, scope, shown).map(({ format, name, about, href }) => (
          <MenuLink key={format} href={href} download aside={about}>
            {name}
          </MenuLink>
        ))}
        <MenuItem icon={Columns3} onSelect={() => setDialog('file')}>
          Columns and parts…
        </MenuItem>
        <MenuTitle>To train on</MenuTitle>
        <MenuItem icon={MessagesSquare} aside="chat, ShareGPT, Alpaca" onSelect={() => setDialog('training')}>
          Conversations…
        </MenuItem>
        <MenuItem icon={FolderArchive} aside="splits, card" onSelect={() => setDialog('bundle')}>
          Everything in one zip…
        </MenuItem>
        <MenuItem icon={CloudUpload} aside="the hub" onSelect={() => setDialog('push')}>
          Push to Hugging Face…
        </MenuItem>
      </Menu>
      {dialog === 'file' ? (
        <FileDialog
          dataset={dataset}
          rows={rowsOfScope(scope, shown)}
          scopeWords={words[scope]}
          onClose={() => setDialog(null)}
        />
      ) : null}
      {dialog === 'training' ? (
        <TrainingDialog
          dataset={dataset}
          rows={rowsOfScope(scope, shown)}
          scopeWords={words[scope]}
          onClose={() => setDialog(null)}
        />
      ) : null}
      {dialog === 'bundle' ? <BundleDialog {...bundleRows} onClose={() => setDialog(null)} /> : null}
      {dialog === 'push' ? <PushDialog {...bundleRows} onClose={() => setDialog(null)} /> : null}
    </>
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
