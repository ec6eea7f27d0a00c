import { quoted as inQuotes } from '@/lib/api/example-code';

/** A word as a POSIX shell reads it back, bare where that is safe. */
export function quoted(word: string): string {
  return /^[\w./:@%+=-]+$/.test(word) ? word : inQuotes(word);
}
