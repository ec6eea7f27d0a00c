import type { Endpoint } from '@/lib/llm/endpoint';
import type { Generation } from '@/lib/llm/model-call';
import type { Ask } from '@/lib/plan/exchange';
import { fastHash128Hex } from '@/lib/util/fast-hash';

/** What all calls of a run have in common in the journal. */
export type JournalRun = {
  readonly seed: number;
  readonly endpoint: Endpoint;
  readonly generation: Generation;
};

/** What tells the calls of a run apart in the journal. */
export type JournalCall = {
  /** As `promptHash` gives it. */
  readonly promptHash: string;
  /** The seed that is sent, null for none. */
  readonly requestSeed: number | null;
  /** -1 for a question that all rows share. */
  readonly rowIndex: number;
  readonly attributeId: string;
  readonly step: string;
  readonly attempt: number;
};

/**
 * Names the answers of a run in the journal. Equal keys mean the same question for the same place of the same
 * run, so that the stored answer may stand for a new one; anything that could change the answer changes the key.
 */
export function createJournalKey({ seed, endpoint, generation }: JournalRun): (call: JournalCall) => string {
  const run = fastHash128Hex(
    JSON.stringify([
      seed,
      endpoint.baseUrl,
      endpoint.modelName,
      generation.maxNewTokens,
      generation.temperature,
      generation.topP ?? null,
      generation.frequencyPenalty,
      generation.presencePenalty,
      generation.minP,
      generation.stopStrings ?? [],
      Object.entries(generation.logitBias ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1)),
    ]),
  );
  return ({ promptHash, requestSeed, rowIndex, attributeId, step, attempt }) =>
    fastHash128Hex(`${run}${promptHash}${rowIndex}/${attempt}/${requestSeed ?? ''}/${step}/${attributeId}`);
}

/** The keys of all calls of a job: each step asks its model with settings of its own. */
export function createStepKeys(
  seed: number,
  endpoints: readonly Endpoint[],
): (call: JournalCall, step: { readonly model: number; readonly generation: Generation }) => string {
  const keys = new Map<Generation, (call: JournalCall) => string>();
  return (call, { model, generation }) => {
    let keyOf = keys.get(generation);
    if (keyOf === undefined) {
      const endpoint = endpoints[model];
      if (endpoint === undefined) throw new Error(`There is no model ${model}`);
      keyOf = createJournalKey({ seed, endpoint, generation });
      keys.set(generation, keyOf);
    }
    return keyOf(call);
  };
}

/** Names a question by its content. Lengths make the text unambiguous. */
export function promptHash({ messages, shape, tools }: Pick<Ask, 'messages' | 'shape' | 'tools'>): string {
  let text = '';
  for (const { role, content, toolCalls, toolCallId } of messages) {
    text += `${role}:${content.length}:${content}`;
    if (toolCalls !== undefined || toolCallId !== undefined) text += part([toolCalls, toolCallId]);
  }
  if (shape !== undefined) text += part(shape);
  if (tools !== undefined && tools.length > 0) text += part(tools);
  return fastHash128Hex(text);
}

/** Begins like no message. */
function part(value: unknown): string {
  const json = JSON.stringify(value);
  return `+${json.length}:${json}`;
}
