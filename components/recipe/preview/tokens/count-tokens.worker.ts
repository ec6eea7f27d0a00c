import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import type { CountRequest, CountAnswer } from './token-counter';

// Tables of half a megabyte and a count that may take long: both stay off the page's thread.
self.addEventListener('message', ({ data: { id, texts } }: MessageEvent<CountRequest>) => {
  // Names of special tokens in a prompt are ordinary text to a chat model.
  const counts = texts.map((text) => countTokens(text, { disallowedSpecial: new Set<string>() }));
  self.postMessage({ id, counts } satisfies CountAnswer);
});
