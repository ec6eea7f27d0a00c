import type { ChatMessage } from '@/lib/llm/message';
import type { Value } from '@/lib/util/value';
import type { CompiledRecipe, GeneratedStep, RowValues } from './compile';

/** The prompt of a step, word for word as it is sent. Throws TemplateError. */
export function renderPrompt(
  compiled: CompiledRecipe,
  step: GeneratedStep,
  values: RowValues,
): ChatMessage[] {
  throw new Error(`${compiled.columns.length} ${step.attributeId} ${values.size}`);
}

/** Puts an answer into the row: the text as it came and, if asked for, the processed one. */
export function applyAnswer(step: GeneratedStep, values: RowValues, text: string): void {
  values.set(step.attributeId, text);
}

/** Runs the transforms and gives the cells in the order of the columns. Throws TemplateError. */
export function finishRow(
  compiled: CompiledRecipe,
  seed: number,
  index: number,
  values: RowValues,
): (Value | undefined)[] {
  throw new Error(`${compiled.columns.length} ${seed} ${index} ${values.size}`);
}
