import { askForText, type ExchangePlace, type Reply, type Request } from '@/lib/plan/exchange';
import type { RowProgram } from '../rows/row-program';

/** What may go wrong in the pure work of a row. */
type TestProgramOptions = {
  /** The attributes to ask for, each with those it needs. */
  readonly steps?: Readonly<Record<string, readonly string[]>>;
  /** Throws here, with this message, for the rows it names. */
  readonly failAt?: { readonly in: 'plan' | 'prompt' | 'finish'; readonly rows: readonly number[] };
  readonly maxNewTokens?: number;
  /** Which model an attribute asks; the first without. */
  readonly models?: Readonly<Record<string, number>>;
  /** How an attribute gets its value; one question without. */
  readonly exchange?: TestExchange;
};

/** Asks for an attribute called `name`, whose prompt would be `content`, and gives its value. */
export type TestExchange = (
  place: Omit<ExchangePlace, 'seed'> & { readonly name: string; readonly content: string },
) => Generator<Request, string, Reply>;

const askOnce: TestExchange = function* (place) {
  const messages = [{ role: 'user' as const, content: place.content }];
  return yield* askForText({ step: 'answer', messages }, place);
};

/** A program whose prompts hold the row and the answers they need: `answer 3 <re: question 3>`. */
export function createTestProgram({
  steps = { question: [], answer: ['question'] },
  failAt,
  maxNewTokens = 100,
  models,
  exchange,
}: TestProgramOptions = {}): RowProgram {
  const generation = { maxNewTokens, temperature: 1, frequencyPenalty: 0, presencePenalty: 0, minP: 0 };
  const names = Object.keys(steps);
  const failIn = (place: string, row: number) => {
    if (failAt?.in === place && failAt.rows.includes(row)) throw new Error(`cannot ${place} row ${row}`);
  };
  return {
    drawn: [],
    steps: names.map((attributeId) => ({
      attributeId,
      model: models?.[attributeId] ?? 0,
      generation,
      needs: steps[attributeId]?.length ?? 0,
      neededBy: names.flatMap((other, number) => (steps[other]?.includes(attributeId) ? [number] : [])),
    })),
    plan(index) {
      failIn('plan', index);
      return new Map([['row', index]]);
    },
    *exchange(step, place) {
      const { row, values } = place;
      failIn('prompt', row);
      const name = names[step] ?? '';
      const needed = (steps[name] ?? []).map((need) => ` <${textOf(values.get(need))}>`);
      const content = `${name} ${row}${needed.join('')}`;
      const ask = exchange ?? askOnce;
      values.set(name, yield* ask({ ...place, name, content }));
    },
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
