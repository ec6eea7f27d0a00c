import type { WireProvider } from '@/lib/api/model-wire';
import type { TestRecord } from '@/lib/client/provider-tests';
import { engineFacts, isEngineName } from '@/lib/llm/engines';

/** What the list says of a provider: a word, its colour. */
export type ProviderState = { word: string; tone: 'ok' | 'bad' | 'plain' };

/** A provider's key in the address of the page: its id, or for the environment's its engine. */
export function providerKey({ id, engine }: Pick<WireProvider, 'id' | 'engine'>): string {
  return id === null ? `environment-${engine.toLowerCase()}` : String(id);
}

/** How a provider stands, as far as this tab has asked it. */
export function providerState(provider: WireProvider, test: TestRecord | undefined): ProviderState {
  if (test !== undefined) {
    if (test.result.ok) return { word: 'Working', tone: 'ok' };
    const code = test.result.error?.code ?? '';
    return {
      word: code === 'key-refused' || code === 'forbidden' ? 'Check key' : 'Not working',
      tone: 'bad',
    };
  }
  if (needsKey(provider)) return { word: 'Add key', tone: 'plain' };
  return { word: provider.origin === 'environment' ? 'Environment' : 'Not tested', tone: 'plain' };
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
