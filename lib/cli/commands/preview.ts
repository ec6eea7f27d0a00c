import type { ApiClient } from '@/lib/api/client';
import { exitCodes, type ExitCode } from '../exit-codes';
import { print, printJson, strong } from '../print/print';
import { count, counted, duration, money } from '../print/progress-line';
import { recipeOf } from '../studio/recipe-of';
import type { Studio } from '../studio/studio';
import { orRefusal } from '../studio/tell-refusal';

type Json = { json?: boolean };
export type PlannedOptions = Json & { seed?: number; start?: number; rows?: number };

type Preview = Awaited<ReturnType<ApiClient['recipes']['preview']>>;
type PlannedRow = Preview['rows'][number];
type Prompt = PlannedRow['prompts'][number];

/** Prints planned rows with the prompts that a run will send. Calls no model. */
export async function preview({ api }: Studio, word: string, options: PlannedOptions): Promise<ExitCode> {
  const { seed, start, rows } = options;
  return orRefusal(word, async () => {
    const planned = await api.recipes.preview({ ...(await recipeOf(api, word)), seed, start, rows });
    if (options.json) printJson(planned);
    else {
      for (const row of planned.rows) printPlannedRow(row);
      print(`Seed ${planned.seed}`);
    }
    return exitCodes.done;
  });
}

export type EstimateOptions = Json & { seed?: number; numSamples?: number; model?: string };

/** Prints what a run would ask and cost. Starts nothing. */
export async function estimate({ api }: Studio, word: string, options: EstimateOptions): Promise<ExitCode> {
  const { seed, numSamples, model } = options;
  return orRefusal(word, async () => {
    const found = await api.runs.estimate({
      ...(await recipeOf(api, word)),
      seed,
      model,
      num_samples: numSamples,
    });
    if (options.json) {
      printJson(found);
      return exitCodes.done;
    }
    const reused = found.reused_calls === 0 ? '' : `, and ${count(found.reused_calls)} are answered already`;
    print(`${counted(found.calls, 'call')}${reused}`);
    print(
      `${count(Math.round(found.prompt_tokens))} tokens asked, about ${count(Math.round(found.completion_tokens))} answered`,
    );
    print(costText(found));
    if (typeof found.seconds === 'number') print(`About ${duration(found.seconds)}`);
    return exitCodes.done;
  });
}

/** The price of an estimate in words. */
export function costText(found: {
  cost_usd: number | null;
  low_usd: number | null;
  high_usd: number | null;
}): string {
  if (found.cost_usd === null) return 'Its price is not known';
  const range =
    found.low_usd === null || found.high_usd === null || found.low_usd === found.high_usd
      ? ''
      : ` ($${money(found.low_usd)} to $${money(found.high_usd)})`;
  return `About $${money(found.cost_usd)}${range}`;
}

/** Prints a planned row: its values, then its prompts. */
export function printPlannedRow({ index, values, prompts }: PlannedRow): void {
  print(strong(`Row ${index}`));
  for (const [name, value] of Object.entries(values)) print(`${name}: ${valueText(value)}`);
  for (const prompt of prompts) {
    const step = prompt.step === undefined ? '' : `, ${prompt.step}`;
    print(`\n── ${prompt.attribute_id}${step}`);
    printPrompt(prompt);
  }
  print('');
}

function printPrompt({ messages, error }: Prompt): void {
  if (error !== undefined) print(`can't be rendered: ${error}`);
  for (const { role, content } of messages) print(`[${role}] ${content}`);
}

function valueText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
