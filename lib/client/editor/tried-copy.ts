import { z } from 'zod';
import { triedKey, type TriedAnswer } from '@/lib/plan/tried';

/** What was tried, kept for the next visit. */
export type TriedCopy = {
  read(): ReadonlyMap<string, TriedAnswer>;
  write(answers: ReadonlyMap<string, TriedAnswer>): void;
};

/** Prompts and answers of a recipe that are kept: some hundred of usual length, far below what storage takes. */
export const mostCharacters = 400_000;

const keptAnswers = z.array(
  z.object({
    row: z.int(),
    attributeId: z.string(),
    step: z.string(),
    messages: z.array(
      z.object({
        role: z.enum(['system', 'user', 'assistant', 'tool']),
        content: z.string(),
        toolCalls: z.array(z.object({ id: z.string(), name: z.string(), arguments: z.string() })).optional(),
        toolCallId: z.string().optional(),
      }),
    ),
    text: z.string(),
  }),
);

/**
 * The tried answers of a recipe in this browser. Each stands with its prompt, so that one whose prompt has
 * changed since is not shown. The newest are kept. Storage that is full or switched off keeps nothing, and
 * trying goes on.
 */
export function deviceTriedCopy(recipeId: number, storage: Storage): TriedCopy {
  const place = `seedloom:tried:${recipeId}`;
  return {
    read() {
      try {
        const kept = keptAnswers.parse(JSON.parse(storage.getItem(place) ?? '[]'));
        return new Map(kept.map((answer) => [triedKey(answer), answer]));
      } catch {
        return new Map();
      }
    },
    write(answers) {
      try {
        storage.setItem(place, JSON.stringify(newest(answers)));
      } catch {
        // What is kept is a convenience: asking again for a stored answer costs nothing.
      }
    },
  };
}

function newest(answers: ReadonlyMap<string, TriedAnswer>) {
  let left = mostCharacters;
  const kept = [];
  for (const answer of [...answers.values()].toReversed()) {
    left -= answer.messages.reduce((sum, { content }) => sum + content.length, answer.text.length);
    if (left < 0) break;
    kept.push(answer);
  }
  return kept.toReversed();
}
