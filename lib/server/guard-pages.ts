import { statusOfCode, type ErrorBody } from '@/lib/api/error-codes';
import { AppError } from '@/lib/util/app-error';
import { checkHost } from './origin';

/**
 * Refuses a request before Next looks for its page: under a foreign name, by the rule of the API, or at a path that can
 * not be decoded, which Next answers as a fault of its own. Null: nothing is wrong with it. The API's paths are told
 * in its own shape, those of pages in plain words.
 */
export function refusePage(request: Request, boundHost: string): Response | null {
  const { pathname } = new URL(request.url);
  const isApi = /^\/(v1|api)(\/|$)/.test(pathname);
  try {
    checkHost(request, boundHost);
    if (isDecodable(pathname)) return null;
    throw new AppError('not-found', `There is nothing at ${pathname}: a "%" in it begins no character.`);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { code, message } = error;
    const init = { status: statusOfCode(code), headers: { 'cache-control': 'no-store' } };
    if (isApi) return Response.json({ error: { code, message } } satisfies ErrorBody, init);
    return new Response(`${message}\n`, init);
  }
}

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}
