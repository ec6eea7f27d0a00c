import { readConfig } from '@/lib/runtime/config';
import { openContext, type Context } from '@/lib/runtime/context';
import { createLog } from '@/lib/runtime/log';
import { closeTransport } from '@/lib/runtime/calls/transport';
import { AppError } from '@/lib/util/app-error';
import { workLoop } from './work-loop';

/** Whoever supervises us kills after this; what is not given back by then is taken over by the next worker. */
const stopWithinMs = 4000;

async function main(): Promise<void> {
  const stop = new AbortController();
  for (const name of ['SIGTERM', 'SIGINT'] as const) {
    process.on(name, () => {
      stop.abort();
      setTimeout(() => process.exit(1), stopWithinMs).unref();
    });
  }
  const context = await openContext({ name: 'worker', config: readConfig(), migrate: true });
  context.log.info({ dataDir: context.config.dataDir }, 'the worker is ready');
  try {
    await workLoop(context, stop.signal);
  } finally {
    await closeTransport();
    await context.db.close();
  }
}

/** One line for whoever started us, everything for the log. */
function tellFatal(error: unknown): void {
  const log: Context['log'] = createLog('worker', { logLevel: 'info' });
  if (error instanceof AppError) console.error(`The worker can not go on: ${error.message}`);
  else log.fatal({ err: error }, 'the worker can not go on');
}

process.on('unhandledRejection', (error) => {
  tellFatal(error);
  process.exit(1);
});

main().then(
  () => process.exit(0),
  (error: unknown) => {
    tellFatal(error);
    process.exit(1);
  },
);
