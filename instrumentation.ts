/** Runs once when the web process starts. */
export async function register(): Promise<void> {
  // Next asks for the edge runtime as well, where none of this exists.
  // eslint-disable-next-line no-restricted-properties -- Next puts the constant in while it bundles.
  if (process.env['NEXT_RUNTIME'] !== 'nodejs') return;
  const { closeOnSignal } = await import('@/lib/server/close-on-signal');
  const { guardNextServer } = await import('@/lib/server/guard-http');
  const { answerInPlaceOfNext } = await import('@/lib/server/current-server');
  closeOnSignal();
  guardNextServer(answerInPlaceOfNext);
}
