import 'server-only';
import { closeCurrentServer } from './current-server';

/** How long answers in flight may take after a signal, in milliseconds. */
const graceMs = 500;

/**
 * On TERM and INT ends the open streams, which Next would wait for without end, lets short answers finish and
 * leaves. Needs NEXT_MANUAL_SIG_HANDLE, so that Next leaves the signals to us.
 */
export function closeOnSignal(): void {
  let closing = false;
  const close = () => {
    if (closing) return;
    closing = true;
    // The database needs no closing: what was answered is on disk.
    setTimeout(() => process.exit(0), graceMs);
    void closeCurrentServer(); // ends the streams at once; its failure changes nothing
  };
  process.on('SIGTERM', close);
  process.on('SIGINT', close);
}
