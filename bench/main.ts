import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { z } from 'zod';
import { bundleOptions } from '../scripts/setup/bundle.mjs';
import { browserParts, measureBrowser } from './browser/main';
import { chosenParts } from './chosen-parts';
import type { Measured } from './meter';
import { printPeers } from './peers';
import { measureFairShare } from './fair-share';
import { measureSources } from './read-sources';
import { measureResume } from './resume';
import { print, printHead, printRow } from './table';
import type { Workload } from './workload';

type Result = Measured & { readonly peakMb: number };

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string', multiple: true, default: [] },
    repeat: { type: 'string', default: '3' },
    rows: { type: 'string' },
    megabytes: { type: 'string', default: '1000' },
  },
});

const workloads: readonly Workload[] = [
  { name: 'W1', rows: 1000, latencyMs: 100, concurrency: 64 },
  { name: 'W2', rows: 2000, latencyMs: 5, concurrency: 128 },
  { name: 'W3', rows: 20_000, latencyMs: 1, concurrency: 128 },
];

/** Against an endpoint with faults and limits; there is nothing bare to compare with. */
const trials: readonly (Workload & { readonly mock: readonly string[] })[] = [
  {
    name: 'W5',
    rows: 500,
    latencyMs: 20,
    concurrency: 64,
    remoteParams: 'connection_timeout: 5',
    mock: ['--fault-429', '0.05', '--fault-500', '0.05', '--fault-hang', '0.01', '--fault-cut', '0.01'],
  },
  {
    name: 'W6',
    rows: 100,
    latencyMs: 100,
    concurrency: 64,
    remoteParams: 'requests_per_minute: 600',
    mock: ['--rpm', '600', '--bucket', '10'],
  },
  {
    name: 'W6 untold',
    rows: 100,
    latencyMs: 100,
    concurrency: 64,
    mock: ['--rpm', '600', '--bucket', '10'],
  },
];

const outdir = join(import.meta.dirname, '..', 'node_modules', '.cache', 'seedloom-bench');

const measured = z.object({ rows: z.number(), seconds: z.number(), cpuSeconds: z.number() });

const counts = z.record(z.string(), z.number());
const mockStats = z.object({
  requests: z.number(),
  answeredAgain: z.number(),
  statuses: counts,
  faults: counts,
});

const wanted = readOnly();

print(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}`);
if (positionals[0] === 'browser') await measureBrowser(wanted);
else if (positionals[0] === 'sources') await measureSources(Number(values.megabytes));
else if (positionals[0] === 'fair') await measureFairShare(Number(values.rows ?? 50));
else if (positionals[0] === 'resume') await measureResume(Number(values.rows ?? 1_000_000));
else {
  await bundle();
  await compareAll();
  await tryAll();
  printPeers();
}

/** Speed, work and memory beside those of a bare client. */
async function compareAll(): Promise<void> {
  if (!workloads.some(isWanted)) return;
  printHead([
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
  ]);
  for (const workload of workloads.filter(isWanted)) {
    await compare({ ...workload, rows: values.rows === undefined ? workload.rows : Number(values.rows) });
  }
}

/** What comes of faults and limits. */
async function tryAll(): Promise<void> {
  if (!trials.some(isWanted)) return;
  printHead(['', 'rows', 'seconds', 'requests', 'answers paid again', '429s', 'other faults']);
  for (const { mock: flags, ...workload } of trials.filter(isWanted)) {
    const mock = await startMock(workload.latencyMs, flags);
    try {
      const { rows, seconds } = await measure('engine', workload, mock.baseUrl);
      const stats = mockStats.parse(await (await fetch(mock.baseUrl.replace('/v1', '/__stats'))).json());
      const refused = stats.statuses['429'] ?? 0;
      const faults = Object.entries(stats.faults).filter(([name]) => name !== '429');
      const others = faults.map(([name, count]) => `${count} × ${name}`).join(', ');
      printRow([
        workload.name,
        rows,
        seconds.toFixed(1),
        stats.requests,
        stats.answeredAgain,
        refused,
        others,
      ]);
    } finally {
      mock.process.kill();
    }
  }
}

function isWanted({ name }: Workload): boolean {
  return wanted.has(name);
}

/** Said before anything is built or started; a mistake ends the bench with one line. */
function readOnly(): ReadonlySet<string> {
  const known =
    positionals[0] === 'browser' ? browserParts : [...workloads, ...trials].map(({ name }) => name);
  try {
    return chosenParts(values.only, known);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}

/** The parts of the bench, bundled as the product itself is. */
async function bundle(): Promise<void> {
  await build({
    ...bundleOptions(outdir),
    entryPoints: {
      mock: 'bench/mock-endpoint.ts',
      bare: 'bench/bare-client.ts',
      engine: 'bench/engine-client.ts',
      'batch-thread': 'lib/store/batch-thread.js',
    },
  });
}

/** Runs both clients in turn against the same endpoint and prints the medians. */
async function compare(workload: Workload): Promise<void> {
  const mock = await startMock(workload.latencyMs);
  const results: { bare: Result[]; engine: Result[] } = { bare: [], engine: [] };
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
  printRow([
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
  ]);
}

async function startMock(
  latencyMs: number,
  flags: readonly string[] = [],
): Promise<{ process: ChildProcess; baseUrl: string }> {
  const mock = spawn(
    process.execPath,
    [join(outdir, 'mock.js'), '--port', '0', '--latency', String(latencyMs), ...flags],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const [line] = z.tuple([z.string()]).parse(await once(createInterface(mock.stdout), 'line'));
  return { process: mock, baseUrl: line.replace(/^.* on /, '') };
}

async function measure(client: string, workload: Workload, baseUrl: string): Promise<Result> {
  const child = spawn(
    process.execPath,
    [join(outdir, `${client}.js`), JSON.stringify({ ...workload, baseUrl })],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let peakKb = 0;
  const timer = setInterval(() => {
    peakKb = Math.max(peakKb, sharedMemoryKb(child.pid ?? 0));
  }, 250);
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  await once(child, 'close');
  clearInterval(timer);
  const result = measured.parse(JSON.parse(output));
  if (result.rows !== workload.rows)
    throw new Error(`${client} made ${result.rows} of ${workload.rows} rows`);
  return { ...result, peakMb: peakKb / 1024 };
}

/** Proportional set size, where the system tells it (Linux). */
function sharedMemoryKb(pid: number): number {
  try {
    return Number(/^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

function medians(results: readonly Result[]) {
  return {
    rowsPerSecond: median(results.map(({ rows, seconds }) => rows / seconds)),
    cpuPerThousand: median(results.map(({ rows, cpuSeconds }) => (1000 * cpuSeconds) / rows)),
    peakMb: median(results.map(({ peakMb }) => peakMb)),
  };
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}
