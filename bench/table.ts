/** Begins a table in Markdown. */
export function printHead(heads: readonly string[]): void {
  print('');
  printRow(heads);
  print(`|${heads.map(() => '---|').join('')}`);
}

export function printRow(cells: readonly (string | number)[]): void {
  print(`| ${cells.join(' | ')} |`);
}

export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
