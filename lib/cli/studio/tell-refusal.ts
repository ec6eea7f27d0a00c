import { z } from 'zod';
import { diagnostic, type WireDiagnostic } from '@/lib/api/common';
import { AppError } from '@/lib/util/app-error';
import { exitCodes, type ExitCode } from '../exit-codes';
import { formatDiagnostic } from '../print/format-diagnostic';
import { tell } from '../print/print';

/** Does something with a recipe; if that is refused as invalid, says by its lines why. */
export async function orRefusal(recipe: string, work: () => Promise<ExitCode>): Promise<ExitCode> {
  try {
    return await work();
  } catch (error) {
    const diagnostics = error instanceof AppError ? diagnosticsOf(error) : null;
    if (diagnostics === null) throw error;
    for (const one of diagnostics) if (one.severity !== 'info') tell(formatDiagnostic(recipe, one));
    return exitCodes.recipeInvalid;
  }
}

function diagnosticsOf({ code, details }: AppError): WireDiagnostic[] | null {
  if (code !== 'recipe-invalid') return null;
  return z.array(diagnostic).safeParse(details).data ?? null;
}
