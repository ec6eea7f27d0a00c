/** Turns text into tokens and back. */
export type Tokenizer = { encode(text: string): readonly number[]; decode(tokens: number[]): string };

/**
 * The segments of a text: `length` tokens each, the next one `length - overlap` further on, the last ones shorter.
 * Blank ones are left out.
 */
export function segmentsOf(
  text: string,
  { length, overlap }: { length: number; overlap: number },
  tokenizer: Tokenizer,
): string[] {
  const tokens = tokenizer.encode(text);
  const segments: string[] = [];
  for (let start = 0; start < tokens.length; start += length - overlap) {
    const segment = tokenizer.decode(tokens.slice(start, start + length));
    if (segment.trim() !== '') segments.push(segment);
  }
  return segments;
}
