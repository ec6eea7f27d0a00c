import { open, type FileHandle } from 'node:fs/promises';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createInflateRaw } from 'node:zlib';
import { AppError } from '@/lib/util/app-error';

export type ZipBounds = {
  /** What the file is said to be, for messages. */
  format: string;
  mostEntries: number;
  /** All entries together, unpacked. */
  mostBytes: number;
};

const endSignature = 0x06054b50;
const entrySignature = 0x02014b50;
const oleSignature = 0xd0cf11e0;

/**
 * Looks whether an archive stays within bounds once it is unpacked, before a library unpacks it in memory. Entries are
 * unpacked here piece by piece and thrown away: what an archive says of its own size may be a lie. Throws AppError
 * `source-unreadable`.
 */
export async function checkZip(path: string, bounds: ZipBounds): Promise<void> {
  const file = await open(path);
  try {
    const entries = await readEntries(file, bounds);
    if (entries.length > bounds.mostEntries) throw tooLarge(bounds);
    let left = bounds.mostBytes;
    for (const entry of entries) left -= await unpackedBytes(file, entry, left, bounds);
  } finally {
    await file.close();
  }
}

type Entry = { method: number; packedBytes: number; unpackedBytes: number; offset: number };

async function readEntries(file: FileHandle, { format }: ZipBounds): Promise<Entry[]> {
  const { size } = await file.stat();
  const head = await bytesAt(file, 0, Math.min(4, size));
  if (head.length === 4 && head.readUInt32BE(0) === oleSignature) {
    throw unreadable(
      `is protected by a password or of the old kind before ${format}. Save it as ${format} without a password`,
    );
  }
  // A comment of 64 kB may stand behind the end.
  const tail = await bytesAt(file, Math.max(0, size - 65_557), Math.min(size, 65_557));
  const end = lastIndexOf(tail, endSignature);
  if (end < 0 || end + 22 > tail.length) {
    throw unreadable(`is no ${format} file, or its end is missing`);
  }
  const count = tail.readUInt16LE(end + 10);
  const length = tail.readUInt32LE(end + 12);
  const start = tail.readUInt32LE(end + 16);
  if (start + length > size) throw unreadable(`is no ${format} file that can be read: it is damaged`);
  const directory = await bytesAt(file, start, length);
  const entries: Entry[] = [];
  let at = 0;
  while (at + 46 <= directory.length && directory.readUInt32LE(at) === entrySignature) {
    entries.push({
      method: directory.readUInt16LE(at + 10),
      packedBytes: directory.readUInt32LE(at + 20),
      unpackedBytes: directory.readUInt32LE(at + 24),
      offset: directory.readUInt32LE(at + 42),
    });
    at +=
      46 +
      directory.readUInt16LE(at + 28) +
      directory.readUInt16LE(at + 30) +
      directory.readUInt16LE(at + 32);
  }
  if (entries.length < count) throw unreadable(`is no ${format} file that can be read: it is damaged`);
  return entries;
}

/** How many bytes an entry unpacks to; stops as soon as these are more than `most`. */
async function unpackedBytes(
  file: FileHandle,
  { method, packedBytes, unpackedBytes: said, offset }: Entry,
  most: number,
  bounds: ZipBounds,
): Promise<number> {
  if (said > most) throw tooLarge(bounds);
  if (method === 0 || packedBytes === 0) return packedBytes;
  const head = await bytesAt(file, offset, 30);
  const start = offset + 30 + head.readUInt16LE(26) + head.readUInt16LE(28);
  let bytes = 0;
  const counter = new Writable({
    write(piece: Buffer, _encoding, done) {
      bytes += piece.length;
      done(bytes > most ? tooLarge(bounds) : null);
    },
  });
  const packed = file.createReadStream({ start, end: start + packedBytes - 1, autoClose: false });
  try {
    await pipeline(packed, createInflateRaw(), counter);
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw unreadable(`is no ${bounds.format} file that can be read: it is damaged`);
  }
  return bytes;
}

async function bytesAt(file: FileHandle, start: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  const { bytesRead } = await file.read(bytes, 0, length, start);
  return bytes.subarray(0, bytesRead);
}

function lastIndexOf(bytes: Buffer, signature: number): number {
  const wanted = Buffer.alloc(4);
  wanted.writeUInt32LE(signature);
  return bytes.lastIndexOf(wanted);
}

function tooLarge({ format, mostBytes, mostEntries }: ZipBounds): AppError {
  const megabytes = Math.round(mostBytes / 1_000_000);
  const words = `unpacks to more than ${megabytes} MB or ${mostEntries.toLocaleString('en')} parts`;
  return unreadable(`${words}, which is too much for ${format}. Divide it, or save it as CSV or text`);
}

function unreadable(message: string): AppError {
  return new AppError('source-unreadable', message);
}
