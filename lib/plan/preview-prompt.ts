import type { ChatMessage, ChatRole, ToolCall, ToolDefinition } from '@/lib/llm/message';
import { pending, renderSegments } from '@/lib/template/render-segments';
import { TemplateError } from '@/lib/template/template-error';
import type { Template } from '@/lib/template/template';
import type { Value } from '@/lib/util/value';
import type { CompiledRecipe, RowValues } from './compile';
import { lookupOf } from './lookup';
import { triedKey, type TriedAnswers } from './tried';

/** Where a value in a preview comes from. */
export type PreviewKind = 'source' | 'sampled' | 'generated' | 'conversation' | 'transformed';

/** A piece of a rendered prompt. A pending one stands for an answer that is not known yet. */
export type PreviewSegment =
  | { type: 'text'; text: string }
  | { type: 'value'; name: string; field: string; text: string; kind: PreviewKind }
  | { type: 'pending'; name: string; field: string; kind: PreviewKind };

export type PreviewMessage = {
  role: ChatRole | null;
  segments: PreviewSegment[];
  /** The tools that the assistant calls in it. */
  calls?: readonly ToolCall[];
};

export type PreviewPrompt = {
  attributeId: string;
  /** `transformed` ones are made after the answers, free of charge; the others are calls. */
  kind: 'generated' | 'conversation' | 'transformed';
  /** Which question of the attribute: `answer`, `plan`, `turn:3`. */
  step: string;
  messages: PreviewMessage[];
  /** Names of values that are not known yet, each once. */
  pending: string[];
  /** The tried answer to this very prompt. */
  answer?: string;
  /** The tools that are offered with it. */
  tools?: readonly ToolDefinition[] | undefined;
  /** The tools that the tried answer calls. */
  calls?: readonly ToolCall[];
  /** Nothing is asked or made in this row. */
  isSkipped?: true;
  /** Why this one can't be rendered; the others are not concerned. */
  error?: string;
};

/** A row as a preview makes it. */
export type OpenRow = {
  index: number;
  compiled: Pick<CompiledRecipe, 'made'>;
  values: RowValues;
  kinds: ReadonlyMap<string, PreviewKind>;
  /** Columns of a file that has not been read: any name may be one of them. */
  isOpen: boolean;
};

/** What is to be rendered: a prompt's texts, and values that only they know. */
export type PromptToRender = Pick<PreviewPrompt, 'attributeId' | 'kind' | 'step'> & {
  messages: readonly { role: ChatRole | null; template: Template }[];
  own?: ReadonlyMap<string, Value>;
};

/** Renders a prompt as far as its values are known. */
export function renderPreview(row: OpenRow, { messages, own, ...prompt }: PromptToRender): PreviewPrompt {
  const known = lookupOf(row.compiled, row.values);
  const lookup = (name: string) => {
    const value = own?.get(name) ?? known(name);
    // Null is a value too.
    if (value !== undefined) return value;
    return row.isOpen || row.kinds.has(name) ? pending : undefined;
  };
  try {
    const rendered = messages.map(({ role, template }) => ({
      role,
      segments: renderSegments(template, lookup).map((segment): PreviewSegment =>
        segment.type === 'text'
          ? segment
          : {
              ...segment,
              kind: own?.has(segment.name) ? 'transformed' : (row.kinds.get(segment.name) ?? 'source'),
            },
      ),
    }));
    return { ...prompt, messages: rendered, pending: pendingIn(rendered) };
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    return { ...prompt, messages: [], pending: [], error: error.message };
  }
}

/** The names of what isn't known yet in messages, each once. */
export function pendingIn(messages: readonly PreviewMessage[]): string[] {
  const names = messages.flatMap(({ segments }) =>
    segments.flatMap((segment) => (segment.type === 'pending' ? segment.name : [])),
  );
  return [...new Set(names)];
}

/** A prompt with the tried answer to it, if there is one to these very words. */
export function withTried(
  row: OpenRow,
  prompt: PreviewPrompt,
  tried: TriedAnswers | undefined,
): PreviewPrompt {
  if (prompt.pending.length > 0 || prompt.error !== undefined) return prompt;
  const answer = tried?.get(triedKey({ row: row.index, ...prompt }));
  return answer && isSamePrompt(prompt.messages, answer.messages)
    ? { ...prompt, answer: answer.text }
    : prompt;
}

/** Whether messages are those that were asked, letter by letter. */
export function isSamePrompt(messages: readonly PreviewMessage[], asked: readonly ChatMessage[]): boolean {
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
