import type { ChatMessage } from '@/lib/llm/message';
import { createUuid } from '@/lib/random/draw';
import { renderTemplate } from '@/lib/template/render-template';
import { postprocess } from '@/lib/transform/postprocess';
import { applyTransform, type CompiledTransform } from '@/lib/transform/transform';
import type { Value } from '@/lib/util/value';
import { assertNever } from '@/lib/util/assert-never';
import type { AnswerStep, CompiledRecipe, GeneratedStep, RowValues } from './compile';
import { converse } from './conversation/converse';
import { askForJson, askForSections } from './answers/ask-for-answer';
import { holds, isSkipped, skip } from './conditions';
import { answerStep, askForText, type Exchange, type ExchangePlace } from './exchange';
import { lookupOf } from './lookup';
import { takePart } from './parts';
import { cellOf } from './row-value';

/** The prompt of a step, word for word as it is sent. Throws TemplateError. */
export function renderPrompt(compiled: CompiledRecipe, step: AnswerStep, values: RowValues): ChatMessage[] {
  const lookup = lookupOf(compiled, values);
  return step.messages.map(({ role, template }) => ({ role, content: renderTemplate(template, lookup) }));
}

/**
 * Asks for the attribute of a step in one row and puts its values there; nothing is asked for one that is skipped. Throws
 * TemplateError, ConditionError and AnswerError.
 */
export function* exchangeOf(compiled: CompiledRecipe, step: GeneratedStep, place: ExchangePlace): Exchange {
  if (isSkipped(step, place.values)) return skip(step, place.values);
  switch (step.type) {
    case 'answer':
      return yield* askForAnswer(step, renderPrompt(compiled, step, place.values), place);
    case 'conversation':
      return yield* converse(step.conversation, place);
    default:
      assertNever(step);
  }
}

function* askForAnswer(step: AnswerStep, messages: readonly ChatMessage[], place: ExchangePlace): Exchange {
  const { attributeId, form } = step;
  switch (form.type) {
    case 'text': {
      const text = yield* askForText({ step: answerStep, messages }, place);
      return applyText(step, place.values, text);
    }
    case 'json':
      return void place.values.set(attributeId, yield* askForJson(form, messages, place));
    case 'sections':
      return void place.values.set(attributeId, yield* askForSections(form, messages, place));
    default:
      assertNever(form);
  }
}

/** Puts an answer into the row if it can be read: the text as it came, processed if asked for, or its parts. */
export function applyAnswer(step: AnswerStep, values: RowValues, text: string): void {
  if (step.form.type === 'text') return applyText(step, values, text);
  const read = step.form.read(text);
  if (read.ok) values.set(step.attributeId, read.value);
}

function applyText(step: AnswerStep, values: RowValues, text: string): void {
  values.set(step.attributeId, text);
  if (step.postprocessing !== null) {
    values.set(step.postprocessing.id, postprocess(step.postprocessing, text));
  }
}

/** Gives the row the parts of answers and of lists that are columns, as far as the whole is there. */
export function takeParts({ parts }: CompiledRecipe, values: RowValues): void {
  for (const part of parts) {
    const whole = values.get(part.of);
    const value = whole === null ? null : takePart(part, whole);
    if (value !== undefined) values.set(part.name, value);
  }
}

/**
 * Runs the transforms, puts their results into the row, and gives all cells in the order of the columns. Sampled
 * cells hold the value's id. A cell is undefined while its answer isn't there. Throws TemplateError, ConditionError.
 */
export function finishRow(
  compiled: CompiledRecipe,
  seed: number,
  index: number,
  values: RowValues,
): (Value | undefined)[] {
  const ids = conversationIds(compiled, seed);
  for (const [position, transform] of compiled.transforms.entries()) {
    makeTransform(compiled, transform, values, ids[position]?.(index) ?? '');
  }
  takeParts(compiled, values);
  return compiled.columns.map(({ name }) => cellOf(values.get(name)));
}

/** Puts a transform's value into the row: null where its condition doesn't hold. Throws TemplateError, ConditionError. */
export function makeTransform(
  compiled: CompiledRecipe,
  transform: CompiledTransform,
  values: RowValues,
  conversationId: string,
): void {
  const isMade = transform.when === null || holds(transform.when, values);
  const value = isMade ? applyTransform(transform, lookupOf(compiled, values), { conversationId }) : null;
  values.set(transform.id, value);
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
