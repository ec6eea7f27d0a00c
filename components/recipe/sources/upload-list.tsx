'use client';

import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { Button, IconButton } from '@/components/ui/button';
import { KindMark } from '@/components/ui/chip';
import { Note, Skeleton } from '@/components/ui/states';
import { showToast } from '@/components/ui/toast';
import type { WireUpload } from '@/lib/api/source-wire';
import { messageOf } from '@/lib/client/api';
import { formatAgo, formatBytes, formatCount } from '@/lib/client/format';
import { useRemoveUpload, useUploads } from '@/lib/client/uploads';
import { useNow } from '@/lib/client/use-now';

/** What was uploaded before: to be used again, or removed when no recipe uses it. */
export function UploadList({
  kind,
  useWord,
  onUse,
}: {
  /** Only those that can be read so; null = all. */
  kind: WireUpload['kind'] | null;
  useWord: string;
  onUse: (upload: WireUpload) => void;
}) {
  const uploads = useUploads();
  const remove = useRemoveUpload();
  const now = useNow(30_000);
  const [asked, setAsked] = useState<number | null>(null);
  if (uploads.isError) return <Note tone="bad">{messageOf(uploads.error)}</Note>;
  if (uploads.data === undefined) return <Skeleton width="100%" height={64} />;
  const shown = uploads.data.filter((upload) => kind === null || upload.kind === kind);
  if (shown.length === 0) return <p className="t3 small">Nothing was uploaded yet.</p>;
  const removeNow = (upload: WireUpload) =>
    remove.mutate(upload, {
      onSuccess: () => showToast({ text: `${titleOf(upload)} was removed.` }),
      onError: (error) => showToast({ tone: 'bad', text: messageOf(error) }),
      onSettled: () => setAsked(null),
    });
  return (
    <ul className="upload-list">
      {shown.map((upload) => (
        <li key={upload.id} className="upload-row">
          <KindMark kind={upload.kind === 'documents' ? 'document' : 'source'} />
          <span className="upload-words">
            <b className="strong cut" dir="auto">
              {titleOf(upload)}
            </b>
            <span className="small t2">
              {factsOf(upload)}
              {now === null ? '' : ` · ${formatAgo(upload.created_at, now)}`}
            </span>
          </span>
          {asked === upload.id ? (
            <>
              <Button
                size="small"
                look="danger"
                busy={remove.isPending}
                autoFocus
                onClick={() => removeNow(upload)}
              >
                Remove for good
              </Button>
              <Button size="small" onClick={() => setAsked(null)}>
                Keep
              </Button>
            </>
          ) : (
            <>
              <IconButton
                icon={Trash2}
                size="small"
                label={`Remove ${titleOf(upload)}`}
                off={upload.used_by.length > 0 ? usedWords(upload) : undefined}
                onClick={() => setAsked(upload.id)}
              />
              <Button size="small" aria-label={`${useWord} ${titleOf(upload)}`} onClick={() => onUse(upload)}>
                {useWord}
              </Button>
            </>
          )}
        </li>
      ))}
    </ul>
  );
}

function titleOf({ name, files }: WireUpload): string {
  return files > 1 ? `${formatCount(files)} files (${name})` : name;
}

function factsOf({ kind, rows, columns, bad_records: bad, bytes }: WireUpload): string {
  const count = rows === null ? '' : countWords(kind, rows);
  const named = kind === 'data' && columns.length > 0 ? columns.slice(0, 4).join(', ') : '';
  const more = columns.length > 4 ? ` and ${formatCount(columns.length - 4)} more` : '';
  const broken = bad === 0 ? '' : `${formatCount(bad)} can’t be read`;
  return [count, broken, named + more, formatBytes(bytes)].filter(Boolean).join(' · ');
}

function countWords(kind: WireUpload['kind'], rows: number): string {
  const word = kind === 'documents' ? 'document' : 'record';
  return `${formatCount(rows)} ${word}${rows === 1 ? '' : 's'}`;
}

function usedWords({ used_by: users }: WireUpload): string {
  const names = users.slice(0, 3).map(({ name }) => name);
  const more = users.length > 3 ? ` and ${users.length - 3} more` : '';
  return `It is used by ${names.join(', ')}${more}. Take it out there first`;
}
