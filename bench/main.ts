import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs, promisify } from 'node:util';
import { build } from 'esbuild';
import { z } from 'zod';
import { bundleOptions } from '../scripts/setup/bundle.mjs';
import type { ClientResult, Workload } from './workload';

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true, default: [] },
    repeat: { type: 'string', default: '3' },
    rows: { type: 'string' },
  },
});

const workloads: readonly Workload[] = [
  { name: 'W1', rows: 1000, latencyMs: 100, concurrency: 64 },
  { name: 'W2', rows: 2000, latencyMs: 5, concurrency: 128 },
  { name: 'W3', rows: 10_000, latencyMs: 1, concurrency: 128 },
];

const outdir = join(import.meta.dirname, '..', 'node_modules', '.cache', 'seedloom-bench');

const clientResult = z.object({
  rows: z.number(),
  seconds: z.number(),
  cpuSeconds: z.number(),
  peakMb: z.number(),
});

await bundle();
printHead();
for (const workload of workloads) {
  if (values.only.length > 0 && !values.only.includes(workload.name)) continue;
  await compare({ ...workload, rows: values.rows === undefined ? workload.rows : Number(values.rows) });
}

/** The parts of the bench, bundled as the product itself is. */
async function bundle(): Promise<void> {
  await build({
    ...bundleOptions(outdir),
    entryPoints: {
      mock: 'bench/mock-endpoint.ts',
      bare: 'bench/bare-client.ts',
      engine: 'bench/engine-client.ts',
    },
  });
}

function printHead(): void {
  print(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}\n`);
  const heads = [
    '',
    'rows',
    'at once',
    'latency',
    'bare rows/s',
    'Seedloom rows/s',
    'ratio',
    'bare CPU s/1,000',
    'Seedloom CPU s/1,000',
    'ratio',
    'bare MB',
    'Seedloom MB',
  ];
  print(`| ${heads.join(' | ')} |`);
  print(`|${heads.map(() => '---|').join('')}`);
}

/** Runs both clients in turn against the same endpoint and prints the medians. */
async function compare(workload: Workload): Promise<void> {
  const mock = await startMock(workload.latencyMs);
  const results: { bare: ClientResult[]; engine: ClientResult[] } = { bare: [], engine: [] };
  try {
    for (let time = 0; time < Number(values.repeat); time += 1) {
      for (const client of ['bare', 'engine'] as const) {
        results[client].push(await measure(client, workload, mock.baseUrl));
        await fetch(mock.baseUrl.replace('/v1', '/__reset'), { method: 'POST' });
      }
    }
  } finally {
    mock.process.kill();
  }
  const bare = medians(results.bare);
  const engine = medians(results.engine);
  print(
    `| ${[
      workload.name,
      workload.rows.toLocaleString('en'),
      workload.concurrency,
      `${workload.latencyMs} ms`,
      Math.round(bare.rowsPerSecond),
      Math.round(engine.rowsPerSecond),
      (engine.rowsPerSecond / bare.rowsPerSecond).toFixed(2),
      bare.cpuPerThousand.toFixed(2),
      engine.cpuPerThousand.toFixed(2),
      (engine.cpuPerThousand / bare.cpuPerThousand).toFixed(2),
      Math.round(bare.peakMb),
      Math.round(engine.peakMb),
    ].join(' | ')} |`,
  );
}

async function startMock(latencyMs: number): Promise<{ process: ChildProcess; baseUrl: string }> {
  const mock = spawn(
    process.execPath,
    [join(outdir, 'mock.js'), '--port', '0', '--latency', String(latencyMs)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const [line] = z.tuple([z.string()]).parse(await once(createInterface(mock.stdout), 'line'));
  return { process: mock, baseUrl: line.replace(/^.* on /, '') };
}

async function measure(client: string, workload: Workload, baseUrl: string): Promise<ClientResult> {
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--enable-source-maps',
    join(outdir, `${client}.js`),
    JSON.stringify({ ...workload, baseUrl }),
  ]);
  const result = clientResult.parse(JSON.parse(stdout));
  if (result.rows !== workload.rows)
    throw new Error(`${client} made ${result.rows} of ${workload.rows} rows`);
  return result;
}

function medians(results: readonly ClientResult[]) {
  return {
    rowsPerSecond: median(results.map(({ rows, seconds }) => rows / seconds)),
    cpuPerThousand: median(results.map(({ rows, cpuSeconds }) => (1000 * cpuSeconds) / rows)),
    peakMb: median(results.map(({ peakMb }) => peakMb)),
  };
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
