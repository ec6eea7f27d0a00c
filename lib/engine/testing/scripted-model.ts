import type { CallModel, FailureCode, ModelAnswer, ModelCall, ModelFailure } from '@/lib/llm/model-call';
import type { Clock } from '../clock';

/** What the script gives for a call: a text (that of a failure code is that failure) or the whole result. */
export type ScriptedResult = string | ModelAnswer | ModelFailure;

export type ScriptedModel = {
  readonly callModel: CallModel;
  /** Last messages of the prompts, in the order asked. */
  readonly prompts: string[];
  /** How often each prompt was answered: what it was paid for. */
  readonly answered: Map<string, number>;
  readonly inFlight: number;
  readonly peakInFlight: number;
};

/** A model that answers from a function of the prompt and of how often it was asked. */
export function createScriptedModel(
  clock: Clock,
  script: (prompt: string, attempt: number) => ScriptedResult = (prompt) => `re: ${prompt}`,
  latencyMs: (prompt: string, attempt: number) => number = () => 100,
): ScriptedModel {
  const asked = new Map<string, number>();
  const answered = new Map<string, number>();
  const prompts: string[] = [];
  let inFlight = 0;
  let peakInFlight = 0;

  return {
    callModel,
    prompts,
    answered,
    get inFlight() {
      return inFlight;
    },
    get peakInFlight() {
      return peakInFlight;
    },
  };

  async function callModel(
    call: ModelCall,
    { signal }: { signal: AbortSignal },
  ): Promise<ModelAnswer | ModelFailure> {
    const prompt = call.messages.at(-1)?.content ?? '';
    const attempt = asked.get(prompt) ?? 0;
    asked.set(prompt, attempt + 1);
    prompts.push(prompt);
    inFlight += 1;
    peakInFlight = Math.max(peakInFlight, inFlight);
    await clock.sleep(latencyMs(prompt, attempt), signal);
    inFlight -= 1;
    if (signal.aborted) return failureOf('cancelled');
    const result = resultOf(script(prompt, attempt), prompt);
    if (result.ok) answered.set(prompt, (answered.get(prompt) ?? 0) + 1);
    return result;
  }
}

function resultOf(result: ScriptedResult, prompt: string): ModelAnswer | ModelFailure {
  if (typeof result !== 'string') return result;
  return isFailureCode(result) ? failureOf(result) : answerOf(result, prompt);
}

/** An answer with one token for each character. */
export function answerOf(text: string, prompt = ''): ModelAnswer {
  return {
    ok: true,
    text,
    finishReason: 'stop',
    usage: { promptTokens: prompt.length, completionTokens: text.length },
    latencyMs: 100,
  };
}

/** A failure in a provider's words. */
export function failureOf(code: FailureCode, extra: Partial<ModelFailure> = {}): ModelFailure {
  return { ok: false, code, message: `the provider says ${code}`, ...extra };
}

const failureCodes: ReadonlySet<string> = new Set<FailureCode>([
  'rate-limited',
  'server-error',
  'endpoint-down',
  'timeout',
  'malformed-answer',
  'key-refused',
  'forbidden',
  'unknown-model',
  'request-refused',
  'empty-answer',
  'content-filtered',
  'cancelled',
]);

function isFailureCode(text: string): text is FailureCode {
  return failureCodes.has(text);
}
