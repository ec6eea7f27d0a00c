import type { WireReuse } from '@/lib/api/run-wire';
import { formatCount } from '@/lib/client/format';

/** What is said of the answers that were paid for: which are taken over, and why others are not. */
export function reuseWords(reuse: WireReuse): { title: string; details: string[] } {
  const { stored, fitting } = reuse;
  const source = sourceWords(reuse);
  const all = `${formatCount(stored)} ${plural(stored, 'answer')} ${source}`;
  const title =
    fitting === 0
      ? `None of the ${all} can be reused`
      : fitting === stored
        ? `Reuse ${stored === 1 ? 'the' : 'all'} ${all}`
        : `Reuse ${formatCount(fitting)} of the ${all}`;
  return {
    title,
    details: [...(fitting > 0 ? ['Same seed, same prompts, same model.'] : []), ...misfits(reuse)],
  };
}

function misfits({ seed, model, settings, prompt, gone }: WireReuse): string[] {
  const say = (count: number, one: string, many: string) =>
    count === 0 ? [] : [`${formatCount(count)} ${count === 1 ? one : many}`];
  return [
    ...say(
      prompt,
      'answers a prompt that has changed since: it is asked again.',
      'answer prompts that have changed since: they are asked again.',
    ),
    ...say(seed, 'was asked with another seed.', 'were asked with another seed.'),
    ...say(model, 'is of another model.', 'are of another model.'),
    ...say(
      settings,
      'was asked with other settings, such as the temperature or the longest answer.',
      'were asked with other settings, such as the temperature or the longest answer.',
    ),
    ...say(
      gone,
      'belongs to an attribute that is no longer written.',
      'belong to attributes that are no longer written.',
    ),
  ];
}

function sourceWords({ run_ids: runs, has_trials: hasTrials }: WireReuse): string {
  const [run] = runs;
  if (run === undefined) return 'of earlier tries';
  const words = runs.length === 1 ? `of run ${formatCount(run)}` : 'of earlier runs';
  return hasTrials ? `${words} and tries` : words;
}

function plural(count: number, word: string): string {
  return count === 1 ? word : `${word}s`;
}
