import type { EngineName } from '@/lib/llm/engines';
import type { Context } from './context';

export type ProviderToTest = { engine: EngineName; baseUrl?: string; apiKey?: string; timeoutMs?: number };

export type ProviderTest = {
  ok: boolean;
  latencyMs: number;
  /** Names of the models that the endpoint offers. */
  models: string[];
  /** In the provider's own words. */
  error?: { code: string; message: string };
};

/** Lists the provider's models, or with `model` makes one short call. Stores nothing. */
export async function testProvider(
  context: Context,
  provider: ProviderToTest,
  model?: string,
): Promise<ProviderTest> {
  throw new Error(`not yet ${context.config.host} ${provider.engine} ${model ?? ''}`);
}
