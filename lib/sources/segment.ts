/** Turns text into tokens, and a token into the bytes of UTF-8 that it stands for: these may be a part of a character. */
export type Tokenizer = { encode(text: string): readonly number[]; bytesOf(token: number): Uint8Array };

/**
 * The segments of a text: `length` tokens each, the next one `length - overlap` further on, the last ones shorter.
 * Blank ones are left out. A character that is cut becomes U+FFFD on both sides.
 */
export function segmentsOf(
  text: string,
  { length, overlap }: { length: number; overlap: number },
  tokenizer: Tokenizer,
): string[] {
  const tokens = tokenizer.encode(text);
  const segments: string[] = [];
  for (let start = 0; start < tokens.length; start += length - overlap) {
    const segment = decoded(tokens.slice(start, start + length), tokenizer);
    if (segment.trim() !== '') segments.push(segment);
  }
  return segments;
}

function decoded(tokens: readonly number[], tokenizer: Tokenizer): string {
  // Each segment for itself: a decoder that goes on would carry the rest of a cut character into the next one.
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const texts = tokens.map((token) => decoder.decode(tokenizer.bytesOf(token), { stream: true }));
  return texts.join('') + decoder.decode();
}
