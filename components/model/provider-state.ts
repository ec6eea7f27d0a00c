import type { WireProvider } from '@/lib/api/model-wire';
import { engineFacts, isEngineName } from '@/lib/llm/engines';

/** What the list says of a provider: a word, its colour. */
export type ProviderState = { word: string; tone: 'ok' | 'bad' | 'plain' };

/** How a provider stands, as its last test and the runs with its key tell. */
export function providerState(provider: WireProvider): ProviderState {
  if (needsKey(provider)) return { word: 'Add key', tone: 'plain' };
  const { last_test: test } = provider;
  if (refusalOf(provider) !== null || test?.error?.code === 'forbidden')
    return { word: 'Check key', tone: 'bad' };
  if (test !== null) return test.ok ? { word: 'Working', tone: 'ok' } : { word: 'Not working', tone: 'bad' };
  return { word: provider.origin === 'environment' ? 'Environment' : 'Not tested', tone: 'plain' };
}

/** In which words a provider refused its key, and to which run; null when it didn't, as far as is known. */
export function refusalOf(provider: WireProvider): { message: string; runName: string | null } | null {
  const { key_refusal: inRun, last_test: test } = provider;
  if (inRun !== null) return { message: inRun.message, runName: inRun.run_name };
  if (test?.error?.code !== 'key-refused') return null;
  return { message: test.error.message, runName: null };
}

/** Does its engine ask for a key that isn't there? */
export function needsKey({ engine, api_key: key }: WireProvider): boolean {
  return key === null && isEngineName(engine) && engineFacts(engine).keyRequired;
}

/** Two letters for the badge: OA for OpenAI, An for Anthropic, gp for gpu-box. */
export function initials(name: string): string {
  const [word = ''] = name.split(/[\s,.-]+/).filter((part) => part !== '');
  const letters = Array.from(word);
  const capitals = letters.filter((letter) => letter !== letter.toLowerCase());
  const isCamel = capitals.length === 2 && capitals[0] === letters[0];
  return (isCamel ? capitals : letters).slice(0, 2).join('') || '?';
}

/** The environment variable that gave a provider its key. */
export function keyVariable(engine: string): string | null {
  return isEngineName(engine) ? (engineFacts(engine).keyVariable ?? null) : null;
}

/** The machine that an address names, or what stands in its place. */
export function hostOf(address: string): string {
  return URL.canParse(address) ? new URL(address).hostname : address;
}
