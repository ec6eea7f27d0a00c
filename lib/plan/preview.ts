import type { ChatRole } from '@/lib/llm/message';
import type { TransformedAttribute } from '@/lib/recipe/schema';
import type { Rejection } from '@/lib/quality/rejection';
import { parseTemplate } from '@/lib/template/parse-template';
import { pythonStr } from '@/lib/template/python-str';
import type { SampledValue } from '@/lib/template/sampled-value';
import { TemplateError } from '@/lib/template/template-error';
import type { Template } from '@/lib/template/template';
import type { CompiledTransform } from '@/lib/transform/transform';
import { assertNever } from '@/lib/util/assert-never';
import { isDict, isList, type Value } from '@/lib/util/value';
import type { CompiledRecipe, GeneratedStep } from './compile';
import { previewAnswer } from './answers/preview-answer';
import { holds, isSkipped, skip } from './conditions';
import { previewConversation } from './conversation/preview-conversation';
import { lookupOf } from './lookup';
import { isWaiting, planAsFar } from './plan-row';
import { decide, promptOfDecision, waitingFor } from './preview-condition';
import { renderPreview, type OpenRow, type PreviewKind, type PreviewPrompt } from './preview-prompt';
import { answerStep } from './exchange';
import { conversationIds, makeTransform, takeParts } from './row';
import { cellOf, isSampledValue } from './row-value';
import type { TriedAnswers } from './tried';

export type PreviewValue = {
  name: string;
  kind: PreviewKind;
  /** Empty while pending. */
  text: string;
  /** The id of a sampled value: what the row will hold. */
  id?: string;
  /** `skipped`: its condition does not hold, or it hangs on one of which that is true. */
  state: 'known' | 'pending' | 'skipped';
};

export type PreviewRow = {
  index: number;
  values: PreviewValue[];
  prompts: PreviewPrompt[];
  /** Records of it are still on their way. */
  isWaiting: boolean;
  /** Why the row fails before anything is asked: it drew a record that can't be read. */
  problem: string | null;
  /** The rule for which a run would reject the row, once all its answers were tried. */
  rejection: Rejection | null;
};

export type PreviewOptions = { seed: number; start: number; rows: number; tried?: TriedAnswers };

/** Plans rows and renders what will be sent for them. No model is called. */
export function previewRows(
  compiled: CompiledRecipe,
  { seed, start, rows, tried }: PreviewOptions,
): PreviewRow[] {
  const kinds = kindsOf(compiled);
  const isOpen = compiled.sources.some(({ table }) => table === null);
  const ids = conversationIds(compiled, seed);
  const shapes = compiled.recipe.strategy_params.transformed_attributes.map(transformMessages);
  return Array.from({ length: rows }, (_, offset) => {
    const index = start + offset;
    const { values: planned, problem } = planAsFar(compiled, seed, index);
    const row: OpenRow = { index, values: planned, compiled, kinds, isOpen };
    const waits = problem === null && isWaiting(compiled, row.values);
    const prompts = [
      ...compiled.steps.flatMap((step) => promptsOf(row, step, { seed, tried })),
      ...compiled.transforms.map((transform, position) => {
        const conversationId = ids[position]?.(index) ?? '';
        return transformOf(compiled, row, { transform, messages: shapes[position] ?? [], conversationId });
      }),
    ];
    takeParts(compiled, row.values);
    const values = compiled.columns.map(({ name }) => valueOf(row, name));
    const isWhole = values.every(({ state }) => state !== 'pending');
    return {
      index,
      values,
      prompts,
      isWaiting: waits,
      problem: problem?.message ?? null,
      rejection: isWhole ? rejectionOf(compiled, row) : null,
    };
  });
}

/** What the row breaks of the rules that can be seen of it alone. A rule that can't be looked at says so in the run. */
function rejectionOf(compiled: CompiledRecipe, { values }: OpenRow): Rejection | null {
  const { columns, quality } = compiled;
  const cells = columns.map(({ name }) => cellOf(values.get(name)));
  try {
    return quality.check(cells, lookupOf(compiled, values));
  } catch (error) {
    if (error instanceof TemplateError) return null;
    throw error;
  }
}

type Message = { role: ChatRole | null; template: Template };

function kindsOf({ columns }: CompiledRecipe): Map<string, PreviewKind> {
  return new Map(columns.map(({ name, kind }) => [name, kind]));
}

/** The prompts of a step; an answer that was tried with the very same ones is taken over into the row. */
function promptsOf(
  row: OpenRow,
  step: GeneratedStep,
  { seed, tried }: Pick<PreviewOptions, 'seed' | 'tried'>,
): PreviewPrompt[] {
  const decision = decide(row, step.when, () => isSkipped(step, row.values));
  if (decision.type === 'no') skip(step, row.values);
  if (decision.type === 'no' || decision.type === 'error') {
    return [promptOfDecision({ attributeId: step.attributeId, kind: kindOfStep(step) }, decision)];
  }
  switch (step.type) {
    case 'answer':
      return previewAnswer(row, step, { tried, waitsFor: decision.waitsFor });
    case 'conversation':
      return previewConversation(row, step, { seed, tried });
    default:
      return assertNever(step);
  }
}

function kindOfStep({ type }: GeneratedStep): 'generated' | 'conversation' {
  return type === 'answer' ? 'generated' : type;
}

/** Renders a transform's texts and, if all is there, puts its value into the row. */
function transformOf(
  compiled: CompiledRecipe,
  row: OpenRow,
  { transform, messages, conversationId }: TransformToShow,
): PreviewPrompt {
  const base = { attributeId: transform.id, kind: 'transformed' as const };
  const { when } = transform;
  const decision = decide(row, when, () => when !== null && !holds(when, row.values));
  if (decision.type === 'no') row.values.set(transform.id, null);
  if (decision.type === 'no' || decision.type === 'error') return promptOfDecision(base, decision);
  const prompt = waitingFor(renderPreview(row, { ...base, step: answerStep, messages }), decision.waitsFor);
  if (prompt.pending.length === 0 && prompt.error === undefined) {
    makeTransform(compiled, transform, row.values, conversationId);
  }
  return prompt;
}

type TransformToShow = {
  transform: CompiledTransform;
  messages: readonly Message[];
  conversationId: string;
};

function valueOf(row: OpenRow, name: string): PreviewValue {
  const kind = row.kinds.get(name) ?? 'generated';
  const value = row.values.get(name);
  if (value === undefined) return { name, kind, text: '', state: 'pending' };
  if (value === null && kind !== 'source') return { name, kind, text: '', state: 'skipped' };
  if (isSampledValue(value)) return { name, kind, text: value.name, id: value.id, state: 'known' };
  const text = kind === 'conversation' ? spoken(value) : shownText(value);
  return { name, kind, text, state: 'known' };
}

function shownText(value: Value | SampledValue): string {
  if (isSampledValue(value)) return value.name;
  return typeof value === 'string' ? value : pythonStr(value);
}

/** A conversation as its messages, one under the other. */
function spoken(value: Value): string {
  const messages = isDict(value) ? value.get('messages') : undefined;
  if (messages === undefined || !isList(messages)) return shownText(value);
  return messages
    .map((message) =>
      isDict(message)
        ? `${shownText(message.get('role') ?? '')}: ${shownText(message.get('content') ?? '')}`
        : '',
    )
    .join('\n');
}

/** A transform's texts as messages: those of a chat have roles, those of a dictionary begin with their key. */
function transformMessages({ transformation_strategy: strategy }: TransformedAttribute): Message[] {
  switch (strategy.type) {
    case 'STRING':
      return plain([strategy.string_transform ?? '']);
    case 'LIST':
      return plain(strategy.list_transform ?? []);
    case 'DICT':
      return [...(strategy.dict_transform ?? [])].map(([key, text]) => {
        const { source, parts } = parsed(text);
        return { role: null, template: { source, parts: [{ type: 'literal', text: `${key}: ` }, ...parts] } };
      });
    case 'CHAT':
      return (strategy.chat_transform?.messages ?? []).map(({ role, content }) => ({
        role,
        template: parsed(content),
      }));
  }
}

function plain(texts: readonly string[]): Message[] {
  return texts.map((text) => ({ role: null, template: parsed(text) }));
}

/** The recipe is valid, so its templates are; anything else would be shown as it stands. */
function parsed(text: string): Template {
  const result = parseTemplate(text);
  return result.ok ? result.template : { source: text, parts: [{ type: 'literal', text }] };
}
