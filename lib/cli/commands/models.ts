import type { WireModel, WireProvider } from '@/lib/api/model-wire';
import { AppError } from '@/lib/util/app-error';
import { exitCodes, type ExitCode } from '../exit-codes';
import { print, printJson } from '../print/print';
import { printList } from '../print/print-list';
import { count, counted } from '../print/progress-line';
import { named } from '../studio/find-one';
import type { Studio } from '../studio/studio';

type Json = { json?: boolean };

/** Lists providers, stored ones and those of the environment, and the models that are known with their prices. */
export async function listModels({ api }: Studio, { json }: Json): Promise<ExitCode> {
  const [{ data: providers }, { data: models }] = await Promise.all([
    api.providers.list(),
    api.models.list(),
  ]);
  if (json) {
    printJson({ providers, models });
    return exitCodes.done;
  }
  printList('providers', providers, [
    { head: 'ID', text: ({ id }) => String(id), side: 'right' },
    { head: 'PROVIDER', text: ({ name }) => name, isLong: true },
    { head: 'ENGINE', text: ({ engine }) => engine },
    { head: 'KEY', text: keyText },
    { head: 'ADDRESS', text: ({ base_url }) => base_url, isLong: true },
  ]);
  if (providers.length > 0) print('');
  printList('models', models, [
    { head: 'ID', text: ({ id }) => String(id), side: 'right' },
    { head: 'MODEL', text: ({ name }) => name, isLong: true },
    { head: '$ PER MILLION', text: priceText },
    { head: 'PROVIDER', text: (model) => model.provider_name ?? model.base_url, isLong: true },
  ]);
  return exitCodes.done;
}

/** Asks a provider which models it has, or with `model` asks that one something short. */
export async function testModel(
  { api }: Studio,
  word: string,
  { model, json }: Json & { model?: string },
): Promise<ExitCode> {
  const { data: providers } = await api.providers.list();
  const provider = providerOf(word, providers);
  const tested = await api.providers.test(provider.id, { model });
  if (json) printJson(tested);
  else if (tested.error) print(`${provider.name}: ${tested.error.code}: ${tested.error.message}`);
  else if (tested.answer) {
    const { text, prompt_tokens: asked, completion_tokens: answered } = tested.answer;
    print(`${model ?? provider.name} answered in ${count(tested.latency_ms ?? 0)} ms: ${text}`);
    print(`${count(asked)} tokens asked, ${count(answered)} answered`);
  } else {
    print(
      `${provider.name} answered in ${count(tested.latency_ms ?? 0)} ms. It has ${counted(tested.models.length, 'model')}.`,
    );
    for (const name of tested.models) print(`  ${name}`);
  }
  return tested.ok ? exitCodes.done : exitCodes.failed;
}

function providerOf(word: string, providers: readonly WireProvider[]): WireProvider {
  const found = providers.find(({ id }) => String(id) === word);
  if (found) return found;
  if (!/^\d+$/.test(word)) return named('provider', word, providers, 'models ls');
  throw new AppError('not-found', `There is no provider ${word}. seedloom models ls names all.`);
}

function keyText({ api_key: key, origin }: WireProvider): string {
  if (origin === 'environment') return `${key ?? ''} (environment)`.trim();
  return key ?? 'none';
}

function priceText({ input_usd_per_million: input, output_usd_per_million: output }: WireModel): string {
  return input === null || output === null ? 'not known' : `${input} in, ${output} out`;
}
