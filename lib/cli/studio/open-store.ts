import { readConfig } from '@/lib/runtime/config';
import { openContext, type Context } from '@/lib/runtime/context';

/** The project that what the command line makes belongs to: the one that is always there. */
export const projectId = 1;

/** Opens the studio's data as a command does: it may read paths and any key variable, and logs only when asked to. */
export function openCommandContext(dataDir: string | undefined, logLevel?: string): Promise<Context> {
  const config = readConfig({ dataDir, logLevel });
  const isAsked = logLevel !== undefined || config.environment('SEEDLOOM_LOG_LEVEL') !== undefined;
  return openContext({
    name: 'cli',
    config: { ...config, logLevel: isAsked ? config.logLevel : 'silent' },
    anyKeyVariable: true,
    readsPaths: true,
    needsNoKey: true,
    migrate: true,
  });
}
