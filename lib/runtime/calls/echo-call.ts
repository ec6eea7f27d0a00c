import type { CallModel } from '@/lib/llm/model-call';
import { estimateTokens } from '@/lib/tokens/estimate-tokens';

/**
 * A rehearsal without a model: answers with the last user message, always the same, at no cost.
 * Each answer yields to the event loop once, so that a large rehearsal starves nobody.
 */
export function createEchoCall(): CallModel {
  return async ({ messages }, { signal, onText }) => {
    await new Promise<void>((resolve) => setImmediate(resolve));
    if (signal.aborted) return { ok: false, code: 'cancelled', message: 'The call was cancelled.' };
    const text =
      messages.findLast((message) => message.role === 'user')?.content ?? messages.at(-1)?.content ?? '';
    onText?.(text);
    let promptTokens = 0;
    for (const message of messages) promptTokens += estimateTokens(message.content);
    return {
      ok: true,
      text,
      finishReason: 'stop',
      usage: { promptTokens, completionTokens: estimateTokens(text) },
      latencyMs: 0,
    };
  };
}
