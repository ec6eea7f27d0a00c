import type { EngineFacts, EngineName } from '@/lib/llm/engines';
import type { CallModel, ModelFailure } from '@/lib/llm/model-call';
import { assertNever } from '@/lib/util/assert-never';
import { createAnthropicCall } from './anthropic-call';
import { createEchoCall } from './echo-call';
import { createOpenAiCall } from './openai-call';

/** Where a model really answers, and with which key. */
export type CallTarget = {
  engine: EngineName;
  protocol: EngineFacts['protocol'];
  /** With its version, without a slash at the end. */
  baseUrl: string;
  modelName: string;
  apiKey?: string;
  timeoutMs: number;
  /** To learn what the model takes: what it is known to refuse is sent all the same. */
  sendsAll?: boolean;
};

/** The adapter for a target's protocol. The key is in it and comes out only in requests to `baseUrl`. */
export function createCall(target: CallTarget): CallModel {
  switch (target.protocol) {
    case 'openai':
      return createOpenAiCall({
        ...target,
        modelName: vertexName(target),
        isOpenAi: target.engine === 'OPENAI',
      });
    case 'anthropic':
      return createAnthropicCall(target);
    case 'local':
      return createLocalCall(target);
    case 'echo':
      return createEchoCall();
    case 'unsupported':
      return async () => ({
        ok: false,
        code: 'request-refused',
        message: `The engine ${target.engine} is not supported.`,
      });
    default:
      return assertNever(target.protocol);
  }
}

/** Vertex knows models by their publisher, which recipes of its own engine needn't name. */
function vertexName({ engine, baseUrl, modelName }: CallTarget): string {
  const isBare = engine === 'GOOGLE_VERTEX' && baseUrl.endsWith('/openapi') && !modelName.includes('/');
  return isBare ? `google/${modelName}` : modelName;
}

/** The model server speaks OpenAI's protocol; only what to do when it is away is said in other words. */
function createLocalCall(target: CallTarget): CallModel {
  const call = createOpenAiCall({ ...target, isOpenAi: false });
  return async (question, options) => {
    const answer = await call(question, options);
    return answer.ok || answer.code !== 'endpoint-down' ? answer : localModelDown(target.baseUrl);
  };
}

function localModelDown(baseUrl: string): ModelFailure {
  return {
    ok: false,
    code: 'endpoint-down',
    message: `The local model server is not running at ${new URL(baseUrl).origin}. Start Seedloom with npm start, and it comes up with it.`,
  };
}
