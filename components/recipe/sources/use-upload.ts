'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { messageOf } from '@/lib/client/api';
import { sendFiles, type UploadProgress } from '@/lib/client/uploads';
import type { WireUploaded } from '@/lib/api/source-wire';
import { dataFormats, documentFormats, formatOf } from '@/lib/recipe/sources/source-spec';

/** What can be uploaded, for the file picker. */
export const acceptedFiles = [...dataFormats, ...documentFormats].map((format) => `.${format}`).join(',');

export type UploadState =
  | { kind: 'idle' }
  | { kind: 'running'; names: string; progress: UploadProgress }
  | { kind: 'failed'; message: string };

/** Uploads files as one source, with its progress; a new one and leaving call the running one off. */
export function useUpload(onDone: (upload: WireUploaded) => void) {
  const [state, setState] = useState<UploadState>({ kind: 'idle' });
  const running = useRef<AbortController | null>(null);
  const queries = useQueryClient();
  useEffect(() => () => running.current?.abort(), []);

  const start = async (files: readonly File[]) => {
    running.current?.abort();
    const trouble = troubleWith(files);
    if (trouble !== null) {
      setState({ kind: 'failed', message: trouble });
      return;
    }
    const abort = new AbortController();
    running.current = abort;
    const names = files.length === 1 ? (files[0]?.name ?? '') : `${files.length} files`;
    const of = files.reduce((sum, { size }) => sum + size, 0);
    const show = (progress: UploadProgress) => {
      if (!abort.signal.aborted) setState({ kind: 'running', names, progress });
    };
    show({ phase: 'sending', sent: 0, of });
    try {
      const upload = await sendFiles(files, { signal: abort.signal, onProgress: show });
      void queries.invalidateQueries({ queryKey: ['uploads'] });
      if (abort.signal.aborted) return;
      setState({ kind: 'idle' });
      onDone(upload);
    } catch (error) {
      if (!abort.signal.aborted) setState({ kind: 'failed', message: messageOf(error) });
    }
  };
  const cancel = () => {
    running.current?.abort();
    setState({ kind: 'idle' });
  };
  return { state, start: (files: readonly File[]) => void start(files), cancel };
}

/** Why files can't be one source, before anything is sent. */
function troubleWith(files: readonly File[]): string | null {
  const unknown = files.find(
    ({ name }) => formatOf(name, [...dataFormats, ...documentFormats]) === undefined,
  );
  if (unknown !== undefined) {
    const known = [...dataFormats, ...documentFormats].map((format) => `.${format}`).join(', ');
    return `${unknown.name} has a format that can’t be read. Known are ${known}.`;
  }
  const empty = files.find(({ size }) => size === 0);
  return empty === undefined ? null : `${empty.name} is empty.`;
}
