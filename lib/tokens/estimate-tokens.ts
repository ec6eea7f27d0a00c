/**
 * About how many tokens a text has, by its characters: near what common tokenizers give for English prose,
 * coarser for other scripts and for code. Exact counts need tables of a megabyte; prices don't need exact counts.
 */
export function estimateTokens(text: string): number {
  return Math.ceil(tokenWeight(text));
}

/** The same before rounding, so that the weights of a text's parts add up to the weight of the text. */
export function tokenWeight(text: string): number {
  let weight = 0;
  for (let index = 0; index < text.length; index++) weight += characterWeight(text.charCodeAt(index));
  return weight;
}

/** Tokens for one UTF-16 unit: English comes out at about four tokens for three words, as its tokenizers give. */
function characterWeight(code: number): number {
  if (code < 0x80) {
    const isLetter = (code | 0x20) >= 0x61 && (code | 0x20) <= 0x7a;
    if (isLetter) return 0.22;
    // A blank mostly belongs to the word after it.
    if (code === 0x20) return 0.2;
    return code >= 0x30 && code <= 0x39 ? 0.4 : 0.6;
  }
  // Accents, Greek, Cyrillic, Hebrew, Arabic.
  if (code < 0x900) return 0.45;
  // Indic and South-East Asian scripts.
  if (code < 0x2000) return 0.7;
  // Chinese, Japanese, Korean; half a pair of an emoji weighs about as much.
  return code >= 0x3000 ? 0.9 : 1;
}
