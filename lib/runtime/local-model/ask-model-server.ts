import { z } from 'zod';

const patienceMs = 500;

const number = z
  .number()
  .nullish()
  .transform((given) => given ?? null);

const modelServerHealth = z.object({
  status: z.enum(['ok', 'idle', 'starting', 'absent']),
  model: z
    .string()
    .nullish()
    .transform((given) => given ?? null),
  loaded_share: number,
  tokens_per_second: number,
  threads: number,
  cores: number,
  memory_bytes: number,
  size_bytes: number,
  failure: z
    .object({ out_of_memory: z.boolean(), message: z.string() })
    .nullish()
    .transform((given) => given ?? null),
});

/** How the local model server is doing; null when it doesn't answer within half a second: a page must not wait for it. */
export async function askModelServer(url: string): Promise<z.output<typeof modelServerHealth> | null> {
  try {
    const response = await fetch(`${url}/health`, { signal: AbortSignal.timeout(patienceMs) });
    return modelServerHealth.parse(await response.json());
  } catch {
    return null;
  }
}
