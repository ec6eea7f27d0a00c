import type { CompiledRecipe, RowValues } from '../compile';
import type { Ask } from '../exchange';
import { exchangeOf } from '../row';

/** What a row asked, and the attribute that asked it. */
export type Asked = { attributeId: string; ask: Ask; text: string };

/** Makes the written values of a row as the engine does, with answers from a function; gives all that was asked. */
export function writeRow(
  compiled: CompiledRecipe,
  { row, seed, values }: { row: number; seed: number; values: RowValues },
  answerOf: (ask: Ask, attributeId: string) => string,
): Asked[] {
  const asked: Asked[] = [];
  for (const step of compiled.steps) {
    const exchange = exchangeOf(compiled, step, { row, seed, values, firstAttempt: 0, emptyRetries: 2 });
    for (let next = exchange.next(); next.done !== true;) {
      const request = next.value;
      if (request.type !== 'ask') throw new Error('No tool is used here');
      const { attributeId } = step;
      const text = answerOf(request, attributeId);
      asked.push({ attributeId, ask: request, text });
      next = exchange.next({ text, finishReason: 'stop', completionTokens: text.length, toolCalls: [] });
    }
  }
  return asked;
}
