import { createServer } from 'node:http';
import { availableParallelism } from 'node:os';
import { readConfig } from '@/lib/runtime/config';
import { dataDirOf } from '@/lib/runtime/data-dir';
import { createLog } from '@/lib/runtime/log';
import { createLlamaLoader } from './llama-model';
import { listModelFiles } from './model-files';
import { createModelHost } from './model-host';
import { createModelServer } from './model-server';

const queueLimit = 256;
const idleMs = 5 * 60_000;
/** Longer than clients keep an unused connection: a request must not meet one that is just being closed. */
const keepAliveMs = 65_000;
const orphanCheckMs = 2000;

const config = readConfig();
const log = createLog('model-server', config);
const modelsFolder = dataDirOf(config.dataDir).models;
// With all cores taken, llama.cpp's threads wait for each other and a text takes ten times as long.
const cores = availableParallelism();
const threads = Math.max(1, cores - 1);

const server = createServer(
  createModelServer({
    host: createModelHost({ load: createLlamaLoader(threads), queueLimit, idleMs }),
    listModels: () => listModelFiles(modelsFolder),
    modelsFolder,
    threads,
    cores,
    onError: (error) => log.error({ err: error }, 'A request failed'),
  }),
);
server.keepAliveTimeout = keepAliveMs;
server.on('error', (error) => {
  log.fatal({ err: error }, `The model server can't listen on port ${config.modelServerPort}`);
  process.exitCode = 1;
});
server.listen(config.modelServerPort, '127.0.0.1', () => {
  log.info({ port: config.modelServerPort, threads, modelsFolder }, 'The model server listens');
});

// Whoever started us may be killed without a word, and then nobody ends us.
const starter = process.ppid;
setInterval(() => {
  if (process.ppid !== starter) process.exit(0);
}, orphanCheckMs).unref();

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  // Nothing here outlives the process: whoever waits for a text asks again after the next start.
  process.on(signal, () => process.exit(0));
}
