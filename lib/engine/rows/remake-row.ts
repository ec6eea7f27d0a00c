import type { CompiledRecipe, RowValues } from '@/lib/plan/compile';
import { setCell } from '@/lib/plan/set-cell';
import type { Remake } from '../engine-job';
import type { JournalEntry } from '../journal-entry';
import type { PendingCall } from './open-row';
import type { RowProgram } from './row-program';

/** A program for a row that is made again in part. */
export type RemakeProgram = {
  readonly program: RowProgram;
  /** The answer that a call keeps; null when it has to be asked. */
  readonly standingAnswer: (call: PendingCall) => JournalEntry | null;
};

/**
 * Keeps the answers of a row but for one, and for those that use it when their prompts have changed. Cells that a
 * person changed stand in for the answers that are kept.
 */
export function remakeProgram(
  program: RowProgram,
  compiled: CompiledRecipe,
  { attributeId, standing, edits }: Remake,
): RemakeProgram {
  const dependent = dependentSteps(program, attributeId);
  const kept = new Set<number>();
  const takeEdits = (values: RowValues, isTaken: (name: string) => boolean) => {
    for (const [name, value] of edits) if (isTaken(name)) setCell(compiled, values, name, value);
  };
  const answered = new Set(compiled.steps.flatMap(columnsOf));
  const transformed = new Set(compiled.transforms.map(({ id }) => id));

  return {
    program: {
      ...program,
      plan(index) {
        const values = program.plan(index);
        takeEdits(values, (name) => !answered.has(name) && !transformed.has(name));
        return values;
      },
      answer(step, values, text) {
        program.answer(step, values, text);
        const columns = kept.has(step) ? columnsOf(compiled.steps[step]) : [];
        takeEdits(values, (name) => columns.includes(name));
      },
    },
    standingAnswer(call) {
      if (call.attributeId === attributeId) return null;
      const entry = standing.find((one) => one.attributeId === call.attributeId && isOfUse(one));
      if (entry === undefined) return null;
      if (dependent.has(call.step) && entry.promptHash !== call.promptHash) return null;
      kept.add(call.step);
      return entry;
    },
  };
}

/** The steps that use an attribute, directly or through others. */
function dependentSteps({ steps }: Pick<RowProgram, 'steps'>, attributeId: string): ReadonlySet<number> {
  const found = new Set<number>();
  const add = (step: number) => {
    for (const next of steps[step]?.neededBy ?? []) {
      if (found.has(next)) continue;
      found.add(next);
      add(next);
    }
  };
  add(steps.findIndex((step) => step.attributeId === attributeId));
  return found;
}

function isOfUse({ text, finishReason }: JournalEntry): boolean {
  return text.trim() !== '' && finishReason !== 'content_filter';
}

function columnsOf(step: CompiledRecipe['steps'][number] | undefined): string[] {
  if (step === undefined) return [];
  return step.postprocessing === null ? [step.attributeId] : [step.attributeId, step.postprocessing.id];
}
