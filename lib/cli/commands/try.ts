import type { WireTrialEvent } from '@/lib/api/event-wire';
import { exitCodes, type ExitCode } from '../exit-codes';
import { print, strong, tell } from '../print/print';
import { count, counted, money } from '../print/progress-line';
import { recipeOf } from '../studio/recipe-of';
import type { Studio } from '../studio/studio';
import { orRefusal } from '../studio/tell-refusal';
import type { PlannedOptions } from './preview';

/**
 * Makes a few rows for real, and prints what the model writes while it writes it. With `json` every event is a line.
 * Ctrl-C cancels. A row that fails fails the command.
 */
export async function tryRows({ api }: Studio, word: string, options: PlannedOptions): Promise<ExitCode> {
  const { seed, start, rows, json } = options;
  const stop = new AbortController();
  const onInterrupt = () => stop.abort();
  process.once('SIGINT', onInterrupt);
  const show = json ? (event: WireTrialEvent) => print(JSON.stringify(event)) : createTrialPrinter();
  try {
    return await orRefusal(word, async () => {
      const events = api.recipes.try({ ...(await recipeOf(api, word)), seed, start, rows }, stop.signal);
      let code: ExitCode = exitCodes.failed;
      let failures = 0;
      for await (const event of events) {
        show(event);
        if (event.event === 'failure') failures += 1;
        if (event.event === 'end' && event.data.status === 'completed' && failures === 0)
          code = exitCodes.done;
      }
      // Within this process the events just end.
      if (code !== exitCodes.done) stop.signal.throwIfAborted();
      return code;
    });
  } catch (error) {
    if (!stop.signal.aborted) throw error;
    tell('\nCancelled. What was answered is kept: trying again asks for the rest only.');
    return exitCodes.paused;
  } finally {
    process.off('SIGINT', onInterrupt);
  }
}

/** Several rows are written at once: one text streams, and each row follows whole when it is done. */
function createTrialPrinter(): (event: WireTrialEvent) => void {
  let shown: string | null = null;
  const write = (text: string) => void process.stdout.write(text);
  return (event) => {
    switch (event.event) {
      case 'delta': {
        const { row, attribute_id: attribute, step, text } = event.data;
        const key = `row ${row}, ${attribute}${step === 'answer' ? '' : `, ${step}`}`;
        if (shown === null) {
          shown = key;
          write(`${strong(`── ${key}`)}\n`);
        }
        if (shown === key) write(text);
        return;
      }
      case 'row': {
        const { index, values } = event.data;
        if (shown !== null) write('\n\n');
        shown = null;
        print(strong(`Row ${index}`));
        for (const [name, value] of Object.entries(values)) {
          print(`${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`);
        }
        print('');
        return;
      }
      case 'failure': {
        const { row, attribute_id: attribute, code, message } = event.data;
        tell(`row ${row}${attribute === null ? '' : `, ${attribute}`}: ${code}: ${message}`);
        return;
      }
      case 'end':
        print(endText(event.data));
    }
  };
}

function endText(end: Extract<WireTrialEvent, { event: 'end' }>['data']): string {
  if (end.error) tell(`seedloom: ${end.error.code}: ${end.error.message}`);
  const reused = end.reused_calls === 0 ? '' : `, ${count(end.reused_calls)} answered before`;
  const cost = end.cost_usd > 0 ? `, $${money(end.cost_usd)}` : '';
  return `${counted(end.calls, 'call')}${reused}${cost}. Seed ${end.seed}`;
}
