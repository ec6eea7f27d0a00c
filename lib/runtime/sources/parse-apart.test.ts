import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseApart, type Parsed, type ParseLimits } from './parse-apart';

const fixtures = join(import.meta.dirname, 'fixtures');

let folder: string;
/** A file that never comes to its end: nobody writes into the pipe. */
let endless: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'seedloom-parse-'));
  endless = join(folder, 'endless.pdf');
  execFileSync('mkfifo', [endless]);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function parsed(
  format: 'xlsx' | 'pdf' | 'docx',
  path: string,
  limits?: ParseLimits,
): Promise<Parsed[]> {
  const lines: Parsed[] = [];
  for await (const line of parseApart(format, path, limits)) lines.push(line);
  return lines;
}

describe('R135 a file that libraries read', () => {
  test('comes in the pieces that it is made of', async () => {
    expect((await parsed('xlsx', join(fixtures, 'two-sheets.xlsx'))).slice(0, 3)).toEqual([
      { sheet: 0 },
      ['zip', 'count', 'day'],
      ['00123', 5, { at: '2026-08-21T00:00:00.000Z' }],
    ]);
    expect(await parsed('docx', join(fixtures, 'paragraphs.docx'))).toEqual(['First\n\nThird']);
  });
  test('is given up when its time is over', async () => {
    const limits = { deadlineMs: 500, memoryBytes: 2 ** 30 };
    await expect(parsed('pdf', endless, limits)).rejects.toThrow(
      'takes more than 1 seconds to read. Divide it, or save it as text',
    );
  });
  test('is given up when it takes too much memory', async () => {
    const limits = { deadlineMs: 60_000, memoryBytes: 16 * 2 ** 20 };
    await expect(parsed('pdf', endless, limits)).rejects.toThrow('takes more than 16 MB of memory to read');
  });
  test('that a library can not read is told in words', async () => {
    await expect(parsed('docx', join(fixtures, 'two-pages.pdf'))).rejects.toThrow(
      'is no DOCX file that can be read (',
    );
  });
});
