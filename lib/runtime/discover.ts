import type { EngineName } from '@/lib/llm/engines';
import { listModels } from './test-provider';

/** A model server that answers on this machine. */
export type DiscoveredEndpoint = { name: string; engine: EngineName; baseUrl: string; models: string[] };

/** A place to look at. */
export type Candidate = { name: string; engine: EngineName; baseUrl: string };

const candidates: readonly Candidate[] = [
  { name: 'Ollama', engine: 'REMOTE', baseUrl: 'http://127.0.0.1:11434/v1' },
  { name: 'LM Studio', engine: 'REMOTE', baseUrl: 'http://127.0.0.1:1234/v1' },
  { name: 'vLLM', engine: 'REMOTE_VLLM', baseUrl: 'http://127.0.0.1:8000/v1' },
  { name: 'llama.cpp', engine: 'REMOTE', baseUrl: 'http://127.0.0.1:8080/v1' },
];

const timeoutMs = 700;

/** Model servers on this machine's loopback: Ollama, LM Studio, vLLM, llama.cpp, at their usual ports. */
export async function discoverEndpoints(
  places: readonly Candidate[] = candidates,
  signal: AbortSignal = new AbortController().signal,
): Promise<DiscoveredEndpoint[]> {
  const found = await Promise.all(
    places.map(async (place): Promise<DiscoveredEndpoint[]> => {
      const listed = await listModels(place, timeoutMs, signal);
      return listed.ok ? [{ ...place, models: listed.models }] : [];
    }),
  );
  return found.flat();
}
