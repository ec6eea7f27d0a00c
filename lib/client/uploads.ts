import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { errorBody } from '@/lib/api/error-codes';
import { uploaded, type WireUploaded } from '@/lib/api/source-wire';
import { AppError } from '@/lib/util/app-error';
import { api } from './api';

const uploadsKey = ['uploads'] as const;

const uploadsQuery = queryOptions({
  queryKey: uploadsKey,
  queryFn: async ({ signal }) => (await api.uploads.list({ limit: '200' }, signal)).data,
});

/** The files that were uploaded, the newest first, with the recipes that use them. */
export function useUploads() {
  return useQuery(uploadsQuery);
}

/** Removes an upload that no recipe uses. */
export function useRemoveUpload() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id }: { id: number }) => api.uploads.remove(id),
    onSettled: () => queries.invalidateQueries({ queryKey: uploadsKey }),
  });
}

/** How far an upload is: bytes that were sent; then the server reads the records. */
export type UploadProgress = { phase: 'sending'; sent: number; of: number } | { phase: 'reading' };

/** Sends files as one source. The signal calls it off. Throws AppError as the other calls of the API do. */
export function sendFiles(
  files: readonly File[],
  { onProgress, signal }: { onProgress: (progress: UploadProgress) => void; signal: AbortSignal },
): Promise<WireUploaded> {
  const form = new FormData();
  for (const file of files) form.append('file', file, file.name);
  // fetch tells nothing of what was sent so far.
  const request = new XMLHttpRequest();
  return new Promise((resolve, reject) => {
    const abort = () => request.abort();
    signal.addEventListener('abort', abort);
    request.upload.onprogress = ({ loaded, total }) =>
      onProgress(loaded < total ? { phase: 'sending', sent: loaded, of: total } : { phase: 'reading' });
    request.upload.onload = () => onProgress({ phase: 'reading' });
    request.onload = () => {
      try {
        resolve(answerOf(request));
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    };
    request.onerror = () =>
      reject(new AppError('server-unreachable', 'The upload broke off: Seedloom does not answer.'));
    request.onabort = () => reject(new DOMException('The upload was called off', 'AbortError'));
    request.onloadend = () => signal.removeEventListener('abort', abort);
    request.open('POST', api.uploads.url);
    request.setRequestHeader('accept', 'application/json');
    request.send(form);
  });
}

function answerOf({ status, responseText }: XMLHttpRequest): WireUploaded {
  let body: unknown;
  try {
    body = JSON.parse(responseText);
  } catch {
    throw new AppError('answer-unreadable', `The server answered ${status} without a reason.`);
  }
  const failed = errorBody.safeParse(body);
  if (failed.success) throw new AppError(failed.data.error.code, failed.data.error.message);
  const done = uploaded.safeParse(body);
  if (!done.success) throw new AppError('answer-unreadable', 'The answer of the upload has another shape.');
  return done.data;
}
