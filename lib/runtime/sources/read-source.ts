import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import {
  documentFormats,
  formatOf,
  nameOfPath,
  sourceKey,
  type SourceSpec,
} from '@/lib/recipe/sources/source-spec';
import { BadRecord } from '@/lib/sources/source-table';
import { segmentsOf, type Tokenizer } from '@/lib/sources/segment';
import { AppError } from '@/lib/util/app-error';
import { findFiles, reasonOf } from './find-files';
import { readDocumentText, readRecords } from './read-file';
import { makeSnapshot, snapshotVersion, type SourceItem } from './snapshot';

/**
 * Reads files as a source and gives the id of their snapshot. Files that have not changed since are not read again.
 * Throws AppError `source-unreadable`, whose message names the path.
 */
export async function snapshotOfFiles(dataDir: string, spec: SourceSpec, pattern: string): Promise<string> {
  try {
    const files = await filesOf(spec, pattern);
    const print = createHash('sha256').update(`${snapshotVersion} ${sourceKey({ ...spec, path: '' })}`);
    for (const file of files) {
      const { size, mtimeMs, ino } = await stat(file);
      print.update(`\n${file} ${size} ${mtimeMs} ${ino}`);
    }
    const id = print.digest('hex').slice(0, 32);
    await makeSnapshot(dataDir, id, () => itemsOf(spec, files));
    return id;
  } catch (error) {
    throw new AppError('source-unreadable', `${spec.path} ${reasonOf(error)}`);
  }
}

/** Of a pattern of documents those that can be read. */
async function filesOf(spec: SourceSpec, pattern: string): Promise<string[]> {
  const files = await findFiles(pattern);
  const isPattern = pattern.includes('*');
  const readable =
    spec.kind === 'documents' && isPattern
      ? files.filter((file) => formatOf(file, documentFormats) !== undefined)
      : files;
  if (readable.length > 0) return readable;
  throw new AppError('source-unreadable', 'is empty: the pattern fits no file that can be read');
}

async function* itemsOf(spec: SourceSpec, files: readonly string[]): AsyncGenerator<SourceItem> {
  for (const file of files) {
    try {
      if (spec.kind === 'data') {
        const name = files.length === 1 ? nameOfPath(spec.path) : basename(file);
        for await (const record of readRecords(file)) {
          if (!(record instanceof BadRecord)) yield { type: 'record', record };
          else yield { type: 'bad', reason: `${name} ${record.reason}` };
        }
        continue;
      }
      const text = await readDocumentText(file);
      if (text.trim() === '') continue;
      if (spec.segments === null) yield { type: 'document', text };
      else yield { type: 'segments', text, segments: segmentsOf(text, spec.segments, await gpt2()) };
    } catch (error) {
      // Of several files the message has to say which one.
      if (files.length === 1) throw error;
      throw new AppError('source-unreadable', `can't be read: ${basename(file)} ${reasonOf(error)}`);
    }
  }
}

let tokenizer: Promise<Tokenizer> | undefined;

/** The tokens of GPT-2. Their table takes a moment to load. */
function gpt2(): Promise<Tokenizer> {
  tokenizer ??= Promise.all([
    import('gpt-tokenizer/encoding/r50k_base'),
    import('gpt-tokenizer/bpeRanks/r50k_base'),
  ]).then(([{ encode }, { default: table }]) => {
    const encoder = new TextEncoder();
    return {
      encode: (text) => encode(text, { allowedSpecial: 'all' }),
      bytesOf: (token) => {
        const piece = table[token] ?? '';
        return typeof piece === 'string' ? encoder.encode(piece) : Uint8Array.from(piece);
      },
    };
  });
  return tokenizer;
}
