import { readConfig } from '@/lib/runtime/config';
import { refusePage } from '@/lib/server/guard-pages';

/** Stands before the pages; the API guards itself. Nothing returned: Next goes on. */
export function proxy(request: Request): Response | undefined {
  return refusePage(request, readConfig().host) ?? undefined;
}

export const config = {
  matcher: [
    // Next cuts a body at 10 MB where a proxy stands, so none stands before the API; files of the build hold no data.
    '/((?!v1/|api/|_next/).*)',
    // Paths of the API hold no escape but that of a colon: a body sent elsewhere goes nowhere.
    '/((?:v1|api)/.*%(?!3[aA]).*)',
  ],
};
