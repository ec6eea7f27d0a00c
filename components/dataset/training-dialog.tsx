'use client';

import { useState } from 'react';
import { Dialog } from '@/components/ui/dialog';
import { SelectField } from '@/components/ui/field';
import { Note, Skeleton } from '@/components/ui/states';
import { Choice } from '@/components/ui/tabs';
import type { DownloadQuery, WireDataset } from '@/lib/api/dataset-wire';
import { messageOf } from '@/lib/client/api';
import { downloadUrl, useFileStart } from '@/lib/client/datasets';
import { anyConversation, ConversationFields, conversationQuery } from './conversation-fields';
import { DownloadButton } from './download-button';

type TrainingFormat = 'chat' | 'sharegpt' | 'alpaca';

const formats = [
  { value: 'chat', label: 'Chat', about: 'messages, as OpenAI, TRL and most trainers take them' },
  { value: 'sharegpt', label: 'ShareGPT', about: 'conversations of from and value' },
  { value: 'alpaca', label: 'Alpaca', about: 'instruction, input and output, earlier rounds as history' },
] as const;

const shownRows = 2;

/** Takes conversations away in the form that a trainer reads, and shows its first lines beforehand. */
export function TrainingDialog({
  dataset,
  rows,
  scopeWords,
  onClose,
}: {
  dataset: WireDataset;
  /** Which rows, as the download is asked for them. */
  rows: DownloadQuery;
  scopeWords: string;
  onClose: () => void;
}) {
  const [format, setFormat] = useState<TrainingFormat>('chat');
  const [conversation, setConversation] = useState(anyConversation);
  const [split, setSplit] = useState<'' | 'train' | 'validation' | 'test'>('');
  const conversations = conversationQuery(conversation);
  const missing = conversations === null;
  const query: DownloadQuery = { ...rows, format, ...conversations, ...(split === '' ? {} : { split }) };
  return (
    <Dialog
      open
      onClose={onClose}
      title="Conversations to train on"
      aside={<span className="small t3">{scopeWords}</span>}
      foot={
        <>
          <span className="small t3 grow">{formats.find(({ value }) => value === format)?.about}</span>
          <DownloadButton
            href={downloadUrl(dataset.id, query)}
            off={missing ? 'Choose the two columns first' : null}
          />
        </>
      }
    >
      <div className="training">
        <Choice label="Format" items={formats} value={format} onChange={setFormat} />
        <ConversationFields
          columns={dataset.columns.map(({ name }) => name)}
          choice={conversation}
          onChange={setConversation}
        />
        <SelectField label="Rows" value={split} onChange={(value) => setSplit(splitOf(value))}>
          <option value="">all of them</option>
          <option value="train">train: the first eight tenths</option>
          <option value="validation">validation: the next tenth</option>
          <option value="test">test: the last tenth</option>
        </SelectField>
        {missing ? null : <FileStart datasetId={dataset.id} query={query} />}
      </div>
    </Dialog>
  );
}

function splitOf(value: string): '' | 'train' | 'validation' | 'test' {
  return value === 'train' || value === 'validation' || value === 'test' ? value : '';
}

/** The first lines of the file, or why it can't be made. */
function FileStart({ datasetId, query }: { datasetId: number; query: DownloadQuery }) {
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
