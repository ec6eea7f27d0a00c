import type { Diagnostic } from '@/lib/recipe/diagnostic';

/** `file:line:column severity code message`, which editors and terminals make a link of. */
export function formatDiagnostic(file: string, diagnostic: Diagnostic): string {
  const { line, column } = diagnostic.range.start;
  const message = diagnostic.message.replace(/\s*\n\s*/g, ' ');
  return `${file}:${line}:${column} ${diagnostic.severity} ${diagnostic.code} ${message}`;
}
