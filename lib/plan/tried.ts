import type { ChatMessage } from '@/lib/llm/message';

/** An answer of a trial with the question that it answers. */
export type TriedAnswer = {
  row: number;
  attributeId: string;
  /** Which question of the attribute: `answer`, `plan`, `turn:3`. */
  step: string;
  messages: readonly ChatMessage[];
  text: string;
};

/** Answers of trials by `triedKey`, used only while the prompt is the one they answer. */
export type TriedAnswers = ReadonlyMap<string, TriedAnswer>;

/** The key of a tried answer. */
export function triedKey({
  row,
  attributeId,
  step,
}: Pick<TriedAnswer, 'row' | 'attributeId' | 'step'>): string {
  return `${row}/${attributeId}/${step}`;
}
