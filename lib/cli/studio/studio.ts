import type { ApiClient } from '@/lib/api/client';
import type { WireRun } from '@/lib/api/run-wire';
import type { ProgressLine } from '../print/progress-line';

/** Which studio a command speaks with: the data directory of this machine, or a server somewhere. */
export type StudioFlags = { dataDir?: string; remote?: string; key?: string; logLevel?: string };

/**
 * What a command speaks with. Both kinds answer the same API: the one of a data directory within this process, with
 * its rights (it reads paths, needs no key), the other over HTTP.
 */
export type Studio = {
  readonly api: ApiClient;
  /** What another command needs to reach the same studio, for commands that are printed: ` --data-dir x`, or nothing. */
  readonly flags: string;
  /**
   * Sees a run to where nothing more happens by itself; in a data directory without a worker this process drives it.
   * Ctrl-C pauses the run, a second one stops at once.
   */
  follow(runId: number, line: ProgressLine): Promise<WireRun>;
  close(): Promise<void>;
};
