import { engineFacts, engineNames, type EngineName } from '@/lib/llm/engines';
import { normalizeBaseUrl } from '@/lib/llm/endpoint';
import type { Config } from '../config';

/** A provider that the environment makes: its key, and the one address that the key goes to. Its id stays the same. */
export type EnvironmentProvider = {
  id: string;
  engine: EngineName;
  name: string;
  baseUrl: string;
  apiKey: string;
};

/** The providers whose keys stand in the environment. They are never stored. */
export function environmentProviders(config: Pick<Config, 'environment'>): EnvironmentProvider[] {
  return engineNames.flatMap((engine) => {
    const { keyVariable, baseUrl, label } = engineFacts(engine);
    const apiKey = keyVariable && config.environment(keyVariable);
    const address = environmentUrl(config, engine) ?? baseUrl;
    return apiKey && address
      ? [{ id: `environment-${engine.toLowerCase()}`, engine, name: label, baseUrl: address, apiKey }]
      : [];
  });
}

/** An engine's address where the environment gives one: `OPENAI_BASE_URL`, or all variables of its template. */
export function environmentUrl(config: Pick<Config, 'environment'>, engine: EngineName): string | undefined {
  const { baseUrlTemplate: template } = engineFacts(engine);
  if (template !== undefined) return filledUrl(config, template).url;
  const url = engine === 'OPENAI' ? config.environment('OPENAI_BASE_URL') : undefined;
  return url && normalizeBaseUrl(url);
}

/** What keeps a template from being an address, as one sentence; undefined where nothing does. */
export function templateProblem(config: Pick<Config, 'environment'>, engine: EngineName): string | undefined {
  const { baseUrlTemplate: template } = engineFacts(engine);
  return template === undefined ? undefined : filledUrl(config, template).problem;
}

/** A name in an address: anything else would lead the key elsewhere. */
const plainName = /^[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?$/i;

function filledUrl({ environment }: Pick<Config, 'environment'>, template: string) {
  const names = [...new Set([...template.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? ''))];
  const problems = names.flatMap((name) => {
    const value = environment(name);
    if (value === undefined) return `${name} is not set`;
    return plainName.test(value) ? [] : `${name} is "${value}", which is no name`;
  });
  if (problems.length > 0) return { problem: `in the environment ${problems.join(' and ')}` };
  const url = template.replace(/\{(\w+)\}/g, (_, name: string) => environment(name) ?? '');
  // What is at no region in particular has a host without one.
  return { url: url.replace('://global-', '://') };
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
