import type { ChatMessage, ChatRole } from '@/lib/llm/message';
import type { TransformedAttribute } from '@/lib/recipe/schema';
import type { Rejection } from '@/lib/quality/rejection';
import { parseTemplate } from '@/lib/template/parse-template';
import { pythonStr } from '@/lib/template/python-str';
import { pending, renderSegments } from '@/lib/template/render-segments';
import type { SampledValue } from '@/lib/template/sampled-value';
import { TemplateError } from '@/lib/template/template-error';
import type { Template } from '@/lib/template/template';
import { applyTransform } from '@/lib/transform/transform';
import type { Value } from '@/lib/util/value';
import type { CompiledRecipe, GeneratedStep, RowValues } from './compile';
import { takePart } from './parts';
import { planRow } from './plan-row';
import { applyAnswer, conversationIds } from './row';
import { cellOf, isSampledValue } from './row-value';
import { isWaiting } from './sources';

/** Where a value in a preview comes from. */
export type PreviewKind = 'source' | 'sampled' | 'generated' | 'transformed';

/** A piece of a rendered prompt. A pending one stands for an answer that is not known yet. */
export type PreviewSegment =
  | { type: 'text'; text: string }
  | { type: 'value'; name: string; field: string; text: string; kind: PreviewKind }
  | { type: 'pending'; name: string; field: string; kind: PreviewKind };

export type PreviewValue = {
  name: string;
  kind: PreviewKind;
  /** Empty while pending. */
  text: string;
  /** The id of a sampled value: what the row will hold. */
  id?: string;
  state: 'known' | 'pending';
};

export type PreviewMessage = { role: ChatRole | null; segments: PreviewSegment[] };

export type PreviewPrompt = {
  attributeId: string;
  /** `transformed` ones are made after the answers, free of charge. */
  kind: 'generated' | 'transformed';
  messages: PreviewMessage[];
  /** Names of values that are not known yet, each once. */
  pending: string[];
  /** Why this one can't be rendered; the others are not concerned. */
  error?: string;
};

export type PreviewRow = {
  index: number;
  values: PreviewValue[];
  prompts: PreviewPrompt[];
  /** Records of it are still on their way. */
  isWaiting: boolean;
  /** The rule for which a run would reject the row, once all its answers were tried. */
  rejection: Rejection | null;
};

/** Answers of trials by `index/attribute id`, used only while the prompt is the one they answer. */
export type TriedAnswers = ReadonlyMap<string, { messages: readonly ChatMessage[]; text: string }>;

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
    const row: OpenRow = { index, values: planRow(compiled, seed, index), kinds, isOpen };
    const waits = isWaiting(compiled.sources, row.values);
    const prompts = [
      ...compiled.steps.map((step) => promptOf(row, step, tried)),
      ...compiled.transforms.map((transform, position) => {
        const prompt = render(row, {
          attributeId: transform.id,
          kind: 'transformed',
          messages: shapes[position] ?? [],
        });
        if (prompt.pending.length === 0 && prompt.error === undefined) {
          const id = ids[position]?.(index) ?? '';
          const lookup = (name: string) => row.values.get(name);
          row.values.set(transform.id, applyTransform(transform, lookup, { conversationId: id }));
        }
        return prompt;
      }),
    ];
    for (const part of compiled.parts) {
      const value = takePart(part, row.values.get(part.of));
      if (value !== undefined) row.values.set(part.name, value);
    }
    const values = compiled.columns.map(({ name }) => valueOf(row, name));
    const isWhole = values.every(({ state }) => state === 'known');
    return {
      index,
      values,
      prompts,
      isWaiting: waits,
      rejection: isWhole ? rejectionOf(compiled, row) : null,
    };
  });
}

/** What the row breaks of the rules that can be seen of it alone. A rule that can't be looked at says so in the run. */
function rejectionOf({ columns, quality }: CompiledRecipe, { values }: OpenRow): Rejection | null {
  const lookup = (name: string) => values.get(name);
  const cells = columns.map(({ name }) => cellOf(values.get(name)));
  try {
    return quality.check(cells, lookup);
  } catch (error) {
    if (error instanceof TemplateError) return null;
    throw error;
  }
}

type OpenRow = {
  index: number;
  values: RowValues;
  kinds: ReadonlyMap<string, PreviewKind>;
  /** Columns of a file that has not been read: any name may be one of them. */
  isOpen: boolean;
};

type Message = { role: ChatRole | null; template: Template };

function kindsOf({ columns }: CompiledRecipe): Map<string, PreviewKind> {
  return new Map(
    columns.map(({ name, kind }) => [
      name,
      kind === 'source' || kind === 'sampled' || kind === 'transformed' ? kind : 'generated',
    ]),
  );
}

/** Renders a step's prompt and, if it is the one that was tried, takes the answer over into the row. */
function promptOf(row: OpenRow, step: GeneratedStep, tried: TriedAnswers | undefined): PreviewPrompt {
  const prompt = render(row, { attributeId: step.attributeId, kind: 'generated', messages: step.messages });
  if (prompt.pending.length > 0 || prompt.error !== undefined) return prompt;
  const answer = tried?.get(`${row.index}/${step.attributeId}`);
  if (answer && isSamePrompt(prompt.messages, answer.messages)) applyAnswer(step, row.values, answer.text);
  return prompt;
}

function isSamePrompt(messages: readonly PreviewMessage[], asked: readonly ChatMessage[]): boolean {
  return (
    messages.length === asked.length &&
    messages.every(({ role, segments }, index) => {
      const other = asked[index];
      return other?.role === role && other.content === textOf(segments);
    })
  );
}

/** The text of rendered pieces; pending ones stand as their placeholders. */
export function textOf(segments: readonly PreviewSegment[]): string {
  return segments
    .map((segment) => (segment.type === 'pending' ? `{${segment.field}}` : segment.text))
    .join('');
}

type Rendered = { attributeId: string; kind: PreviewPrompt['kind']; messages: readonly Message[] };

function render(row: OpenRow, { attributeId, kind, messages }: Rendered): PreviewPrompt {
  const lookup = (name: string) => {
    const value = row.values.get(name);
    // Null is a value too.
    if (value !== undefined) return value;
    return row.isOpen || row.kinds.has(name) ? pending : undefined;
  };
  try {
    const rendered = messages.map(({ role, template }) => ({
      role,
      segments: renderSegments(template, lookup).map((segment): PreviewSegment =>
        segment.type === 'text' ? segment : { ...segment, kind: row.kinds.get(segment.name) ?? 'source' },
      ),
    }));
    const names = rendered.flatMap(({ segments }) =>
      segments.flatMap((segment) => (segment.type === 'pending' ? segment.name : [])),
    );
    return { attributeId, kind, messages: rendered, pending: [...new Set(names)] };
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    return { attributeId, kind, messages: [], pending: [], error: error.message };
  }
}

function valueOf(row: OpenRow, name: string): PreviewValue {
  const kind = row.kinds.get(name) ?? 'generated';
  const value = row.values.get(name);
  if (value === undefined) return { name, kind, text: '', state: 'pending' };
  if (isSampledValue(value)) return { name, kind, text: value.name, id: value.id, state: 'known' };
  return { name, kind, text: shownText(value), state: 'known' };
}

function shownText(value: Value | SampledValue): string {
  if (isSampledValue(value)) return value.name;
  return typeof value === 'string' ? value : pythonStr(value);
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
