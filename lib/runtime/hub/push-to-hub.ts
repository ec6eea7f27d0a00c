import { pathToFileURL } from 'node:url';
import { type CommitOperation, HubApiError } from '@huggingface/hub';
import { AppError } from '@/lib/util/app-error';
import { type Hub, wordsOfSilence } from './open-hub';

/** A file of a repository, and where it lies on this disk. */
export type HubFile = { readonly path: string; readonly source: string };

/** What came of it: the page of the dataset, and the commit. */
export type Pushed = { readonly url: string; readonly commit: string };

/**
 * Puts files into a dataset's repository in one commit, so that nobody ever sees some of them only; `replaces` tells
 * which files of the repository go in the same commit. A repository that isn't there is made, private or not; one
 * that is there keeps who may see it. Throws AppError `hub-refused`, which says what the hub doesn't take and why.
 */
export async function pushToHub(
  hub: Hub,
  files: readonly HubFile[],
  options: {
    isPrivate: boolean;
    title: string;
    replaces: (path: string) => boolean;
    signal: AbortSignal;
  },
): Promise<Pushed> {
  const { accessToken } = hub.call;
  if (accessToken === undefined) {
    throw new AppError(
      'hub-refused',
      `No key for ${hub.url} is known. Give one that may write as token, set HF_TOKEN, or add a provider there under Models.`,
    );
  }
  // Its client refuses others without a word about what they are for.
  if (!accessToken.startsWith('hf_')) {
    throw new AppError(
      'hub-refused',
      `A key for ${hub.url} begins with hf_, and the one that is known doesn't.`,
    );
  }
  const call = { ...hub.call, accessToken };
  try {
    const { commit, createRepo, listFiles } = await import('@huggingface/hub');
    const gone: CommitOperation[] = [];
    try {
      const written = new Set(files.map(({ path }) => path));
      for await (const { path, type } of listFiles({ ...call, recursive: true })) {
        if (type === 'file' && !written.has(path) && options.replaces(path)) {
          gone.push({ operation: 'delete', path });
        }
      }
    } catch (error) {
      if (!(error instanceof HubApiError) || error.statusCode !== 404) throw error;
      await createRepo({ ...call, visibility: options.isPrivate ? 'private' : 'public' });
    }
    const output = await commit({
      ...call,
      title: options.title,
      operations: [
        ...files.map(({ path, source }): CommitOperation => ({
          operation: 'addOrUpdate',
          path,
          content: pathToFileURL(source),
        })),
        ...gone,
      ],
      // Plain uploads: the hub's other protocol spares bytes that are there already, which a new dataset hasn't.
      useXet: false,
      abortSignal: options.signal,
    });
    return { url: `${hub.url}/datasets/${hub.repo}`, commit: output?.commit.oid ?? '' };
  } catch (error) {
    if (options.signal.aborted) throw error;
    throw new AppError('hub-refused', wordsOf(error, hub));
  }
}

function wordsOf(error: unknown, hub: Hub): string {
  if (!(error instanceof HubApiError)) return `Nothing was pushed: ${wordsOfSilence(error, hub)}. Try again.`;
  const said = `${hub.url} answered ${error.statusCode}`;
  switch (error.statusCode) {
    case 401:
      return `The key for the hub is not taken (${said}). Make one that may write at ${hub.url}/settings/tokens.`;
    case 403:
      return `The key for the hub may not write to ${hub.repo} (${said}). Take one that may, or a repository of your own.`;
    case 404:
      return `There is no ${hub.repo}, and it can't be made with this key (${said}). Is the owner's name right?`;
    default:
      return `Nothing was pushed to ${hub.repo}: ${said}, ${error.message}. Try again later.`;
  }
}
