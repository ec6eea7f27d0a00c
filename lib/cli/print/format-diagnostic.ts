import type { Diagnostic } from '@/lib/recipe/diagnostic';

/** What a line tells of a diagnostic; those of the API have it, too. */
type Told = Pick<Diagnostic, 'severity' | 'message' | 'range'> & { code: string };

/** `file:line:column severity code message`, which editors and terminals make a link of. */
export function formatDiagnostic(file: string, diagnostic: Told): string {
  const { line, column } = diagnostic.range.start;
  const message = diagnostic.message.replace(/\s*\n\s*/g, ' ');
  return `${file}:${line}:${column} ${diagnostic.severity} ${diagnostic.code} ${message}`;
}
