import type { FailureCode, ModelFailure } from './model-call';
import { headerText, type ResponseHeaders } from './response-headers';

/**
 * What an answer with a status other than 2xx means, in the provider's own words. Knows the error shapes of OpenAI,
 * Anthropic, vLLM, Ollama and those that follow them.
 */
export function failureOfResponse(status: number, bodyText: string, headers: ResponseHeaders): ModelFailure {
  const { message, code } = wordsOf(bodyText);
  return {
    ok: false,
    code: codeOf(status, code, message),
    message: message === '' ? `The provider answered with status ${status} and no words.` : message,
    status,
    retryAfterMs: retryAfterMs(headers),
    ...(outageStatuses.has(status) && { isOutage: true }),
  };
}

/** A proxy without a server behind it (502, 504), a server that is starting or full (503, and 529 of Anthropic). */
const outageStatuses: ReadonlySet<number> = new Set([502, 503, 504, 529]);

/** How long a provider asks to wait; undefined when it doesn't say. */
export function retryAfterMs(headers: ResponseHeaders): number | undefined {
  const exact = Number.parseFloat(headerText(headers['retry-after-ms']));
  if (exact >= 0) return Math.ceil(exact);
  const text = headerText(headers['retry-after']).trim();
  if (/^\d+(\.\d+)?$/.test(text)) return Math.ceil(Number(text) * 1000);
  // A date is taken against the provider's own clock, which the answer states: ours may differ.
  const untilMs = httpDateMs(text);
  const nowMs = httpDateMs(headerText(headers['date']));
  return untilMs === null || nowMs === null ? undefined : Math.max(0, untilMs - nowMs);
}

function codeOf(status: number, code: string, message: string): FailureCode {
  if (isQuota(code, message) && (status === 429 || status === 402)) return 'forbidden';
  if (isContentFilter(code)) return 'content-filtered';
  switch (status) {
    case 401:
      return 'key-refused';
    case 402:
    case 403:
      return 'forbidden';
    case 404:
      return 'unknown-model';
    case 408:
      return 'timeout';
    case 429:
      return 'rate-limited';
    default:
      // A redirect is none of these: sent again, it leads there again.
      if (status >= 400 && (!refusals.has(status) || isBrokenOnTheWay(message))) return 'server-error';
      if (isUnknownModel(code, message)) return 'unknown-model';
      return isBadKey(code, message) ? 'key-refused' : 'request-refused';
  }
}

/** What the same request gets again however often it is sent: a wrong address or form, too much of something. */
const refusals: ReadonlySet<number> = new Set([400, 405, 406, 410, 411, 413, 414, 415, 422, 431, 451]);

/** OpenAI says so of bodies that came in pieces; ours are JSON. */
function isBrokenOnTheWay(message: string): boolean {
  return /could not parse the json body/i.test(message);
}

/** Money that is used up comes as a 429, but no waiting mends it. */
function isQuota(code: string, message: string): boolean {
  return (
    code === 'insufficient_quota' || /exceeded your current quota|credit balance is too low/i.test(message)
  );
}

function isContentFilter(code: string): boolean {
  return /^(content_filter|content_policy_violation|responsibleaipolicyviolation)$/i.test(code);
}

function isUnknownModel(code: string, message: string): boolean {
  return (
    /model_not_found|invalid_model|unknown_model/i.test(code) ||
    /\bmodel\b.{0,200}\b(does not exist|not found|is not a valid model|not exist)\b/is.test(message)
  );
}

/** Some (Google among them) answer a wrong key with 400. */
function isBadKey(code: string, message: string): boolean {
  return (
    code === 'invalid_api_key' || /\bapi[ _-]?key\b.{0,40}\b(not valid|invalid|incorrect)\b/i.test(message)
  );
}

const maxMessageLength = 1000;

function wordsOf(bodyText: string): { message: string; code: string } {
  const { message, code } = wordsOfValue(parse(bodyText)) ?? {
    message: bodyText.trimStart().startsWith('<') ? '' : bodyText,
    code: '',
  };
  return { message: message.trim().slice(0, maxMessageLength), code };
}

function wordsOfValue(value: unknown): { message: string; code: string } | null {
  if (typeof value === 'string') return { message: value, code: '' };
  if (Array.isArray(value)) return wordsOfValue(value[0]);
  if (!isObject(value)) return null;
  const inner = wordsOfValue(value['error']) ?? wordsOfValue(value['detail']);
  if (inner !== null) return inner;
  const message = value['message'] ?? value['msg'];
  if (typeof message !== 'string') return null;
  const code = [value['code'], value['type'], value['status']].find((part) => typeof part === 'string');
  return { message, code: typeof code === 'string' ? code : '' };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

const months = 'JanFebMarAprMayJunJulAugSepOctNovDec';

/** `Wed, 21 Oct 2015 07:28:00 GMT` in ms since the epoch; null for anything else. */
function httpDateMs(text: string): number | null {
  const parts = /^\w{3}, (\d{2}) (\w{3}) (\d{4}) (\d{2}):(\d{2}):(\d{2}) GMT$/.exec(text);
  const month = months.indexOf(parts?.[2] ?? '-') / 3;
  if (parts === null || !Number.isInteger(month) || month < 0) return null;
  const [day, year, hours, minutes, seconds] = [1, 3, 4, 5, 6].map((part) => Number(parts[part]));
  return (
    daysSinceEpoch(year ?? 0, month, day ?? 0) * 86_400_000 +
    ((hours ?? 0) * 3600 + (minutes ?? 0) * 60 + (seconds ?? 0)) * 1000
  );
}

/** Days of the Gregorian calendar, with March as the first month so that leap days come last. */
function daysSinceEpoch(year: number, month: number, day: number): number {
  const shifted = month < 2 ? year - 1 : year;
  const monthFromMarch = (month + 10) % 12;
  const leapDays = Math.floor(shifted / 4) - Math.floor(shifted / 100) + Math.floor(shifted / 400);
  return 365 * shifted + leapDays + Math.floor((153 * monthFromMarch + 2) / 5) + day - 1 - 719_468;
}
