import type { ChatMessage, ChatRole } from '@/lib/llm/message';
import type { CompiledRecipe } from './compile';

/** Where a value in a preview comes from; `unknown` = a value that is not known yet. */
export type PreviewKind = 'sampled' | 'generated' | 'transformed';

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

export type PreviewPrompt = {
  attributeId: string;
  /** `transformed` ones are made after the answers, free of charge. */
  kind: 'generated' | 'transformed';
  messages: { role: ChatRole | null; segments: PreviewSegment[] }[];
  /** Names of values that are not known yet, each once. */
  pending: string[];
  /** Why this prompt can't be rendered; the others are not concerned. */
  error?: string;
};

export type PreviewRow = { index: number; values: PreviewValue[]; prompts: PreviewPrompt[] };

/** Answers of trials by `index/attribute id`, used only while the prompt is the one they answer. */
export type TriedAnswers = ReadonlyMap<string, { messages: readonly ChatMessage[]; text: string }>;

export type PreviewOptions = { seed: number; start: number; rows: number; tried?: TriedAnswers };

/** Plans rows and renders their prompts. No model is called. */
export function previewRows(compiled: CompiledRecipe, options: PreviewOptions): PreviewRow[] {
  throw new Error(`${compiled.columns.length} ${options.seed}`);
}
