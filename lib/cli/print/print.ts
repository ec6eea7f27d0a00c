/** What scripts read: one JSON text, indented for people who look all the same. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}

export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** What is said beside the result, where it doesn't get into a pipe. */
export function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** How many columns the terminal has; anywhere else lines may be as long as they are. */
export function terminalWidth(stream: NodeJS.WriteStream = process.stdout): number {
  return stream.isTTY ? Math.max(20, stream.columns) : Number.POSITIVE_INFINITY;
}

/** Bold on a terminal that has it; NO_COLOR and TERM=dumb say that it hasn't. */
export function strong(text: string, stream: NodeJS.WriteStream = process.stdout): string {
  return stream.isTTY && stream.hasColors() ? `\u001b[1m${text}\u001b[22m` : text;
}
