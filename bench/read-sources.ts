import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { createDraw, drawInt } from '@/lib/random/draw';
import type { SourceSpec } from '@/lib/recipe/sources/source-spec';
import { snapshotOfFiles } from '@/lib/runtime/sources/read-source';
import { openSnapshot } from '@/lib/runtime/sources/snapshot';
import { print } from './table';

const formats = ['csv', 'jsonl'] as const;
type Format = (typeof formats)[number];

type Measured = {
  rows: number;
  seconds: number;
  cpuSeconds: number;
  readsPerSecond: number;
  baseMb: number;
  peakMb: number;
};

const drawnRecords = 50_000;

/**
 * Measures how a large file becomes a source: `npm run bench -- sources [--megabytes 1000]`. Each format is read in a
 * process of its own, so that its memory is seen.
 */
export async function measureSources(megabytes: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'seedloom-sources-'));
  try {
    for (const format of formats) {
      const file = join(folder, `rows.${format}`);
      await writeFile(file, format, megabytes * 1_000_000);
      const { rows, seconds, cpuSeconds, readsPerSecond, baseMb, peakMb } = await inOwnProcess(file, folder);
      const speed = Math.round(rows / seconds).toLocaleString('en');
      const reads = Math.round(readsPerSecond).toLocaleString('en');
      print(
        `${format}: ${megabytes} MB, ${rows.toLocaleString('en')} rows indexed in ${seconds.toFixed(1)} s, of which ${cpuSeconds.toFixed(1)} s of one core ` +
          `(${speed} rows/s, ${(megabytes / seconds).toFixed(0)} MB/s), memory ${baseMb} MB before and ${peakMb} MB at most, ` +
          `${reads} records/s by number`,
      );
      await rm(file);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Rows as people have them: a number, a text that looks like one, a few sentences with commas and quotes. */
async function writeFile(path: string, format: Format, bytes: number): Promise<void> {
  const out = createWriteStream(path);
  const draw = createDraw(1, 'bench', 'sources');
  let written = 0;
  if (format === 'csv') written += push(out, 'id,zip,label,text\n');
  for (let row = 0; written < bytes; row++) {
    const zip = String(drawInt(draw, row, 0, 100_000)).padStart(5, '0');
    const words = 30 + drawInt(draw, row, 1, 60);
    const text = `The parcel "${row}" came late, ${'and nobody could say why '.repeat(words / 6)}.`;
    const line =
      format === 'csv'
        ? `${row},${zip},label_${row % 77},"${text.replaceAll('"', '""')}"\n`
        : `${JSON.stringify({ id: row, zip, label: `label_${row % 77}`, text })}\n`;
    written += push(out, line);
    if (out.writableNeedDrain) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
}

function push(out: NodeJS.WritableStream, line: string): number {
  out.write(line);
  return Buffer.byteLength(line);
}

async function inOwnProcess(file: string, folder: string): Promise<Measured> {
  const child = fork(fileURLToPath(import.meta.url), [file, folder], { execArgv: process.execArgv });
  const [message] = (await once(child, 'message')) as [Measured];
  return message;
}

async function measure(file: string, folder: string): Promise<Measured> {
  const megabytes = (bytes: number) => Math.round(bytes / 1_000_000);
  const baseMb = megabytes(process.memoryUsage().rss);
  const spec: SourceSpec = { kind: 'data', path: file, split: null, revision: null };
  const cpuBegun = process.cpuUsage();
  const begun = performance.now();
  const id = await snapshotOfFiles(folder, spec, file);
  const seconds = (performance.now() - begun) / 1000;
  const { user, system } = process.cpuUsage(cpuBegun);
  const cpuSeconds = (user + system) / 1e6;
  const table = openSnapshot(folder, id);
  const draw = createDraw(1, 'bench', 'reads');
  const readsBegun = performance.now();
  for (let read = 0; read < drawnRecords; read++) table.at(drawInt(draw, read, 0, table.count), null);
  const readsPerSecond = drawnRecords / ((performance.now() - readsBegun) / 1000);
  // In kilobytes, and the highest that it was.
  const peakMb = Math.round(process.resourceUsage().maxRSS / 1000);
  return { rows: table.count, seconds, cpuSeconds, readsPerSecond, baseMb, peakMb };
}

const [file, folder] = process.argv.slice(2);
if (process.send !== undefined && file !== undefined && folder !== undefined) {
  const measured = await measure(file, folder);
  process.send(measured, () => process.disconnect());
}
