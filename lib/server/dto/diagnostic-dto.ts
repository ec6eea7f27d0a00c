import type { WireDiagnostic } from '@/lib/api/common';
import type { Diagnostic } from '@/lib/recipe/diagnostic';

/** A diagnostic as the wire has it: of several fixes the likeliest. */
export function diagnosticDto(diagnostic: Diagnostic): WireDiagnostic {
  const [fix] = diagnostic.fixes;
  return {
    severity: diagnostic.severity,
    code: diagnostic.code,
    message: diagnostic.message,
    path: diagnostic.path,
    range: diagnostic.range,
    ...(fix === undefined ? {} : { fix }),
  };
}
