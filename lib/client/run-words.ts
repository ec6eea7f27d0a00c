import type { WireEndpoint, WireRun } from '@/lib/api/run-wire';
import { assertNever } from '@/lib/util/assert-never';
import { formatCount, formatUsd, formatRows } from './format';
import { capitalised } from '@/lib/util/capitalised';

type RunTone = 'plain' | 'ok' | 'warn' | 'bad' | 'live';

/** A run's state as pages say it: a word, its colour, and whether it moves. */
export type RunState = { word: string; tone: RunTone; moves: boolean };

type Stated = Pick<WireRun, 'status'> & Partial<Pick<WireRun, 'pause_reason' | 'waiting'>>;

/** The word and colour of a run's state, the same on every page. */
export function runState({ status, pause_reason: reason, waiting }: Stated): RunState {
  switch (status) {
    case 'pending':
      return { word: 'Queued', tone: 'plain', moves: true };
    case 'running':
      return waiting === undefined
        ? { word: 'Running', tone: 'live', moves: true }
        : { word: 'Waiting', tone: 'warn', moves: true };
    case 'pausing':
      return { word: 'Pausing', tone: 'warn', moves: true };
    case 'paused':
      return {
        word: reason === 'budget' ? 'Paused at cap' : reason === 'disk' ? 'Paused, disk full' : 'Paused',
        tone: reason === 'disk' ? 'bad' : 'warn',
        moves: false,
      };
    case 'cancelling':
      return { word: 'Stopping', tone: 'warn', moves: true };
    case 'completed':
      return { word: 'Done', tone: 'ok', moves: false };
    case 'failed':
      return { word: 'Failed', tone: 'bad', moves: false };
    case 'cancelled':
      return { word: 'Stopped', tone: 'plain', moves: false };
    default:
      return assertNever(status);
  }
}

/** Which of a run's own actions make sense now. */
export function runActions({ status }: Pick<WireRun, 'status'>) {
  return {
    canPause: status === 'pending' || status === 'running',
    canResume: status === 'paused' || status === 'failed' || status === 'cancelled',
    canCancel: status === 'pending' || status === 'running' || status === 'pausing' || status === 'paused',
    hasEnded: status === 'completed' || status === 'failed' || status === 'cancelled',
  };
}

/** What is left of a run that stops. */
export function keptWords(accepted: number): string {
  return `${formatRows(accepted)} ${accepted === 1 ? 'stays' : 'stay'} and can be downloaded`;
}

/** What a rule holds against a row, where its recipe is known; else its name, `length:question` as "Length: question". */
export function ruleWords(rule: string, titles: ReadonlyMap<string, string>): string {
  if (rule === 'by-hand') return 'Rejected by hand';
  const title = titles.get(rule);
  if (title !== undefined) return title;
  const words = rule.replace(':', ': ').replaceAll('-', ' ');
  return capitalised(words);
}

/** What keeps a run from being faster, in words, or null when nothing is known. */
export function limitWords(run: Pick<WireRun, 'progress' | 'endpoint' | 'other_endpoints'>): string | null {
  const words = limitOfRun(run);
  const { limited_model: model } = run.progress;
  return words === null || model === null ? words : `${words} (${model})`;
}

function limitOfRun(run: Pick<WireRun, 'progress' | 'endpoint' | 'other_endpoints'>): string | null {
  const { progress } = run;
  const endpoint = limitedEndpoint(run);
  const label = endpoint?.label ?? 'the model';
  switch (progress.limited_by) {
    case 'concurrency':
      return 'as fast as the model answers';
    case 'requests-per-minute':
      return endpoint?.requests_per_minute == null
        ? 'your limit of requests a minute'
        : `your limit of ${formatCount(endpoint.requests_per_minute)} a minute`;
    case 'input-tokens-per-minute':
      return 'your limit of prompt tokens a minute';
    case 'output-tokens-per-minute':
      return 'your limit of answer tokens a minute';
    case 'rate-limited':
      return `${label} asks us to slow down`;
    case 'endpoint':
      return `${label} doesn’t answer`;
    case 'rows':
      return 'only the last rows are left';
    case 'retries':
      return 'rows wait before they are tried again';
    case 'storage':
      return 'writing is slower than the model';
    case 'budget':
      return 'what is in flight holds the rest of the cap';
    case null:
    default:
      return null;
  }
}

/** "24 at once", or "24 at once instead of 32" where something keeps it below what is allowed. */
export function concurrencyWords(run: Pick<WireRun, 'progress' | 'endpoint' | 'other_endpoints'>): string {
  const { progress } = run;
  const now = `${formatCount(progress.concurrency)} at once`;
  const most = endpointsOf(run).reduce((sum, { max_concurrency: own }) => sum + own, 0);
  return progress.limited_by === 'rate-limited' && progress.concurrency < most
    ? `${now} instead of ${formatCount(most)}`
    : now;
}

/**
 * What a person can do about rows that failed for one reason: give another key, look after the model, mend the recipe,
 * read the prompts, allow longer answers, or just try again.
 */
export type FailureRemedy = 'key' | 'models' | 'recipe' | 'prompts' | 'tokens' | 'retry';

type CauseFacts = Pick<WireRun, 'endpoint'>;

const failures: Readonly<
  Record<string, { title: string | ((run: CauseFacts, message: string) => string); remedy: FailureRemedy }>
> = {
  'rate-limited': { title: (run) => `${labelOf(run)} asked us to slow down`, remedy: 'retry' },
  'server-error': { title: (run) => `${labelOf(run)} had an error of its own`, remedy: 'retry' },
  'endpoint-down': { title: (run) => `${labelOf(run)} doesn’t answer`, remedy: 'retry' },
  timeout: {
    title: ({ endpoint }) =>
      endpoint === null ? 'No answer in time' : `No answer within ${endpoint.timeout_ms / 1000} s`,
    remedy: 'retry',
  },
  'malformed-answer': { title: 'The answer couldn’t be read', remedy: 'retry' },
  'key-refused': { title: (run) => `${labelOf(run)} refused the key`, remedy: 'key' },
  forbidden: { title: 'The key may not use this model', remedy: 'key' },
  'missing-key': { title: (run) => `${labelOf(run)} has no key yet`, remedy: 'key' },
  'key-elsewhere': { title: 'The key belongs to another address', remedy: 'key' },
  'unknown-model': { title: (run) => `${labelOf(run)} doesn’t know this model`, remedy: 'recipe' },
  'request-refused': { title: (run) => `${labelOf(run)} refused the request`, remedy: 'prompts' },
  'empty-answer': { title: 'The answer was empty', remedy: 'retry' },
  'content-filtered': { title: (run) => `Blocked by ${labelOf(run)}’s content filter`, remedy: 'prompts' },
  'cut-off': {
    // Not the limit of now: a retry may have raised it, and each model has its own.
    title: (_, message) => {
      const tokens = tokensBeforeCut(message);
      return tokens === null ? 'The answer was cut off' : `Cut off at ${formatCount(tokens)} tokens`;
    },
    remedy: 'tokens',
  },
  'attempts-exhausted': { title: 'Too few rows were accepted', remedy: 'retry' },
  'tool-timeout': { title: 'A tool took too long in its database', remedy: 'recipe' },
  'tool-memory': { title: 'A tool took too much memory', remedy: 'recipe' },
  'tool-failed': { title: 'The database of a tool was gone', remedy: 'retry' },
  'render-error': { title: 'A prompt couldn’t be written', remedy: 'recipe' },
  'transform-error': { title: 'A transform couldn’t be made', remedy: 'recipe' },
  'record-unreadable': { title: 'A record of a source couldn’t be read', remedy: 'recipe' },
  'plan-error': { title: 'A row couldn’t be planned', remedy: 'recipe' },
  'recipe-invalid': { title: 'The recipe can’t be read', remedy: 'recipe' },
};

/**
 * A short title for a code of failure, and where its way out lies; `message` is what was said of the failure itself. An
 * unknown code shows itself.
 */
export function failureWords(
  code: string,
  run: CauseFacts = { endpoint: null },
  message = '',
): { title: string; remedy: FailureRemedy } {
  const known = failures[code];
  if (known === undefined) return { title: capitalised(code.replaceAll('-', ' ')), remedy: 'retry' };
  return { ...known, title: typeof known.title === 'string' ? known.title : known.title(run, message) };
}

/** How long an answer was when it was cut off, where its model counts. */
export function tokensBeforeCut(message: string): number | null {
  const tokens = Number(/cut off after (\d+) tokens/.exec(message)?.[1] ?? 0);
  return tokens > 1 ? tokens : null;
}

/** Whether failed rows would be asked again: not when all rows are there, nor while a run comes to rest. */
export function canRetry({ status, progress, num_samples: wanted }: WireRun): boolean {
  if (status === 'pausing' || status === 'cancelling') return false;
  return status !== 'completed' || progress.accepted < wanted;
}

/** What a run costs nobody knows while its model has no price. */
export function hasNoPrice(run: Pick<WireRun, 'endpoint' | 'other_endpoints' | 'progress'>): boolean {
  return modelsWithoutPrice(run).length > 0 && run.progress.calls > 0;
}

/** The models of a run whose price isn't known. */
export function modelsWithoutPrice(run: Pick<WireRun, 'endpoint' | 'other_endpoints'>): string[] {
  return endpointsOf(run).flatMap(({ price, model }) => (price === null ? model : []));
}

/** Is it known of all models of a run that they cost nothing? */
export function isFreeRun(run: Pick<WireRun, 'endpoint' | 'other_endpoints'>): boolean {
  const endpoints = endpointsOf(run);
  return endpoints.length > 0 && endpoints.every(({ price }) => price !== null && isZero(price));
}

function isZero({ input_usd_per_million: input, output_usd_per_million: output }: Price): boolean {
  return input === 0 && output === 0;
}

type Price = NonNullable<WireEndpoint['price']>;

/** Where the calls of a run go: the recipe's own model first. */
export function endpointsOf({
  endpoint,
  other_endpoints: others,
}: Pick<WireRun, 'endpoint' | 'other_endpoints'>): WireEndpoint[] {
  return endpoint === null ? [] : [endpoint, ...others];
}

/** The endpoint whose limit holds the run up, or the recipe's own. */
function limitedEndpoint(
  run: Pick<WireRun, 'progress' | 'endpoint' | 'other_endpoints'>,
): WireEndpoint | null {
  return endpointsOf(run).find(({ model }) => model === run.progress.limited_model) ?? run.endpoint;
}

/** What a model's tokens cost: "$0.25 / $2 per 1M". */
export function endpointPriceWords({ price }: Pick<WireEndpoint, 'price'>): string {
  if (price === null) return 'not known';
  if (isZero(price)) return 'free';
  const { input_usd_per_million: input, output_usd_per_million: output } = price;
  return `${formatUsd(input)} in, ${formatUsd(output)} out per million`;
}

/** How fast an endpoint may be asked: "32 at once, 500 a minute". */
export function endpointLimitWords({
  max_concurrency: most,
  requests_per_minute: perMinute,
}: Pick<WireEndpoint, 'max_concurrency' | 'requests_per_minute'>): string {
  const rate = perMinute === null ? '' : `, ${formatCount(perMinute)} a minute`;
  return `${formatCount(most)} at once${rate}`;
}

function labelOf({ endpoint }: CauseFacts): string {
  return endpoint?.label ?? 'The provider';
}
