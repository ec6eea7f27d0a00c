export type CountRequest = { id: number; texts: readonly string[] };
export type CountAnswer = { id: number; counts: readonly number[] };

/** Counts the tokens of each text as the encoding o200k has them. Null: this browser can't count. */
export type TokenCounter = (texts: readonly string[]) => Promise<readonly number[] | null>;

/** The counter of this page. Its worker and tables load with the first text, once the page itself has loaded. */
export const countTokens: TokenCounter = async (texts) => {
  await pageLoad();
  return (shared ??= createTokenCounter())(texts);
};

let shared: TokenCounter | undefined;

function pageLoad(): Promise<unknown> {
  if (document.readyState === 'complete') return Promise.resolve();
  return new Promise((resolve) => window.addEventListener('load', resolve, { once: true }));
}

function createTokenCounter(): TokenCounter {
  const worker = new Worker(new URL('./count-tokens.worker.ts', import.meta.url), { type: 'module' });
  const waiting = new Map<number, (counts: readonly number[] | null) => void>();
  let nextId = 1;
  let isBroken = false;
  worker.addEventListener('message', ({ data: { id, counts } }: MessageEvent<CountAnswer>) => {
    waiting.get(id)?.(counts);
    waiting.delete(id);
  });
  worker.addEventListener('error', () => {
    isBroken = true;
    for (const give of waiting.values()) give(null);
    waiting.clear();
  });
  return (texts) =>
    new Promise((resolve) => {
      if (isBroken) return resolve(null);
      const id = nextId;
      nextId += 1;
      waiting.set(id, resolve);
      worker.postMessage({ id, texts } satisfies CountRequest);
    });
}
