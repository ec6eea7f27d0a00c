import type { WireRun } from '@/lib/api/run-wire';
import { assertNever } from '@/lib/util/assert-never';

export type RunTone = 'plain' | 'ok' | 'warn' | 'bad' | 'live';

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

const limits: Readonly<Record<string, string>> = {
  concurrency: 'as fast as the model answers',
  'requests-per-minute': 'at your limit of requests a minute',
  'rate-limited': 'the provider asks us to slow down',
  endpoint: 'the endpoint doesn’t answer',
  rows: 'only the last rows are left',
  retries: 'rows wait before they are tried again',
  storage: 'writing is slower than the model',
  budget: 'what is in flight holds the rest of the cap',
};

/** What keeps a run from being faster, or null when nothing is known. */
export function limitWords(limitedBy: string | null): string | null {
  return limitedBy === null ? null : (limits[limitedBy] ?? null);
}

/** What a person can do about rows that failed for one reason. */
export type FailureRemedy = 'models' | 'recipe' | 'rows';

const failures: Readonly<Record<string, { title: string; remedy: FailureRemedy }>> = {
  'rate-limited': { title: 'The provider asked us to slow down', remedy: 'models' },
  'server-error': { title: 'The provider had an error of its own', remedy: 'rows' },
  'endpoint-down': { title: 'The endpoint doesn’t answer', remedy: 'models' },
  timeout: { title: 'No answer in time', remedy: 'models' },
  'malformed-answer': { title: 'The answer couldn’t be read', remedy: 'rows' },
  'key-refused': { title: 'The provider refused the key', remedy: 'models' },
  forbidden: { title: 'The key may not use this model', remedy: 'models' },
  'unknown-model': { title: 'The provider doesn’t know this model', remedy: 'recipe' },
  'request-refused': { title: 'The provider refused the request', remedy: 'rows' },
  'empty-answer': { title: 'The answer was empty', remedy: 'rows' },
  'content-filtered': { title: 'Blocked by the provider’s content filter', remedy: 'rows' },
  'cut-off': { title: 'The answer was cut off', remedy: 'recipe' },
  'key-missing': { title: 'No key for this provider yet', remedy: 'models' },
  'attempts-exhausted': { title: 'Too few rows were accepted', remedy: 'rows' },
  template: { title: 'A prompt couldn’t be written', remedy: 'recipe' },
  transform: { title: 'A transform couldn’t be made', remedy: 'recipe' },
  plan: { title: 'A row couldn’t be planned', remedy: 'recipe' },
};

/** A short title for a code of failure, and where its way out lies. An unknown code shows itself. */
export function failureWords(code: string): { title: string; remedy: FailureRemedy } {
  return failures[code] ?? { title: code.replaceAll('-', ' '), remedy: 'rows' };
}
