import type { Value } from '@/lib/util/value';
import type { RowProgram } from './row-program';

/** What is asked anew of a finished row. */
export type Regeneration = {
  /** The attributes whose answers are asked for anew; what hangs on them follows. */
  readonly attributeIds: readonly string[];
  /** Values that stay, by column: all that hangs on nothing that is asked anew. */
  readonly given: ReadonlyMap<string, Value>;
  /** Makes the question a new one for the journal, so that it isn't answered by the stored answer. */
  readonly attempt: number;
};

/** The attributes themselves and all whose prompts hang on them, by position in the steps, lowest first. */
export function stepsAskedAnew(
  { steps }: Pick<RowProgram, 'steps'>,
  attributeIds: readonly string[],
): number[] {
  const asked = new Set(
    steps.flatMap(({ attributeId }, at) => (attributeIds.includes(attributeId) ? [at] : [])),
  );
  // A Set gives out what is added while it is walked.
  for (const step of asked) for (const next of steps[step]?.neededBy ?? []) asked.add(next);
  return [...asked].sort((a, b) => a - b);
}

/** The part of a program that asks attributes of a row anew, and then what hangs on them. */
export function createRegenerateProgram(program: RowProgram, regeneration: Regeneration): RowProgram {
  const asked = stepsAskedAnew(program, regeneration.attributeIds);
  const place = new Map(asked.map((step, at) => [step, at]));
  const original = (step: number) => asked[step] ?? 0;
  return {
    ...program,
    steps: asked.flatMap((number) => {
      const step = program.steps[number];
      if (step === undefined) return [];
      return {
        ...step,
        needs: asked.filter((other) => program.steps[other]?.neededBy.includes(number)).length,
        neededBy: step.neededBy.flatMap((next) => place.get(next) ?? []),
      };
    }),
    plan(index) {
      const values = program.plan(index);
      for (const [name, value] of regeneration.given) values.set(name, value);
      return values;
    },
    exchange(step, place) {
      const isAskedFirst = regeneration.attributeIds.includes(
        program.steps[original(step)]?.attributeId ?? '',
      );
      const firstAttempt = isAskedFirst ? regeneration.attempt : place.firstAttempt;
      return program.exchange(original(step), { ...place, firstAttempt });
    },
  };
}
