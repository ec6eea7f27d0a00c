import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { childEnvironment } from '@/lib/runtime/config';
import { send } from '@/lib/runtime/calls/transport';
import { AppError } from '@/lib/util/app-error';

/** A model server that this command started, or found. */
export type LocalModelServer = { url: string; stop(): Promise<void> };

const startWithinMs = 15_000;
const lookEveryMs = 100;
const stopWithinMs = 2000;

/**
 * The model server at `url` if it answers, else one of our own on a free port, which ends with this
 * command. Throws AppError `model-server-down`.
 */
export async function ensureModelServer(url: string, dataDir: string): Promise<LocalModelServer> {
  if (await answers(url)) return { url, stop: () => Promise.resolve() };
  const program = fileURLToPath(new URL('./model-server.js', import.meta.url));
  if (!existsSync(program)) {
    throw new AppError(
      'model-server-down',
      `The local model server does not run at ${url} and is not built. Run npm run build.`,
    );
  }
  const port = await freePort();
  const child = spawn(process.execPath, [program], {
    env: childEnvironment({ SEEDLOOM_MODEL_SERVER_PORT: String(port), SEEDLOOM_DATA_DIR: dataDir }),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const own = `http://127.0.0.1:${port}`;
  let complaint = '';
  child.stderr.on('data', (piece: Buffer) => (complaint = (complaint + piece.toString()).slice(-2000)));
  for (const deadlineMs = performance.now() + startWithinMs; ;) {
    if (await answers(own)) return { url: own, stop: () => stop(child) };
    if (child.exitCode !== null || performance.now() > deadlineMs) break;
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
  }
  await stop(child);
  throw new AppError(
    'model-server-down',
    `The local model server does not start. ${complaint.trim()}`.trim(),
  );
}

async function answers(url: string): Promise<boolean> {
  const reply = await send({
    method: 'GET',
    url: new URL(`${url}/health`),
    headers: {},
    timeoutMs: 1000,
    signal: new AbortController().signal,
  });
  return reply.ok && reply.status === 200;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return address !== null && typeof address === 'object' ? address.port : 0;
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  await new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    const timer = setTimeout(() => child.kill('SIGKILL'), stopWithinMs);
    timer.unref();
    child.kill('SIGTERM');
  });
}
