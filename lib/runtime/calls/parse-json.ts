/** The value of a JSON text, or undefined where it is none: the caller says what that means. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Being no JSON is an answer here, not an accident.
    return undefined;
  }
}
