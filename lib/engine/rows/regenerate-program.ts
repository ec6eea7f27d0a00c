import type { Value } from '@/lib/util/value';
import type { RowProgram } from './row-program';

/** What is asked anew of a finished row. */
export type Regeneration = {
  readonly attributeId: string;
  /** Values that stay, by column: all that hangs on nothing that is asked anew. */
  readonly given: ReadonlyMap<string, Value>;
  /** Makes the question a new one for the journal, so that it isn't answered by the stored answer. */
  readonly attempt: number;
};

/** The attribute itself and all whose prompts hang on it, by position in the steps, lowest first. */
export function stepsAskedAnew({ steps }: Pick<RowProgram, 'steps'>, attributeId: string): number[] {
  const first = steps.findIndex((step) => step.attributeId === attributeId);
  if (first === -1) return [];
  const asked = new Set([first]);
  // A Set gives out what is added while it is walked.
  for (const step of asked) for (const next of steps[step]?.neededBy ?? []) asked.add(next);
  return [...asked].sort((a, b) => a - b);
}

/** The part of a program that asks one attribute of a row anew, and then what hangs on it. */
export function createRegenerateProgram(program: RowProgram, regeneration: Regeneration): RowProgram {
  const asked = stepsAskedAnew(program, regeneration.attributeId);
  const place = new Map(asked.map((step, at) => [step, at]));
  const original = (step: number) => asked[step] ?? 0;
  return {
    ...program,
    steps: asked.map((step) => ({
      attributeId: program.steps[step]?.attributeId ?? '',
      needs: asked.filter((other) => program.steps[other]?.neededBy.includes(step)).length,
      neededBy: (program.steps[step]?.neededBy ?? []).flatMap((next) => place.get(next) ?? []),
    })),
    plan(index) {
      const values = program.plan(index);
      for (const [name, value] of regeneration.given) values.set(name, value);
      return values;
    },
    exchange(step, place) {
      const isAskedFirst = program.steps[original(step)]?.attributeId === regeneration.attributeId;
      const firstAttempt = isAskedFirst ? regeneration.attempt : place.firstAttempt;
      return program.exchange(original(step), { ...place, firstAttempt });
    },
  };
}
