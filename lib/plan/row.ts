import type { ChatMessage } from '@/lib/llm/message';
import { createUuid } from '@/lib/random/draw';
import { renderTemplate } from '@/lib/template/render-template';
import { postprocess } from '@/lib/transform/postprocess';
import { applyTransform } from '@/lib/transform/transform';
import type { Value } from '@/lib/util/value';
import { assertNever } from '@/lib/util/assert-never';
import type { AnswerStep, CompiledRecipe, GeneratedStep, RowValues } from './compile';
import { converse } from './conversation/converse';
import { takePart } from './parts';
import { askUntilSaid, type Exchange, type ExchangePlace } from './exchange';
import { cellOf } from './row-value';

/** The prompt of a step, word for word as it is sent. Throws TemplateError. */
export function renderPrompt(_compiled: CompiledRecipe, step: AnswerStep, values: RowValues): ChatMessage[] {
  const lookup = (name: string) => values.get(name);
  return step.messages.map(({ role, template }) => ({ role, content: renderTemplate(template, lookup) }));
}

/** Asks for the attribute of a step in one row and puts its values there. Throws TemplateError and AnswerError. */
export function* exchangeOf(compiled: CompiledRecipe, step: GeneratedStep, place: ExchangePlace): Exchange {
  switch (step.type) {
    case 'answer': {
      const messages = renderPrompt(compiled, step, place.values);
      const { text } = yield* askUntilSaid({ step: answerStep, messages }, place);
      return applyAnswer(step, place.values, text);
    }
    case 'conversation':
      return yield* converse(step.conversation, place);
    default:
      assertNever(step);
  }
}

/** The only question of an attribute that is written by one call. */
export const answerStep = 'answer';

/** Puts an answer into the row: the text as it came and, if asked for, the processed one. */
export function applyAnswer(step: AnswerStep, values: RowValues, text: string): void {
  values.set(step.attributeId, text);
  if (step.postprocessing !== null) {
    values.set(step.postprocessing.id, postprocess(step.postprocessing, text));
  }
}

/**
 * Runs the transforms, puts their results into the row, and gives all cells in the order of the columns. Sampled
 * cells hold the value's id. A cell is undefined while its answer isn't there. Throws TemplateError.
 */
export function finishRow(
  compiled: CompiledRecipe,
  seed: number,
  index: number,
  values: RowValues,
): (Value | undefined)[] {
  const lookup = (name: string) => values.get(name);
  const ids = conversationIds(compiled, seed);
  for (const [position, transform] of compiled.transforms.entries()) {
    const conversationId = ids[position]?.(index) ?? '';
    values.set(transform.id, applyTransform(transform, lookup, { conversationId }));
  }
  for (const part of compiled.parts) {
    const value = takePart(part, values.get(part.of));
    if (value !== undefined) values.set(part.name, value);
  }
  return compiled.columns.map(({ name }) => cellOf(values.get(name)));
}

const idsOfLastSeed = new WeakMap<CompiledRecipe, { seed: number; ids: readonly RowIds[] }>();

type RowIds = (index: number) => string;

/** For each transform the ids that its conversations get if the recipe states none: the same for the same seed. */
export function conversationIds(compiled: CompiledRecipe, seed: number): readonly RowIds[] {
  const last = idsOfLastSeed.get(compiled);
  if (last?.seed === seed) return last.ids;
  const ids = compiled.transforms.map(({ id }): RowIds => {
    const uuid = createUuid(seed, id, 'conversation-id');
    return (index) => `${id}-${uuid(index)}`;
  });
  idsOfLastSeed.set(compiled, { seed, ids });
  return ids;
}
