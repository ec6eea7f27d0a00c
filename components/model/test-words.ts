import type { LastTest, UpdateProviderBody, WireModel, WireProvider } from '@/lib/api/model-wire';
import { formatCount, formatUsd } from '@/lib/client/format';
import { cheapestOf, mostTestUsd } from '@/lib/llm/test-calls';

const longestAnswer = 80;

/** The beginning of an answer, in one line. */
export function shortened(text: string): string {
  const line = text.trim().replaceAll(/\s+/g, ' ');
  return line.length > longestAnswer ? `${line.slice(0, longestAnswer)}…` : line;
}

/** The model that a test of a provider asks: the cheapest of those whose price is known, or none. */
export function testedModel(models: readonly WireModel[]): string | undefined {
  return cheapestOf(models.map((model) => ({ name: model.name, price: priceOf(model) })))?.name;
}

/** What a test of a model does and costs, told before. */
export function testWords(model: WireModel): string {
  const price = priceOf(model);
  const cost = price === null ? 'price not known' : `at most ${formatUsd(mostTestUsd(price, true))}`;
  return `Three short calls of ${model.name}, ${cost}`;
}

function priceOf({ input_usd_per_million: input, output_usd_per_million: output }: WireModel) {
  return input === null || output === null
    ? null
    : { inputUsdPerMillion: input, outputUsdPerMillion: output };
}

type StatedLimits = NonNullable<LastTest['stated_limits']>;

/** Stated limits as a change of the provider; what isn't stated stays. */
export function statedChange(stated: StatedLimits): UpdateProviderBody {
  return Object.fromEntries(Object.entries(stated).filter(([, limit]) => limit !== null));
}

/** Whether a provider has all the limits that its last test stated. */
export function areInUse(stated: StatedLimits, provider: WireProvider): boolean {
  const limits: Record<string, unknown> = provider;
  return Object.entries(statedChange(stated)).every(([name, limit]) => limits[name] === limit);
}

/** "500 requests and 200,000 tokens a minute" */
export function limitWords(stated: StatedLimits): string {
  const { requests_per_minute: requests, input_tokens_per_minute: input } = stated;
  const output = stated.output_tokens_per_minute;
  const tokens =
    input === output
      ? [amount(input, 'tokens')]
      : [amount(input, 'prompt tokens'), amount(output, 'answer tokens')];
  const parts = [amount(requests, 'requests'), ...tokens].filter((part) => part !== null);
  const last = parts.pop() ?? '';
  return `${parts.length > 0 ? `${parts.join(', ')} and ` : ''}${last} a minute`;
}

function amount(limit: number | null, of: string): string | null {
  return limit === null ? null : `${formatCount(limit)} ${of}`;
}
