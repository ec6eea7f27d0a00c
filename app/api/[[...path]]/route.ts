import { handleApiRequest } from '@/lib/server/current-server';

export const dynamic = 'force-dynamic';
export const runtime = 'nodejs';

// One catch-all: `{id}:verb` doesn't fit Next's folders, and 404 and 405 have our own shape.
export {
  handleApiRequest as GET,
  handleApiRequest as POST,
  handleApiRequest as PUT,
  handleApiRequest as PATCH,
  handleApiRequest as DELETE,
  // Else Next would answer them itself: a HEAD by reading the whole body, OPTIONS with every method.
  handleApiRequest as HEAD,
  handleApiRequest as OPTIONS,
};
