import { readConfig } from '@/lib/runtime/config';
import { AppError } from '@/lib/util/app-error';
import type { Studio, StudioFlags } from './studio';

/** Does something with a studio and closes it. Throws AppError `bad-option` for flags that don't go together. */
export async function withStudio<Result>(
  flags: StudioFlags,
  work: (studio: Studio) => Promise<Result>,
): Promise<Result> {
  const studio = await openStudio(flags);
  try {
    return await work(studio);
  } finally {
    await studio.close();
  }
}

async function openStudio({ remote, key, dataDir, logLevel }: StudioFlags): Promise<Studio> {
  if (remote === undefined) {
    if (key !== undefined)
      throw new AppError('bad-option', '--key is for a server: name it with --remote URL.');
    const { openLocalStudio } = await import('./local-studio');
    return openLocalStudio(dataDir, logLevel);
  }
  if (dataDir !== undefined) {
    throw new AppError('bad-option', '--remote and --data-dir name two studios: leave one of them out.');
  }
  const { createRemoteStudio } = await import('./remote-studio');
  return createRemoteStudio(originOf(remote), key ?? readConfig().environment('SEEDLOOM_API_KEY'));
}

function originOf(remote: string): string {
  const url = URL.canParse(remote) ? new URL(remote) : null;
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
    throw new AppError(
      'bad-option',
      `--remote ${remote}: it must be an address, such as http://127.0.0.1:3000.`,
    );
  }
  // As other clients are given it, with the base path of the API.
  if (/^(\/api)?(\/v1)?\/?$/.test(url.pathname) && url.search === '') return url.origin;
  throw new AppError('bad-option', `--remote ${remote}: a studio has no path; write ${url.origin}.`);
}
