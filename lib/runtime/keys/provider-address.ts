import { engineFacts, engineNames, type EngineName } from '@/lib/llm/engines';
import { normalizeBaseUrl } from '@/lib/llm/endpoint';
import type { Config } from '../config';

/** A provider that the environment makes: its key, and the one address that the key goes to. */
export type EnvironmentProvider = { engine: EngineName; name: string; baseUrl: string; apiKey: string };

/** The providers whose keys stand in the environment. They are never stored. */
export function environmentProviders(config: Pick<Config, 'environment'>): EnvironmentProvider[] {
  return engineNames.flatMap((engine) => {
    const { keyVariable, baseUrl, label } = engineFacts(engine);
    const apiKey = keyVariable && config.environment(keyVariable);
    const address = environmentUrl(config, engine) ?? baseUrl;
    return apiKey && address ? [{ engine, name: label, baseUrl: address, apiKey }] : [];
  });
}

/** An engine's address where the environment gives one: `OPENAI_BASE_URL`. */
export function environmentUrl(
  { environment }: Pick<Config, 'environment'>,
  engine: EngineName,
): string | undefined {
  const url = engine === 'OPENAI' ? environment('OPENAI_BASE_URL') : undefined;
  return url && normalizeBaseUrl(url);
}

/** The origin that an address belongs to; undefined when it is no address of the web, or names a user. */
export function originOf(baseUrl: string): string | undefined {
  if (!URL.canParse(baseUrl)) return undefined;
  const url = new URL(baseUrl);
  const isWeb = url.protocol === 'http:' || url.protocol === 'https:';
  return isWeb && url.username === '' && url.password === '' ? url.origin : undefined;
}

/** Whether an address is this machine's own; such endpoints need no key. */
export function isLoopback(address: string): boolean {
  const { hostname } = new URL(address);
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}
