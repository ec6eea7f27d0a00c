/** The number that a text is, blanks around it aside; null for any other text. Exponents and separators make none. */
export function numberOfText(text: string): number | null {
  return /^\s*[+-]?(?:\d+(?:\.\d*)?|\.\d+)\s*$/.test(text) ? Number(text) : null;
}
