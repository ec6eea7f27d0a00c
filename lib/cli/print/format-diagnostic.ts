import type { Diagnostic } from '@/lib/recipe/diagnostic';

/** What a line tells of a diagnostic; those of the API have it, too. */
type Told = Pick<Diagnostic, 'severity' | 'message' | 'range'> & { code: string };

/** `file:line:column severity code message`, which editors and terminals make a link of. */
export function formatDiagnostic(file: string, diagnostic: Told): string {
  const { line, column } = diagnostic.range.start;
  return `${file}:${line}:${column} ${wordsOf(diagnostic)}`;
}

/** The same for what stands in no file but in an option of the command line: `--key value: severity code message`. */
export function formatOptionDiagnostic(option: string, diagnostic: Told): string {
  return `${option}: ${wordsOf(diagnostic)}`;
}

function wordsOf({ severity, code, message }: Told): string {
  return `${severity} ${code} ${message.replace(/\s*\n\s*/g, ' ')}`;
}
