import type { RowProgram } from '../rows/row-program';

/** What may go wrong in the pure work of a row. */
type TestProgramOptions = {
  /** The attributes to ask for, each with those it needs. */
  readonly steps?: Readonly<Record<string, readonly string[]>>;
  /** Throws here, with this message, for the rows it names. */
  readonly failAt?: { readonly in: 'plan' | 'prompt' | 'finish'; readonly rows: readonly number[] };
  readonly maxNewTokens?: number;
};

/** A program whose prompts hold the row and the answers they need: `answer 3 <re: question 3>`. */
export function createTestProgram({
  steps = { question: [], answer: ['question'] },
  failAt,
  maxNewTokens = 100,
}: TestProgramOptions = {}): RowProgram {
  const names = Object.keys(steps);
  const failIn = (place: string, row: number) => {
    if (failAt?.in === place && failAt.rows.includes(row)) throw new Error(`cannot ${place} row ${row}`);
  };
  const rowOf = (values: ReadonlyMap<string, unknown>) => Number(values.get('row'));
  return {
    generation: { maxNewTokens, temperature: 1, frequencyPenalty: 0, presencePenalty: 0, minP: 0 },
    steps: names.map((attributeId) => ({
      attributeId,
      needs: steps[attributeId]?.length ?? 0,
      neededBy: names.flatMap((other, number) => (steps[other]?.includes(attributeId) ? [number] : [])),
    })),
    plan(index) {
      failIn('plan', index);
      return new Map([['row', index]]);
    },
    prompt(step, values) {
      failIn('prompt', rowOf(values));
      const name = names[step] ?? '';
      const needed = (steps[name] ?? []).map((need) => ` <${textOf(values.get(need))}>`);
      return [{ role: 'user', content: `${name} ${rowOf(values)}${needed.join('')}` }];
    },
    answer: (step, values, text) => void values.set(names[step] ?? '', text),
    finish(index, values) {
      failIn('finish', index);
      return this.unfinished(values);
    },
    unfinished: (values) =>
      ['row', ...names].map((name) => {
        const value = values.get(name);
        return typeof value === 'string' || typeof value === 'number' ? value : undefined;
      }),
    requestSeed: ({ rowIndex, attempt }) => rowIndex + 1000 * attempt,
    check: () => null,
  };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
