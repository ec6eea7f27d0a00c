import { hostname } from 'node:os';
import { AppError } from '@/lib/util/app-error';

const loopbackNames = new Set(['localhost', '127.0.0.1', '[::1]']);
const wildcards = new Set(['0.0.0.0', '::', '[::]']);

/** Tells whether a server that listens on `host` can be reached from this machine alone. */
export function isLoopbackHost(host: string): boolean {
  return loopbackNames.has(host) || host === '::1' || host.startsWith('127.');
}

/**
 * Refuses requests under a foreign name: a page of another site may point its own name at this machine
 * (DNS rebinding), and then only the name gives it away.
 */
export function checkHost(request: Request, boundHost: string): void {
  const given = request.headers.get('host');
  const name = given === null ? null : nameOf(given);
  if (name !== null && isOwnName(name, boundHost)) return;
  throw new AppError(
    'foreign-host',
    `This server does not answer as "${given ?? ''}". Use the address that it was started with.`,
  );
}

/** Refuses changes that a page of another site asks for. Programs send no Origin. */
export function checkOrigin(request: Request): void {
  if (request.method === 'GET' || request.method === 'HEAD') return;
  const origin = request.headers.get('origin');
  if (origin === null) return;
  if (URL.canParse(origin) && new URL(origin).host === request.headers.get('host')?.toLowerCase()) return;
  throw new AppError('foreign-origin', `Pages of ${origin} may not change anything here.`);
}

function isOwnName(name: string, boundHost: string): boolean {
  if (isLoopbackHost(boundHost)) return loopbackNames.has(name) || name === boundHost.toLowerCase();
  if (loopbackNames.has(name)) return true;
  // Bound to every address, any of them may be meant; a name can only be this machine's own.
  if (wildcards.has(boundHost)) return isAddress(name) || name === hostname().toLowerCase();
  return name === boundHost.toLowerCase() || name === `[${boundHost.toLowerCase()}]`;
}

/** A host without its port, in lower case; null when it can't be one. */
function nameOf(host: string): string | null {
  const match = /^(\[[0-9a-f:.]+\]|[^:@/\s]+)(:\d{1,5})?$/i.exec(host);
  return match?.[1]?.toLowerCase() ?? null;
}

function isAddress(name: string): boolean {
  return /^\d{1,3}(\.\d{1,3}){3}$/.test(name) || name.startsWith('[');
}
