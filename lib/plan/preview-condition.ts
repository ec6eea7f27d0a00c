import { ConditionError, type Condition } from '@/lib/condition/condition';
import type { OpenRow, PreviewPrompt } from './preview-prompt';
import { answerStep } from './exchange';

/** Whether something is made in a previewed row. While a condition waits for values, it may be. */
export type Decision =
  | { readonly type: 'yes'; readonly waitsFor: readonly string[] }
  | { readonly type: 'no' }
  | { readonly type: 'error'; readonly message: string };

/** Decides by a condition as far as its values are known; `isSkipped` asks it. */
export function decide(row: OpenRow, when: Condition | null, isSkipped: () => boolean): Decision {
  const names = new Set(when?.names.map(({ name }) => name));
  const waitsFor = [...names].filter(
    (name) => row.values.get(name) === undefined && (row.isOpen || row.kinds.has(name)),
  );
  if (waitsFor.length > 0) return { type: 'yes', waitsFor };
  try {
    return isSkipped() ? { type: 'no' } : { type: 'yes', waitsFor };
  } catch (error) {
    if (error instanceof ConditionError) return { type: 'error', message: error.message };
    throw error;
  }
}

/** What stands for the prompt of something that is not made, or can't be decided. */
export function promptOfDecision(
  about: Pick<PreviewPrompt, 'attributeId' | 'kind'>,
  decision: Extract<Decision, { type: 'no' | 'error' }>,
): PreviewPrompt {
  const prompt = { ...about, step: answerStep, messages: [], pending: [] };
  return decision.type === 'no' ? { ...prompt, isSkipped: true } : { ...prompt, error: decision.message };
}

/** A prompt that also waits for what its condition needs. */
export function waitingFor(prompt: PreviewPrompt, names: readonly string[]): PreviewPrompt {
  return names.length === 0 ? prompt : { ...prompt, pending: [...new Set([...prompt.pending, ...names])] };
}
