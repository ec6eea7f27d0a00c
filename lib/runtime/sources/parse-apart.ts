import { spawn } from 'node:child_process';
import { z } from 'zod';
import { longestLine, readLines } from '@/lib/sources/readers/read-text';
import { AppError } from '@/lib/util/app-error';
import { childProgram } from '../install-root';
import type { ParseTask } from './parse-process';

/** What reading one file may take. */
export type ParseLimits = {
  deadlineMs: number;
  /** Of the process that reads it. */
  memoryBytes: number;
};

const parseLimits: ParseLimits = { deadlineMs: 5 * 60_000, memoryBytes: 1536 * 2 ** 20 };

const cell = z.union([z.null(), z.string(), z.number(), z.boolean(), z.object({ at: z.iso.datetime() })]);

const parsedLine = z.union([
  z.array(cell),
  z.string(),
  z.object({ sheet: z.number() }),
  z.object({ done: z.literal(true) }),
  z.object({ problem: z.enum(['password', 'no-text']) }),
  z.object({ unreadable: z.string() }),
]);

/** A cell of a workbook; a moment is what ISO 8601 makes of it. */
export type ParsedCell = z.infer<typeof cell>;

/** The begin of a sheet, a row of it, or the text of a document. */
export type Parsed = ParsedCell[] | string | { sheet: number };

/**
 * Reads a file of XLSX, PDF or DOCX in a process of its own, which ends with its reader, when its time is over and when
 * it needs too much memory: then, and for what the file is not, AppError `source-unreadable`.
 */
export async function* parseApart(
  format: ParseTask['format'],
  path: string,
  limits = parseLimits,
): AsyncGenerator<Parsed> {
  const task: ParseTask = { format, path, ...limits };
  const megabytes = Math.floor(limits.memoryBytes / 2 ** 20);
  const program = childProgram('sources', 'parse-process.js');
  const child = spawn(
    process.execPath,
    [`--max-old-space-size=${megabytes}`, program.path, JSON.stringify(task)],
    {
      env: program.env,
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let said = '';
  child.stderr.on('data', (bytes: Buffer) => (said = (said + bytes.toString()).slice(0, 10_000)));
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => resolve());
    child.once('error', (error) => {
      said += error.message;
      resolve();
    });
  });
  try {
    for await (const { text } of readLines(child.stdout)) {
      if (text === null)
        throw unreadable(
          `holds more than ${longestLine / 1_000_000} million characters in one piece. Divide it`,
        );
      const line = parsedLine.parse(JSON.parse(text));
      if (typeof line === 'string' || Array.isArray(line) || 'sheet' in line) yield line;
      else return finish(format, line);
    }
    await ended;
    throw endedEarly(format, said, limits);
  } finally {
    child.kill('SIGKILL');
  }
}

type ParseEnd = Exclude<z.infer<typeof parsedLine>, Parsed>;

function finish(format: ParseTask['format'], line: ParseEnd): void {
  if ('done' in line) return;
  // A library's own words stand behind ours: they say more to who knows the format.
  if ('unreadable' in line) {
    throw unreadable(`is no ${format.toUpperCase()} file that can be read (${line.unreadable})`);
  }
  throw unreadable(
    line.problem === 'password'
      ? 'is protected by a password. Save it without one'
      : 'holds no text, only pictures of it. Run text recognition (OCR) over it first',
  );
}

/** Of a process that said nothing of how it ended. */
function endedEarly(format: ParseTask['format'], said: string, limits: ParseLimits): AppError {
  const wayOut = format === 'xlsx' ? 'Divide it, or save it as CSV' : 'Divide it, or save it as text';
  if (said.startsWith('deadline')) {
    const seconds = Math.ceil(limits.deadlineMs / 1000);
    return unreadable(`takes more than ${seconds} seconds to read. ${wayOut}`);
  }
  if (said.startsWith('memory') || /out of memory/i.test(said)) {
    return unreadable(
      `takes more than ${Math.round(limits.memoryBytes / 2 ** 20)} MB of memory to read. ${wayOut}`,
    );
  }
  return unreadable(
    `is no ${format.toUpperCase()} file that can be read: what reads it has ended. ${wayOut}`,
  );
}

function unreadable(message: string): AppError {
  return new AppError('source-unreadable', message);
}
