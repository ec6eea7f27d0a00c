import { headerText, type ResponseHeaders } from './response-headers';

/** What a provider says of a key's limits in the headers of an answer; null where it says nothing. */
export type StatedLimits = {
  readonly requestsPerMinute: number | null;
  readonly inputTokensPerMinute: number | null;
  readonly outputTokensPerMinute: number | null;
};

/** The limits in an answer's headers, as Anthropic or OpenAI (and those that follow it) name them; null for none. */
export function statedLimits(headers: ResponseHeaders): StatedLimits | null {
  const number = (name: string) => limitOf(headerText(headers[name]));
  // OpenAI counts prompt and answer together: neither can be more than both.
  const tokens = number('anthropic-ratelimit-tokens-limit') ?? perMinute(headers, 'tokens');
  const limits: StatedLimits = {
    requestsPerMinute: number('anthropic-ratelimit-requests-limit') ?? perMinute(headers, 'requests'),
    inputTokensPerMinute: number('anthropic-ratelimit-input-tokens-limit') ?? tokens,
    outputTokensPerMinute: number('anthropic-ratelimit-output-tokens-limit') ?? tokens,
  };
  return Object.values(limits).every((limit) => limit === null) ? null : limits;
}

const minutesOfDay = 1440;
const longestMinuteSeconds = 3600;

/**
 * Some count by the day under the same name. What was used comes back in the time that `reset` names, so the whole
 * limit in a time that tells a minute from a day.
 */
function perMinute(headers: ResponseHeaders, what: 'requests' | 'tokens'): number | null {
  const part = (name: string) => headerText(headers[`x-ratelimit-${name}-${what}`]);
  const limit = limitOf(part('limit'));
  if (limit === null) return null;
  const used = limit - Number.parseFloat(part('remaining'));
  const wholeSeconds = (secondsOf(part('reset')) * limit) / used;
  return wholeSeconds > longestMinuteSeconds ? Math.max(1, Math.floor(limit / minutesOfDay)) : limit;
}

function limitOf(text: string): number | null {
  const limit = Math.floor(Number(text));
  return limit >= 1 && Number.isSafeInteger(limit) ? limit : null;
}

const secondsOfUnit: Readonly<Record<string, number>> = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400 };

/** `6m0s`, `12ms`, `2m59.56s`; NaN for what is no time. */
function secondsOf(text: string): number {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g)];
  if (parts.length === 0) return NaN;
  return parts.reduce(
    (sum, [, amount, unit = 's']) => sum + Number(amount) * (secondsOfUnit[unit] ?? NaN),
    0,
  );
}
