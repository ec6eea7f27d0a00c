'use client';

import { useState } from 'react';
import { Dialog } from '@/components/ui/dialog';
import { Choice } from '@/components/ui/tabs';
import type { DownloadQuery, WireDataset } from '@/lib/api/dataset-wire';
import { downloadUrl } from '@/lib/client/datasets';
import { anyConversation, ConversationFields, conversationQuery } from './conversation-fields';
import { DownloadButton } from './download-button';
import { FileStart } from './file-start';
import { SplitField, type SplitChoice } from './split-field';

type TrainingFormat = 'chat' | 'sharegpt' | 'alpaca';

const formats = [
  { value: 'chat', label: 'Chat', about: 'messages, as OpenAI, TRL and most trainers take them' },
  { value: 'sharegpt', label: 'ShareGPT', about: 'conversations of from and value' },
  { value: 'alpaca', label: 'Alpaca', about: 'instruction, input and output, earlier rounds as history' },
] as const;

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
  const [split, setSplit] = useState<SplitChoice>('');
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
        <SplitField value={split} onChange={setSplit} />
        {missing ? null : <FileStart datasetId={dataset.id} query={query} />}
      </div>
    </Dialog>
  );
}
