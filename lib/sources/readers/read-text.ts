import { AppError } from '@/lib/util/app-error';

/** Bytes as they come, a piece at a time. */
export type Bytes = AsyncIterable<Uint8Array>;

/** The text of bytes, a piece at a time, without a byte order mark. Throws AppError `source-unreadable`. */
export async function* readText(bytes: Bytes): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const decode = (piece?: Uint8Array) => {
    try {
      return piece ? decoder.decode(piece, { stream: true }) : decoder.decode();
    } catch {
      throw new AppError('source-unreadable', 'is no UTF-8 text. Save it as UTF-8');
    }
  };
  for await (const piece of bytes) {
    const text = decode(piece);
    if (text !== '') yield text;
  }
  const rest = decode();
  if (rest !== '') yield rest;
}

/** All of a text. */
export async function wholeText(bytes: Bytes): Promise<string> {
  const pieces: string[] = [];
  for await (const piece of readText(bytes)) pieces.push(piece);
  return pieces.join('');
}

/** Longer lines are no records: one of them could fill the memory of a small machine. */
export const longestLine = 32_000_000;

/** The lines of a text with their numbers from 1. The text of one that is too long is null; it is never held as a whole. */
export async function* readLines(bytes: Bytes): AsyncGenerator<{ text: string | null; number: number }> {
  let number = 0;
  let open: string[] = [];
  let length = 0;
  const close = (last: string) => {
    const isTooLong = length + last.length > longestLine;
    const text = isTooLong ? null : open.length === 0 ? last : open.join('') + last;
    open = [];
    length = 0;
    return { text, number: ++number };
  };
  for await (const piece of readText(bytes)) {
    let start = 0;
    for (let end = piece.indexOf('\n'); end >= 0; end = piece.indexOf('\n', start)) {
      yield close(piece.slice(start, end));
      start = end + 1;
    }
    if (start === piece.length) continue;
    length += piece.length - start;
    if (length > longestLine) open = [];
    else open.push(piece.slice(start));
  }
  if (length > 0) yield close('');
}
