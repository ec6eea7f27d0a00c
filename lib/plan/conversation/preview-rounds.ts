import type { ChatMessage } from '@/lib/llm/message';
import type { OpenRow, PreviewMessage, PreviewPrompt } from '../preview-prompt';
import { isSamePrompt } from '../preview-prompt';
import { triedKey, type TriedAnswers } from '../tried';
import { roundStep } from './tool-turn';

/** A turn of an assistant as far as it was tried. */
export type PreviewedTurn = {
  /** The turn's own, then one for each round of tools. */
  readonly prompts: readonly PreviewPrompt[];
  /** What the turn adds to the conversation; null while its end isn't known. */
  readonly said: readonly ChatMessage[] | null;
};

/**
 * The rounds of tools of a tried turn: each prompt is the turn's with what was called and given so far. What a tool gave
 * is taken from the trial, since a database or a model can't be asked here.
 */
export function previewRounds(
  row: OpenRow,
  asked: PreviewPrompt,
  tried: TriedAnswers | undefined,
): PreviewedTurn {
  if (asked.answer === undefined) return { prompts: [asked], said: null };
  const prompts = [asked];
  let added: readonly ChatMessage[] = [];
  let answer = asked.answer;
  for (let round = 1; ; round += 1) {
    const step = roundStep(asked.step, round);
    const answered = tried?.get(triedKey({ row: row.index, attributeId: asked.attributeId, step }));
    const start = asked.messages.length;
    if (answered === undefined || !isSamePrompt(asked.messages, answered.messages.slice(0, start))) break;
    const calls = answered.messages[start + added.length]?.toolCalls;
    const before = prompts.at(-1);
    if (before !== undefined && calls !== undefined) prompts[prompts.length - 1] = { ...before, calls };
    added = answered.messages.slice(start);
    // The last question offers none, and says so.
    const isLast = added.at(-1)?.role === 'user';
    const messages = [...asked.messages, ...added.map((message) => shown(asked, message))];
    prompts.push({ ...asked, step, messages, answer: answered.text, ...(isLast && { tools: undefined }) });
    answer = answered.text;
  }
  if (answer.trim() === '') return { prompts, said: null };
  const used = added.filter(({ role }) => role !== 'user');
  return { prompts, said: [...used, { role: 'assistant', content: answer }] };
}

function shown({ attributeId, step }: PreviewPrompt, message: ChatMessage): PreviewMessage {
  const about = { name: attributeId, field: step.replace(':', ' '), kind: 'conversation' } as const;
  return messageOf(message, about);
}

/** A message that was said, as a value of the conversation. */
export function messageOf(
  { role, content, toolCalls }: ChatMessage,
  about: { name: string; field: string; kind: 'conversation' },
): PreviewMessage {
  const segments = content === '' && toolCalls ? [] : [{ type: 'value', ...about, text: content } as const];
  return { role, segments, ...(toolCalls && { calls: toolCalls }) };
}
