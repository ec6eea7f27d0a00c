import { curlCode, quoted } from '@/lib/api/example-code';
import type { StartRunBody } from '@/lib/api/run-wire';

/** What a run dialog asks for, of a stored recipe. */
type RunRequest = Pick<StartRunBody, 'num_samples' | 'seed' | 'budget' | 'model'>;

/**
 * The command that starts the very run of a request over the API, for a POSIX shell. A server that asks for a key
 * gets it from the variable SEEDLOOM_API_KEY of that shell.
 */
export function runCommand(
  origin: string,
  body: StartRunBody,
  { needsKey = false }: { needsKey?: boolean } = {},
): string {
  return curlCode(`${origin}/v1/projects/1/runs`, { method: 'POST', body }, { needsKey });
}

/**
 * The command that makes such a run of the recipe's file on a machine with Seedloom, for a POSIX shell. A cap in
 * calls has no flag there, and answers of other runs aren't reused.
 */
export function synthCommand(file: string, { num_samples: rows, seed, budget, model }: RunRequest): string {
  const cut = model?.indexOf('/') ?? -1;
  return [
    `seedloom synth -c ${quoted(file)}`,
    ...(rows === undefined ? [] : [`--num_samples ${rows}`]),
    ...(seed === undefined ? [] : [`--seed ${seed}`]),
    ...(budget?.usd === undefined ? [] : [`--budget ${budget.usd}`]),
    ...(model === undefined || cut === -1
      ? []
      : [
          `--inference_config.engine ${quoted(model.slice(0, cut))}`,
          `--inference_config.model.model_name ${quoted(yamlText(model.slice(cut + 1)))}`,
        ]),
  ].join(' \\\n  ');
}

/** The command line reads values as YAML, in which a name may look like a number or a list. */
function yamlText(text: string): string {
  return JSON.stringify(text);
}
