import { statusOfCode, type ErrorBody } from '@/lib/api/error-codes';
import { AppError } from '@/lib/util/app-error';
import { checkHost } from './origin';

/**
 * Refuses a request before Next looks for its page: under a foreign name, by the rule of the API, at a path that can
 * not be decoded, which Next answers as a fault of its own, or for a page by another method than those that read it.
 * Null: nothing is wrong with it. The API's paths are told in its own shape, those of pages in plain words.
 */
export function refusePage(request: Request, boundHost: string): Response | null {
  const { pathname } = new URL(request.url);
  const isApi = /^\/(v1|api)(\/|$)/.test(pathname);
  try {
    checkHost(request, boundHost);
    if (!isDecodable(pathname)) {
      throw new AppError('not-found', `There is nothing at ${pathname}: a "%" in it begins no character.`);
    }
    if (isApi || reading.includes(request.method)) return null;
    throw new AppError('method-not-allowed', `${pathname} takes GET, not ${request.method}.`);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { code, message } = error;
    const allow = code === 'method-not-allowed' ? { allow: reading.join(', ') } : null;
    const init = { status: statusOfCode(code), headers: { 'cache-control': 'no-store', ...allow } };
    if (isApi) return Response.json({ error: { code, message } } satisfies ErrorBody, init);
    return new Response(`${message}\n`, init);
  }
}

const reading = ['GET', 'HEAD'];

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}
